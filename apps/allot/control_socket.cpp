#include "control_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/log.h"

namespace allot::app {

namespace {

constexpr const char* socket_name = "allot.sock";
constexpr std::size_t message_bytes_max = 64 * 1024;
constexpr timeval patience{.tv_sec = 10, .tv_usec = 0};

/// Inside a folder for a moment; back when it goes.
class InFolder {
 public:
  explicit InFolder(const std::filesystem::path& folder)
      : back_(::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        is_inside_(::chdir(folder.c_str()) == 0) {}

  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

  ~InFolder() {
    if (back_ < 0) return;
    if (is_inside_ && ::fchdir(back_) != 0) log(LogLevel::warning, "working_folder_gone");
    ::close(back_);
  }

  [[nodiscard]] bool is_inside() const { return is_inside_; }

 private:
  int back_;
  bool is_inside_;
};

sockaddr_un address() {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strcpy(name.sun_path, socket_name);
  return name;
}

int new_socket() {
  return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  ::shutdown(socket, SHUT_WR);
}

/// Until the other side has said all.
std::string receive_all(int socket) {
  std::string bytes;
  std::array<char, 4096> piece{};
  while (bytes.size() <= message_bytes_max) {
    const auto count = ::recv(socket, piece.data(), piece.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    bytes.append(piece.data(), static_cast<std::size_t>(count));
  }
  return bytes;
}

std::vector<std::string> fields_of(const UserCommand& command) {
  return {
      "user",
      std::to_string(static_cast<int>(command.verb)),
      command.address,
      command.password,
      command.admin ? "admin" : ""
  };
}

std::optional<UserCommand> command_of(const std::vector<std::string>& fields) {
  if (fields.size() != 5 || fields[0] != "user" || fields[1].size() != 1) return std::nullopt;
  const int verb = fields[1][0] - '0';
  if (verb < 0 || verb > static_cast<int>(UserCommand::Verb::link)) return std::nullopt;
  return UserCommand{
      .verb = static_cast<UserCommand::Verb>(verb),
      .address = fields[2],
      .password = fields[3],
      .admin = fields[4] == "admin"
  };
}

constexpr std::string_view log_level_word = "log-level";

Outcome change_log_level(std::string_view name) {
  const auto level = parse_log_level(name);
  if (!level) return {.exit_code = 1, .out = {}, .err = "There is no such log level."};
  set_log_level(*level);
  log(*level, "log_level_changed", {{"level", name}});  // a line of this level is shown in any case
  return {.exit_code = 0, .out = fmt::format("The server logs {} and above.\n", name), .err = {}};
}

/// nullopt: a question of another version.
std::optional<Outcome> answer_to(Env& env, const std::vector<std::string>& fields) {
  if (fields.size() == 2 && fields[0] == log_level_word) return change_log_level(fields[1]);
  const auto command = command_of(fields);
  if (!command) return std::nullopt;
  return run_user_command(env, *command);
}

/// nullopt when no server answers.
std::optional<Outcome> ask(
    const std::filesystem::path& folder, const std::vector<std::string>& question
) {
  const int socket = new_socket();
  if (socket < 0) return std::nullopt;
  const auto name = address();
  bool is_connected = false;
  {
    const InFolder inside(folder);
    is_connected = inside.is_inside() &&
                   ::connect(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
  }
  std::string answer;
  if (is_connected) {
    send_all(socket, encode_message(question));
    answer = receive_all(socket);
  }
  ::close(socket);
  const auto fields = decode_message(answer);
  if (!fields || fields->size() != 3 || (*fields)[0].size() != 1) return std::nullopt;
  return Outcome{.exit_code = (*fields)[0][0] - '0', .out = (*fields)[1], .err = (*fields)[2]};
}

}  // namespace

std::string encode_message(const std::vector<std::string>& fields) {
  std::string bytes;
  for (const auto& field : fields) bytes += fmt::format("{}:{}", field.size(), field);
  return bytes;
}

std::optional<std::vector<std::string>> decode_message(std::string_view bytes) {
  std::vector<std::string> fields;
  while (!bytes.empty()) {
    std::size_t length = 0;
    const auto* const end = bytes.data() + bytes.size();
    const auto [colon, error] = std::from_chars(bytes.data(), end, length);
    if (error != std::errc{} || colon == end || *colon != ':') return std::nullopt;
    bytes.remove_prefix(static_cast<std::size_t>(colon - bytes.data()) + 1);
    if (length > bytes.size()) return std::nullopt;
    fields.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return fields;
}

std::optional<Outcome> ask_server(const std::filesystem::path& folder, const UserCommand& command) {
  return ask(folder, fields_of(command));
}

std::optional<Outcome> ask_server(
    const std::filesystem::path& folder, const LogLevelCommand& command
) {
  return ask(folder, {std::string(log_level_word), command.level});
}

ControlSocket::ControlSocket(std::filesystem::path folder, Env& env)
    : folder_(std::move(folder)), env_(env) {
  socket_ = new_socket();
  const auto name = address();
  bool is_bound = false;
  if (const InFolder inside(folder_); inside.is_inside() && socket_ >= 0) {
    ::unlink(socket_name);  // of a server that ended hard; the lock is ours
    const auto mask = ::umask(0177);
    is_bound = ::bind(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
    ::umask(mask);
  }
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  if (!is_bound || ::listen(socket_, 16) != 0 || stop_ < 0) {
    const std::string reason = std::strerror(errno);
    ::close(socket_);
    ::close(stop_);
    throw std::runtime_error(
        fmt::format("The socket in {} cannot be made: {}.", folder_.string(), reason)
    );
  }
  thread_ = std::jthread([this] { serve(); });
}

ControlSocket::~ControlSocket() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(socket_);
  ::close(stop_);
  std::error_code ignored;
  std::filesystem::remove(folder_ / socket_name, ignored);
}

void ControlSocket::serve() {
  for (;;) {
    std::array<pollfd, 2> waiting{
        {{.fd = stop_, .events = POLLIN, .revents = 0},
         {.fd = socket_, .events = POLLIN, .revents = 0}}
    };
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    if (waiting[0].revents != 0) return;
    if (waiting[1].revents == 0) continue;
    const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    answer(connection);
    ::close(connection);
  }
}

void ControlSocket::answer(int connection) {
  const auto fields = decode_message(receive_all(connection));
  Outcome outcome{.exit_code = 1, .out = {}, .err = "The running server is of another version."};
  if (fields) {
    try {
      if (auto known = answer_to(env_, *fields)) outcome = *std::move(known);
    } catch (const std::exception& error) {
      log(LogLevel::error, "command_broke", {{"reason", error.what()}});
      outcome.err = "Something broke in the running server; its log says what.";
    }
  }
  send_all(
      connection, encode_message({std::to_string(outcome.exit_code), outcome.out, outcome.err})
  );
}

}  // namespace allot::app

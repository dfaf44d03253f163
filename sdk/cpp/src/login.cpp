#include "login.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <list>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace allot::inline v1 {

namespace {

constexpr std::size_t request_bytes_max = 64 * 1024;

/// A file descriptor, closed at the end.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}

  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

using Deadline = std::chrono::steady_clock::time_point;

int listen_on_loopback(unsigned short port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  if (listener < 0 || ::bind(listener, any, sizeof address) != 0 || ::listen(listener, 4) != 0) {
    if (listener >= 0) ::close(listener);
    throw std::runtime_error(
        "The port " + std::to_string(port) + " that signing in needs is taken."
    );
  }
  return listener;
}

/// Without its escapes; what is none stays as it is.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    const auto digits = text.substr(std::min(at + 1, text.size()), 2);
    const auto* const end = digits.data() + digits.size();
    const bool is_escape = text[at] == '%' && digits.size() == 2 &&
                           std::from_chars(digits.data(), end, byte, 16).ptr == end;
    out += is_escape ? static_cast<char>(byte) : text[at];
    if (is_escape) at += 2;
  }
  return out;
}

std::string value_in(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=') {
      return decoded(pair.substr(name.size() + 1));
    }
  }
  return {};
}

/// The tokens of `GET /?id_token=…&refresh_token=… HTTP/1.1`; nothing when the line has none.
std::optional<Tokens> tokens_of(std::string_view request) {
  const auto line = request.substr(0, request.find("\r\n"));
  const auto question = line.find('?');
  const auto end = line.rfind(' ');
  if (!line.starts_with("GET ") || question == std::string_view::npos || end < question) return {};
  const auto query = line.substr(question + 1, end - question - 1);
  Tokens tokens{
      .token = value_in(query, "id_token"), .refresh_token = value_in(query, "refresh_token")
  };
  if (tokens.token.empty()) return std::nullopt;
  return tokens;
}

/// A connection, and what came over it so far.
struct Visitor {
  explicit Visitor(int descriptor) : socket(descriptor) {}

  Socket socket;
  std::string head;

  [[nodiscard]] bool has_asked() const { return head.find("\r\n\r\n") != std::string::npos; }

  /// False when nothing more will come.
  bool read() {
    char bytes[4096];
    const auto count = ::recv(socket.get(), bytes, sizeof bytes, 0);
    if (count > 0) head.append(bytes, static_cast<std::size_t>(count));
    return count > 0 && head.size() < request_bytes_max;
  }
};

bool can_read(const Socket& socket) {
  pollfd asked{.fd = socket.get(), .events = POLLIN, .revents = 0};
  return ::poll(&asked, 1, 0) > 0;
}

/// Until somebody comes or says something; false when it is too late.
bool wait_for_any(const Socket& listener, const std::list<Visitor>& visitors, Deadline deadline) {
  std::vector<pollfd> all{{.fd = listener.get(), .events = POLLIN, .revents = 0}};
  for (const auto& each : visitors) {
    all.push_back({.fd = each.socket.get(), .events = POLLIN, .revents = 0});
  }
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    if (::poll(all.data(), all.size(), static_cast<int>(left.count())) > 0) return true;
  }
}

void answer(const Socket& browser, bool is_good) {
  const std::string page =
      is_good ? "<!doctype html><title>Signed in</title><p>You are signed in; this page can be "
                "closed."
              : "<!doctype html><title>Not signed in</title><p>This is not the sign-in that was "
                "waited for.";
  const auto text =
      std::string(is_good ? "HTTP/1.1 200 OK" : "HTTP/1.1 400 Bad Request") +
      "\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close"
      "\r\nreferrer-policy: no-referrer\r\ncache-control: no-store\r\ncontent-length: " +
      std::to_string(page.size()) + "\r\n\r\n" + page;
  (void)!::send(browser.get(), text.data(), text.size(), MSG_NOSIGNAL);
}

const char* browser() {
  const char* const chosen = std::getenv("BROWSER");
  return chosen != nullptr && *chosen != '\0' ? chosen : "xdg-open";
}

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool is_on_path(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::stringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

void be_silent() {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
}

/// As the desktop does it; a person without one has the address.
void open_in_browser(const std::string& url) {
  std::fprintf(stderr, "Sign in at %s\n", url.c_str());
  const pid_t child = ::fork();
  if (child == 0) {
    if (::fork() == 0) {
      be_silent();
      ::execlp(browser(), browser(), url.c_str(), nullptr);
      ::_exit(127);
    }
    ::_exit(0);
  }
  if (child > 0) ::waitpid(child, nullptr, 0);
}

}  // namespace

bool Login::has_browser() {
  const bool has_desktop = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
  return is_set("BROWSER") || (has_desktop && is_on_path("xdg-open"));
}

Tokens sign_in_by_browser(const std::string& gate_url, const Login& how) {
  const Socket listener(listen_on_loopback(how.port));
  const auto deadline = std::chrono::steady_clock::now() + how.patience;
  const auto url = gate_url + "/login?callback=http://localhost:" + std::to_string(how.port);
  if (how.open_page) {
    how.open_page(url);
  } else {
    open_in_browser(url);
  }
  // A browser opens connections that it never uses: all of them are waited for at once.
  std::list<Visitor> visitors;
  while (wait_for_any(listener, visitors, deadline)) {
    const int arrived = ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (arrived >= 0) visitors.emplace_back(arrived);
    for (auto each = visitors.begin(); each != visitors.end();) {
      const bool may_go_on = !can_read(each->socket) || each->read();
      if (may_go_on && !each->has_asked()) {
        ++each;
        continue;
      }
      const auto tokens = tokens_of(each->head);
      answer(each->socket, tokens.has_value());
      if (tokens) return *tokens;
      each = visitors.erase(each);
    }
  }
  return {};
}

}  // namespace allot::inline v1

#include "login.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <optional>
#include <stdexcept>

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

bool can_read(const Socket& socket, Deadline deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now()
  );
  if (left.count() <= 0) return false;
  pollfd waiting{.fd = socket.get(), .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

int listen_on_loopback(unsigned short port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
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

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%' || at + 2 >= text.size()) {
      out += text[at];
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
    at += 2;
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

std::string read_head(const Socket& browser, Deadline deadline) {
  std::string head;
  char bytes[4096];
  while (head.find("\r\n\r\n") == std::string::npos && head.size() < request_bytes_max) {
    if (!can_read(browser, deadline)) break;
    const auto count = ::recv(browser.get(), bytes, sizeof bytes, 0);
    if (count <= 0) break;
    head.append(bytes, static_cast<std::size_t>(count));
  }
  return head;
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

/// As the desktop does it; a person without one has the address.
void open_in_browser(const std::string& url) {
  std::fprintf(stderr, "Sign in at %s\n", url.c_str());
  const pid_t child = ::fork();
  if (child == 0) {
    if (::fork() == 0) {
      const char* const chosen = std::getenv("BROWSER");
      const char* const program = chosen != nullptr && *chosen != '\0' ? chosen : "xdg-open";
      ::execlp(program, program, url.c_str(), nullptr);
      ::_exit(127);
    }
    ::_exit(0);
  }
  if (child > 0) ::waitpid(child, nullptr, 0);
}

}  // namespace

Tokens sign_in_by_browser(const std::string& gate_url, const Login& how) {
  const Socket listener(listen_on_loopback(how.port));
  const auto deadline = std::chrono::steady_clock::now() + how.patience;
  const auto url = gate_url + "/login?callback=http://localhost:" + std::to_string(how.port);
  if (how.open_page) {
    how.open_page(url);
  } else {
    open_in_browser(url);
  }
  while (can_read(listener, deadline)) {
    const Socket browser(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (browser.get() < 0) continue;
    const auto tokens = tokens_of(read_head(browser, deadline));
    answer(browser, tokens.has_value());
    if (tokens) return *tokens;
  }
  return {};
}

}  // namespace allot::inline v1

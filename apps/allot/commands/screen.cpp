#include "commands/screen.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <utility>
#include <vector>

#include "commands/letters.h"

namespace allot::cli {

namespace {

// The second screen, no cursor, no new line where a wide letter does not fit; and back.
constexpr std::string_view enter = "\033[?1049h\033[?25l\033[?7l";
constexpr std::string_view leave = "\033[?7h\033[?25h\033[?1049l";

constexpr std::array deadly{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr std::array waking{SIGWINCH, SIGCONT};

// Signal handlers know no objects. -1: there is no screen.
std::atomic<int> wake_up{-1};

void put(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written <= 0) return;  // nobody looks any more
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// What follows is called by signals: it uses write, signal and raise alone.

void end_by(int signal) {
  put(leave);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void stop_by(int /*signal*/) {
  put(leave);
  std::raise(SIGSTOP);  // goes on here, on SIGCONT
  put(enter);
}

void wake_by(int /*signal*/) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_up, &one, sizeof one);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

std::vector<std::string_view> split(std::string_view lines) {
  std::vector<std::string_view> found;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    found.push_back(lines.substr(0, end));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return found;
}

}  // namespace

std::string drawn_over(std::string_view lines, const WindowSize& size) {
  auto shown = split(lines);
  std::string more;
  if (shown.size() > size.rows) {
    const auto fit = size.rows - 1;
    more = fmt::format("… {} more lines", shown.size() - fit);
    shown.resize(fit);
    shown.push_back(more);
  }
  std::string bytes = "\033[H";  // to the upper left
  std::string_view separator;
  for (const auto line : shown) {
    bytes += separator;
    bytes += cut_to(line, size.columns);
    // Nothing behind it; where it fills the window that would take its last letter.
    if (columns_of(line) < size.columns) bytes += "\033[K";
    separator = "\r\n";
  }
  return bytes + "\033[J";  // nor below
}

Screen::Screen() {
  wake_up = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (const auto signal : deadly) handle(signal, end_by);
  for (const auto signal : waking) handle(signal, wake_by);
  handle(SIGTSTP, stop_by);
  put(enter);
}

Screen::~Screen() {
  put(leave);
  for (const auto signal : deadly) std::signal(signal, SIG_DFL);
  for (const auto signal : waking) std::signal(signal, SIG_DFL);
  std::signal(SIGTSTP, SIG_DFL);
  ::close(wake_up.exchange(-1));
}

WindowSize Screen::size() {
  winsize window{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 ||
      window.ws_row == 0) {
    return {};
  }
  return {.columns = window.ws_col, .rows = window.ws_row};
}

void Screen::draw(std::string_view lines) const {
  put(drawn_over(lines, size()));
}

bool Screen::wait(std::chrono::milliseconds time) const {
  using std::chrono::milliseconds;
  const auto until = std::chrono::steady_clock::now() + time;
  pollfd news{.fd = wake_up, .events = POLLIN, .revents = 0};
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    // A signal may end the waiting early; what it wrote is found by the next look.
    if (::poll(&news, 1, std::max(0, static_cast<int>(left.count()))) > 0) {
      std::uint64_t count = 0;
      [[maybe_unused]] const auto read = ::read(news.fd, &count, sizeof count);
      return false;
    }
    if (left.count() <= 0) return true;
  }
}

}  // namespace allot::cli

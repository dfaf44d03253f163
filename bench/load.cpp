#include "load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

namespace allot_bench {

namespace {

using Clock = std::chrono::steady_clock;

int connect_to(const std::string& address) {
  const auto colon = address.rfind(':');
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &name.sin_addr);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
    throw std::runtime_error("no connection to " + address);
  }
  return socket;
}

/// Length of the answer in front of `bytes`; 0 when it is not complete.
std::size_t answer_length(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  constexpr std::string_view name = "\r\nContent-Length: ";
  const auto at = bytes.substr(0, end).find(name);
  if (at == std::string_view::npos) throw std::runtime_error("an answer without Content-Length");
  std::size_t length = 0;
  std::from_chars(bytes.data() + at + name.size(), bytes.data() + end, length);
  const auto whole = end + 4 + length;
  return bytes.size() >= whole ? whole : 0;
}

int status_of(std::string_view answer) {
  int status = 0;
  std::from_chars(answer.data() + 9, answer.data() + 12, status);  // behind "HTTP/1.1 "
  return status;
}

class Crowd {
 public:
  explicit Crowd(const Traffic& load) : load_(load), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    lines_.resize(load.connections);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      lines_[i].socket = connect_to(load.address);
      epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, lines_[i].socket, &event);
    }
  }

  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  ~Crowd() {
    for (const auto& line : lines_) ::close(line.socket);
    ::close(poll_);
  }

  LoadResult run() {
    const auto begun = Clock::now();
    end_ = begun + load_.time;
    for (std::size_t i = 0; i < lines_.size(); ++i) send_next(i);
    std::array<epoll_event, 256> events{};
    while (in_flight_ > 0) {
      const int count = ::epoll_wait(poll_, events.data(), int(events.size()), 10'000);
      if (count == 0) throw std::runtime_error("no answer for ten seconds");
      for (int i = 0; i < count; ++i) receive(events[std::size_t(i)].data.u64);
    }
    result_.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    return std::move(result_);
  }

 private:
  struct Line {
    int socket = -1;
    std::string held;
    Clock::time_point since;
  };

  void send_next(std::size_t index) {
    if (Clock::now() >= end_) return;
    const auto request = load_.request(index);
    if (request.empty()) return;
    auto& line = lines_[index];
    line.since = Clock::now();
    // Small, and nothing else is on its way: it fits.
    if (::send(line.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        ssize_t(request.size())) {
      throw std::runtime_error("a request could not be sent");
    }
    ++in_flight_;
  }

  void receive(std::size_t index) {
    auto& line = lines_[index];
    std::array<char, 16 * 1024> piece;
    const auto count = ::recv(line.socket, piece.data(), piece.size(), 0);
    if (count <= 0) throw std::runtime_error("the server ended a connection");
    line.held.append(piece.data(), std::size_t(count));
    const auto length = answer_length(line.held);
    if (length == 0) return;
    const auto taken = Clock::now() - line.since;
    const int status = status_of(line.held);
    --in_flight_;
    if (status / 100 == 2) {
      result_.micros.push_back(
          std::uint32_t(std::chrono::duration_cast<std::chrono::microseconds>(taken).count())
      );
    } else {
      if (result_.refused++ == 0) result_.refusal = line.held.substr(0, length);
    }
    line.held.erase(0, length);
    load_.answered(index, status);
    send_next(index);
  }

  const Traffic& load_;
  const int poll_;
  std::vector<Line> lines_;
  std::size_t in_flight_ = 0;
  Clock::time_point end_;
  LoadResult result_;
};

}  // namespace

std::uint32_t LoadResult::quantile(double part) {
  if (micros.empty()) return 0;
  std::ranges::sort(micros);
  return micros[std::min(micros.size() - 1, std::size_t(part * double(micros.size())))];
}

LoadResult run_load(const Traffic& load) {
  return Crowd(load).run();
}

}  // namespace allot_bench

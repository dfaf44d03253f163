// The client of net's tests (test_server.h).

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>

#include "base/text.h"
#include "net/test_server.h"

namespace allot::net {

namespace {

constexpr std::chrono::seconds patience{10};

}  // namespace

Client::Client(const TestServer& server) : Client(server.address()) {}

Client::Client(std::string_view address, int receive_bytes) {
  int port = 0;
  std::from_chars(address.data() + address.rfind(':') + 1, address.data() + address.size(), port);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  name.sin_port = htons(static_cast<std::uint16_t>(port));
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_bytes > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  }
  const timeval wait{.tv_sec = patience.count(), .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
}

Client::~Client() {
  vanish();
}

void Client::vanish() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;  // the server closed: the answer tells
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Client::is_closed_while_sending(std::string_view piece) {
  // A millisecond between two pieces, or the body would be whole before anybody looks at its pace.
  return eventually([&] {
    pollfd end{.fd = socket_, .events = POLLRDHUP, .revents = 0};
    return ::poll(&end, 1, 1) > 0 || !send(piece);
  });
}

bool Client::is_closed_while_sipping() {
  std::array<char, 256> sip{};
  return eventually([&] { return ::recv(socket_, sip.data(), sip.size(), 0) <= 0; });
}

bool Client::read_more() {
  std::array<char, 16384> piece{};
  const auto count = ::recv(socket_, piece.data(), piece.size(), 0);
  if (count > 0) held_.append(piece.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::optional<std::string> Client::read_until(std::string_view end) {
  auto at = held_.find(end);
  while (at == std::string::npos) {
    if (!read_more()) return std::nullopt;
    at = held_.find(end);
  }
  return read_bytes(at + end.size());
}

std::optional<std::string> Client::read_bytes(std::size_t count) {
  while (held_.size() < count) {
    if (!read_more()) return std::nullopt;
  }
  auto bytes = held_.substr(0, count);
  held_.erase(0, count);
  return bytes;
}

Answered Client::receive(bool has_body) {
  const auto head = read_until("\r\n\r\n");
  if (!head) return {};
  Answered answered;
  for (const auto& line : split(*head, '\n')) {
    const auto colon = line.find(": ");
    if (line.starts_with("HTTP/1.1 ")) answered.status = std::stoi(line.substr(9, 3));
    if (colon == std::string::npos) continue;
    answered.headers[to_lower(line.substr(0, colon))] = trimmed(line.substr(colon + 2));
  }
  if (!has_body || answered.status == 100) return answered;
  if (answered.headers.contains("content-length")) {
    const auto body = read_bytes(std::stoul(answered.headers["content-length"]));
    return body ? (answered.body = *body, answered) : Answered{};
  }
  while (answered.headers.contains("transfer-encoding")) {
    const auto piece = receive_chunk();
    if (!piece) return {};
    answered.body += *piece;
    if (piece->empty()) break;
  }
  return answered;
}

std::optional<std::string> Client::receive_chunk() {
  const auto size = read_until("\r\n");
  if (!size) return std::nullopt;
  const auto count = std::stoul(*size, nullptr, 16);
  const auto bytes = read_bytes(count + 2);
  if (!bytes) return std::nullopt;
  return bytes->substr(0, count);
}

Answered Client::ask(std::string_view request) {
  send(request);
  return receive();
}

bool Client::is_closed_by_server() {
  char byte = 0;
  return held_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
}

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n\r\n";
}

std::string post(std::string_view target, std::string_view body) {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

std::string chunk(std::string_view bytes) {
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  return std::string(size.data(), end) + "\r\n" + std::string(bytes) + "\r\n";
}

}  // namespace allot::net

#include "net/listener.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

namespace allot::net {

namespace {

struct HostAndPort {
  std::string host;
  std::string port;
};

HostAndPort parse_address(std::string_view address) {
  const auto colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == address.size()) {
    throw std::runtime_error(
        fmt::format("`{}` is no address to listen on; give HOST:PORT.", address)
    );
  }
  auto host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::string(host), std::string(address.substr(colon + 1))};
}

using AddressInfo = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

AddressInfo resolve(std::string_view address) {
  const auto [host, port] = parse_address(address);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0) {
    throw std::runtime_error(
        fmt::format("`{}` is no address to listen on: {}.", address, ::gai_strerror(error))
    );
  }
  return {found, &::freeaddrinfo};
}

struct Endpoint {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

[[noreturn]] void fail_to_listen(std::string_view address) {
  const int error = errno;
  if (error == EADDRINUSE) {
    throw std::runtime_error(fmt::format("Another server already listens on {}.", address));
  }
  throw std::runtime_error(fmt::format("Cannot listen on {}: {}.", address, std::strerror(error)));
}

/// Throws when it fails; `is_shared` lets further sockets of ours bind to the same address.
int open_socket(const Endpoint& endpoint, bool is_shared, std::string_view address) {
  const int family = endpoint.storage.ss_family;
  const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) fail_to_listen(address);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (is_shared) ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  const auto* const name = reinterpret_cast<const sockaddr*>(&endpoint.storage);
  if (::bind(fd, name, endpoint.size) != 0 || ::listen(fd, SOMAXCONN) != 0) {
    const int error = errno;
    ::close(fd);
    errno = error;
    fail_to_listen(address);
  }
  return fd;
}

Endpoint bound_endpoint(int fd) {
  Endpoint endpoint;
  endpoint.size = sizeof endpoint.storage;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&endpoint.storage), &endpoint.size);
  return endpoint;
}

std::string text_of(const Endpoint& endpoint) {
  char host[NI_MAXHOST] = {};
  char port[NI_MAXSERV] = {};
  ::getnameinfo(
      reinterpret_cast<const sockaddr*>(&endpoint.storage),
      endpoint.size,
      host,
      sizeof host,
      port,
      sizeof port,
      NI_NUMERICHOST | NI_NUMERICSERV
  );
  const bool is_v6 = endpoint.storage.ss_family == AF_INET6;
  return is_v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

}  // namespace

Listener::Listener(std::string_view address, std::size_t sockets) {
  const auto resolved = resolve(address);
  Endpoint endpoint;
  endpoint.size = resolved->ai_addrlen;
  std::memcpy(&endpoint.storage, resolved->ai_addr, endpoint.size);

  // The first one shares with nobody, so that a second server is noticed.
  const int alone = open_socket(endpoint, false, address);
  endpoint = bound_endpoint(alone);
  address_ = text_of(endpoint);
  is_v6_ = endpoint.storage.ss_family == AF_INET6;
  if (sockets <= 1) {
    sockets_.push_back(alone);
    return;
  }
  ::close(alone);
  try {
    for (std::size_t i = 0; i < sockets; ++i) {
      sockets_.push_back(open_socket(endpoint, true, address_));
    }
  } catch (...) {
    for (const int fd : sockets_) ::close(fd);
    throw;
  }
}

Listener::Listener(Listener&& other) noexcept
    : address_(std::move(other.address_)),
      is_v6_(other.is_v6_),
      sockets_(std::exchange(other.sockets_, {})) {}

Listener::~Listener() {
  for (const int fd : sockets_) ::close(fd);
}

std::vector<int> Listener::take() {
  return std::exchange(sockets_, {});
}

}  // namespace allot::net

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace allot::net {

/// Bound and listening sockets of one address, one for each I/O thread: the kernel spreads
/// connections over them. Movable; closes what was not taken.
class Listener {
 public:
  /// `address` is `host:port`, `[v6]:port`; port 0 picks a free one. Throws std::runtime_error (one
  /// sentence) when it cannot be understood, or is in use: also by another server of ours, which
  /// the kernel alone would let in beside us.
  Listener(std::string_view address, std::size_t sockets);
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  /// With the real port: "127.0.0.1:8080", "[::1]:8080".
  [[nodiscard]] const std::string& address() const { return address_; }

  /// "http://127.0.0.1:8080"
  [[nodiscard]] std::string url() const { return "http://" + address_; }

  [[nodiscard]] bool is_v6() const { return is_v6_; }

  /// The file descriptors, now the caller's.
  [[nodiscard]] std::vector<int> take();

 private:
  std::string address_;
  bool is_v6_ = false;
  std::vector<int> sockets_;
};

}  // namespace allot::net

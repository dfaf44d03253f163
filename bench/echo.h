#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace allot_bench {

/// A raw Beast HTTP server that answers each request with its own body: what the HTTP library costs
/// alone. One event loop a thread, as our server has.
class EchoServer {
 public:
  explicit EchoServer(std::size_t threads);
  ~EchoServer();
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  struct Threads;
  std::string address_;
  std::unique_ptr<Threads> threads_;
};

}  // namespace allot_bench

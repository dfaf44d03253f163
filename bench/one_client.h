#pragma once

#include <memory>
#include <string>

namespace allot_bench {

/// One connection to a server on loopback, kept; for one thread. Throws what the server answers
/// instead of 200, and what the socket says.
class OneClient {
 public:
  /// `address`: host:port; `token`: of the bearer.
  OneClient(const std::string& address, std::string token);
  ~OneClient();

  OneClient(const OneClient&) = delete;
  OneClient& operator=(const OneClient&) = delete;

  /// JSON; waits for the answer.
  void post(const std::string& target, const std::string& body);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
  const std::string token_;
};

}  // namespace allot_bench

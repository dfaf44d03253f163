#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

// The server's side of the tests. The server and the SDK have types of the same names, so this
// header speaks of neither: server_for_tests.cpp alone includes the server.

namespace allot::sdk_tests {

struct Account {
  std::string address;
  std::string password;
};

/// Makes accounts in a data folder that nobody holds; the first one owns the organisation. Cheap
/// passwords.
void add_accounts(const std::filesystem::path& folder, const std::vector<Account>& accounts);

/// A server in this process, on a free port of the loopback address.
class ServerForTests {
 public:
  explicit ServerForTests(const std::filesystem::path& folder);
  /// Stops.
  ~ServerForTests();

  ServerForTests(const ServerForTests&) = delete;
  ServerForTests& operator=(const ServerForTests&) = delete;

  /// "http://127.0.0.1:PORT"
  [[nodiscard]] const std::string& url() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace allot::sdk_tests

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

struct Posted {
  int status = 0;
  bool is_repeat = false;  // answered as an equal request was before
};

/// Sends somebody's JSON without an `Idempotency-Key` to a server on a folder that nobody holds; it
/// begins and ends with this request.
[[nodiscard]] Posted post_without_key(
    const std::filesystem::path& folder,
    const std::string& address,
    const std::string& path,
    const std::string& body
);

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

#include "login.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

#include "house_for_tests.h"
#include "settings_file.h"
#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

int socket_at(unsigned short port) {
  const int it = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(it, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(it, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens");
  }
  return it;
}

/// A port of the loopback address that nobody has.
unsigned short free_port() {
  const int it = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (::bind(it, any, size) != 0 || ::getsockname(it, any, &size) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(it);
  return ntohs(address.sin_port);
}

/// What a browser gets for `GET target`.
std::string visit(unsigned short port, const std::string& target) {
  const int it = socket_at(port);
  const auto request = "GET " + target + " HTTP/1.1\r\nhost: localhost\r\n\r\n";
  EXPECT_GT(::send(it, request.data(), request.size(), MSG_NOSIGNAL), 0);
  std::string answer;
  char bytes[4096];
  for (;;) {
    const auto count = ::recv(it, bytes, sizeof bytes, 0);
    if (count <= 0) break;
    answer.append(bytes, static_cast<std::size_t>(count));
  }
  ::close(it);
  return answer;
}

class LoginByBrowser : public ::testing::Test {
 protected:
  const unsigned short port = free_port();
  std::string opened;
  std::jthread browser;

  /// A browser that does this once the page is opened, beside the program that waits.
  template <class Visits>
  Login login_with(Visits visits) {
    return {
        .open_page =
            [this, visits](const std::string& url) {
              opened = url;
              browser = std::jthread(visits);
            },
        .port = port,
        .patience = 20s
    };
  }
};

// B-004
TEST_F(LoginByBrowser, TakesTheTokensFromTheCallback) {
  std::string page;
  const auto tokens =
      sign_in_by_browser("http://gate:1", login_with([&] {
                           page =
                               visit(port, "/?id_token=a.b%2Dc&refresh_token=r%20r&access_token=x");
                         }));
  browser.join();
  EXPECT_EQ(opened, "http://gate:1/login?callback=http://localhost:" + std::to_string(port));
  EXPECT_EQ(tokens.token, "a.b-c");
  EXPECT_EQ(tokens.refresh_token, "r r");
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(page, HasSubstr("You are signed in"));
  EXPECT_THAT(page, HasSubstr("cache-control: no-store"));
}

TEST_F(LoginByBrowser, RefusesStrayRequestsAndWaitsOn) {
  std::vector<std::string> pages;
  const auto tokens = sign_in_by_browser(
      "http://gate:1", login_with([&] {
        for (const auto* const stray :
             {"/favicon.ico", "/", "/?other=1", "/?id_token=", "/?x=%zz&id_token", "/?%"}) {
          pages.push_back(visit(port, stray));
        }
        visit(port, "/?id_token=a%zz%2");
      })
  );
  browser.join();
  ASSERT_EQ(pages.size(), 6u);
  EXPECT_THAT(pages, ::testing::Each(StartsWith("HTTP/1.1 400 ")));
  EXPECT_EQ(tokens.token, "a%zz%2");
}

TEST_F(LoginByBrowser, IsNotHeldUpByAConnectionOnWhichNobodySpeaks) {
  int silent = -1;
  const auto tokens = sign_in_by_browser("http://gate:1", login_with([&] {
                                           silent = socket_at(port);
                                           visit(port, "/?id_token=abc");
                                         }));
  browser.join();
  ::close(silent);
  EXPECT_EQ(tokens.token, "abc");
}

TEST_F(LoginByBrowser, EndsWhenNobodyComes) {
  const auto tokens = sign_in_by_browser(
      "http://gate:1", {.open_page = [](const std::string&) {}, .port = port, .patience = 0s}
  );
  EXPECT_EQ(tokens.token, "");
}

TEST_F(LoginByBrowser, NeedsItsPort) {
  const auto how = login_with([] {});
  EXPECT_THROW(
      (void)sign_in_by_browser(
          "http://gate:1",
          {.open_page = [&](const std::string&) { (void)sign_in_by_browser("http://gate:1", how); },
           .port = port,
           .patience = 1s}
      ),
      std::runtime_error
  );
}

// B-001 B-004
TEST_F(LoginByBrowser, KeepsTheTokensWhereDtlpyFindsThem) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "cookie.json";
  const auto token = token_that_ends_in(1h);
  const auto client =
      connect({.url = "http://127.0.0.1:1/api/v1", .gate_url = {}, .settings_file = file});
  EXPECT_TRUE(client.token_expired());
  client.login(login_with([&] { visit(port, "/?id_token=" + token + "&refresh_token=r"); }));
  EXPECT_EQ(client.email(), "mia@example.org");
  EXPECT_FALSE(client.token_expired());
  EXPECT_EQ(SettingsFile(file).tokens("http://127.0.0.1:1/api/v1").token, token);
  EXPECT_EQ(SettingsFile(file).tokens("http://127.0.0.1:1/api/v1").refresh_token, "r");
}

TEST_F(LoginByBrowser, FailsLikeAnyOtherWhenNobodyComesAndSignsNobodyOut) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "cookie.json";
  const std::string api = "http://127.0.0.1:1/api/v1";
  SettingsFile(file).save_tokens({.url = api}, {.token = token_that_ends_in(1h)});
  const auto client = connect({.url = api, .gate_url = {}, .settings_file = file});
  EXPECT_THROW(
      client.login({.open_page = [](const std::string&) {}, .port = port, .patience = 0s}),
      SignInFailed
  );
  EXPECT_EQ(client.email(), "mia@example.org");
}

TEST_F(LoginByBrowser, NeedsAServer) {
  const House house(Mode::embedded);
  EXPECT_THROW(house.client("mia").login(login_with([] {})), BadRequest);
}

}  // namespace
}  // namespace allot::sdk_tests

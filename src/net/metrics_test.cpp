#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "net/test_server.h"

namespace allot::net {

namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

// B-341
TEST(ServerNumbers, TellRequestsByRouteAndStatus) {
  TestServer server;
  Client client(server);
  (void)client.ask(get("/quick"));
  (void)client.ask(get("/quick?secret=1"));
  (void)client.ask(post("/write", "x"));
  (void)client.ask(post("/write", "break"));
  (void)client.ask(get("/quick"));  // the answers before it are counted by now
  const auto numbers = server.numbers();
  EXPECT_THAT(
      numbers,
      AnyOf(
          HasSubstr(R"(allot_http_requests_total{method="GET",route="/quick",status="200"} 2)"),
          HasSubstr(R"(allot_http_requests_total{method="GET",route="/quick",status="200"} 3)")
      )
  );
  EXPECT_THAT(numbers, HasSubstr(R"({method="POST",route="/write",status="201"} 1)"));
  EXPECT_THAT(numbers, HasSubstr(R"({method="POST",route="/write",status="500"} 1)"));
  EXPECT_THAT(
      numbers, HasSubstr(R"(allot_http_request_seconds_count{method="POST",route="/write"} 2)")
  );
  EXPECT_THAT(numbers, Not(HasSubstr("secret")));
}

// B-341
TEST(ServerNumbers, DoNotGrowWithPathsThatNobodyHas) {
  TestServer server;
  Client client(server);
  for (int i = 0; i < 20; ++i) (void)client.ask(get("/nowhere/" + std::to_string(i)));
  (void)client.ask("BREW /pot HTTP/1.1\r\nHost: test\r\n\r\n");
  (void)client.ask(get("/quick"));
  const auto numbers = server.numbers();
  EXPECT_THAT(numbers, HasSubstr(R"({method="none",route="none",status="404"} 20)"));
  EXPECT_THAT(numbers, HasSubstr(R"({method="none",route="none",status="405"} 1)"));
  EXPECT_THAT(numbers, Not(HasSubstr("nowhere")));
}

TEST(ServerNumbers, TellOpenConnections) {
  TestServer server;
  Client stays(server);
  (void)stays.ask(get("/quick"));
  {
    Client leaves(server);
    (void)leaves.ask(get("/quick"));
    EXPECT_THAT(server.numbers(), HasSubstr("\nallot_connections 2\n"));
    leaves.send("GET /quick HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    (void)leaves.receive();
    EXPECT_TRUE(leaves.is_closed_by_server());
  }
  // Its thread forgets a connection right after closing it, before it answers anybody else.
  (void)stays.ask(get("/quick"));
  const auto numbers = server.numbers();
  EXPECT_THAT(numbers, HasSubstr("\nallot_connections 1\n"));
  EXPECT_THAT(numbers, HasSubstr("\nallot_connections_total 2\n"));
}

TEST(ServerNumbers, TellWhatWaitsForTheSlowPoolAndWhatItRefused) {
  ServerWithFullSlowLane full;
  EXPECT_EQ(full.client.ask(get("/gate")).status, 503);
  const auto numbers = full.server.numbers();
  EXPECT_THAT(numbers, HasSubstr("\nallot_pool_refused_total{pool=\"slow\"} 1\n"));
  EXPECT_THAT(numbers, HasSubstr("\nallot_pool_queue{pool=\"slow\"} 1\n"));
}

std::string logged_by(const std::function<void(Client&)>& body) {
  TestServer server;
  ::testing::internal::CaptureStderr();
  {
    Client client(server);
    body(client);
    // So that the lines of the request before are out: on its connection, or after it was closed.
    Client other(server);
    (void)other.ask(get("/quick"));
    (void)client.ask(get("/quick"));
  }
  return ::testing::internal::GetCapturedStderr();
}

/// How often it is there.
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// B-343
TEST(ServerLog, NamesTheRequestInEachOfItsLinesOnEveryLane) {
  for (const auto& request : {post("/write", "break"), get("/lost"), get("/stream?breaks")}) {
    std::string id;
    const auto log = logged_by([&](Client& client) {
      client.send(request);
      id = client.receive(false).headers["x-request-id"];
      if (request == get("/stream?breaks")) (void)client.is_closed_by_server();
    });
    EXPECT_FALSE(id.empty());
    EXPECT_THAT(
        log, AnyOf(HasSubstr("breakdown request=" + id), HasSubstr("stream_broke request=" + id))
    ) << request;
  }
}

TEST(ServerLog, TellsOfAStreamThatIsWithheldFromItsReaderAsOfNoFault) {
  const auto log_of = [](std::string_view target) {
    return logged_by([&](Client& client) { EXPECT_EQ(client.ask(get(target)).status, 0); });
  };
  EXPECT_THAT(log_of("/stream?withheld"), HasSubstr("info stream_broke"));
  EXPECT_THAT(log_of("/stream?breaks"), HasSubstr("error stream_broke"));
}

// B-342
TEST(ServerLog, HasOneLineForARequestWithoutItsQuery) {
  std::string id;
  const auto log = logged_by([&](Client& client) {
    id = client.ask(get("/quick?token=secret")).headers["x-request-id"];
  });
  EXPECT_EQ(count(log, "request=" + id), 1u) << log;
  EXPECT_THAT(log, HasSubstr("info request request=" + id + " method=GET path=/quick status=200"));
  EXPECT_THAT(log, Not(HasSubstr("secret")));
}

TEST(ServerLog, OfABrokenInvariantHasFileAndLine) {
  const auto log =
      logged_by([&](Client& client) { EXPECT_EQ(client.ask(get("/bug")).status, 500); });
  EXPECT_THAT(log, HasSubstr("error breakdown request="));
  EXPECT_THAT(log, HasSubstr("1 + 1 == 3 does not hold at src/net/test_routes_test.cpp:"));
}

}  // namespace

}  // namespace allot::net

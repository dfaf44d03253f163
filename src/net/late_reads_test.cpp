#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "net/test_server.h"

// A store whose database is elsewhere: reads come back late, on other threads. All tests of this
// program run like that when ALLOT_LATE_READS is set.

namespace allot::net {

namespace {

const std::string private_request =
    "POST /private HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer nobody\r\nContent-Length: "
    "4\r\n\r\n";

bool has_connections(const TestServer& server, int count) {
  return server.numbers().find("\nallot_connections " + std::to_string(count) + "\n") !=
         std::string::npos;
}

TEST(LateReads, NobodyElseWaitsForAReadThatDoesNotComeBack) {
  TestServer server;
  server.store.hold_reads();
  Client frozen(server);
  frozen.send(get("/quick"));
  Client unknown(server);
  unknown.send(private_request + "body");
  server.store.await_reads(2);
  Client other(server);
  EXPECT_EQ(other.ask(get("/here")).status, 200);
  EXPECT_EQ(other.ask(post("/write", "x")).status, 201);
  EXPECT_EQ(other.ask(get("/nowhere")).status, 404);
  server.store.let_reads_go();
  EXPECT_EQ(frozen.receive().body, R"({"quick":true})");
  EXPECT_EQ(unknown.receive().status, 401);
}

TEST(LateReads, AnswersKeepTheOrderOfTheirRequests) {
  TestServer server;
  server.store.reads_late = true;
  Client client(server);
  std::string requests;
  for (int i = 0; i < 120; ++i) {
    switch (i % 4) {
      case 0: requests += post("/write", "x"); break;
      case 1: requests += private_request + "body"; break;
      case 2: requests += get("/here"); break;
      default: requests += post("/echo", std::to_string(i));
    }
  }
  client.send(requests);
  for (int i = 0; i < 120; ++i) {
    const auto answered = client.receive();
    constexpr std::array status{201, 401, 200, 200};
    ASSERT_EQ(answered.status, status.at(static_cast<std::size_t>(i % 4))) << i;
    if (i % 4 == 3) {
      EXPECT_EQ(answered.body, std::to_string(i));
    }
  }
}

TEST(LateReads, ABodyThatComesWhileTheCallerIsLookedUpIsRead) {
  TestServer server;
  server.store.hold_reads();
  Client client(server);
  client.send(private_request);
  server.store.await_reads(1);
  client.send("body" + get("/here"));
  server.store.let_reads_go();
  EXPECT_EQ(client.receive().status, 401);
  EXPECT_EQ(client.receive().status, 200);
}

TEST(LateReads, AConnectionThatClosesMeanwhileIsForgottenOnceTheReadCameBack) {
  for (const auto& request : {get("/quick"), private_request + "body", post("/held", "briefly")}) {
    TestServer server;
    server.store.hold_reads();
    {
      Client client(server);
      client.send(request);
      server.store.await_reads(1);
      client.vanish();
    }
    EXPECT_TRUE(has_connections(server, 1));  // the read works for it
    server.store.let_reads_go();
    EXPECT_TRUE(eventually([&] { return has_connections(server, 0); })) << request;
  }
}

TEST(LateReads, StoppingAnswersWhatIsReadAtThatMoment) {
  TestServer server;
  server.store.hold_reads();
  Client reading(server);
  reading.send(get("/quick"));
  Client asking(server);
  asking.send(private_request + "body");
  server.store.await_reads(2);
  server.server().begin_stop();
  server.store.let_reads_go();
  for (auto* const client : {&reading, &asking}) {
    const auto answered = client->receive();
    EXPECT_EQ(answered.status, client == &reading ? 200 : 401);
    EXPECT_EQ(answered.headers.at("connection"), "close");
    EXPECT_TRUE(client->is_closed_by_server());
  }
}

TEST(LateReads, StoppingWaitsForAReadWhoseConnectionItCutsOff) {
  for (const auto& request : {get("/quick"), private_request + "body", post("/held", "briefly")}) {
    TestServer server({.deadlines = {.stop = std::chrono::milliseconds{40}}});
    server.store.hold_reads();
    Client client(server);
    client.send(request);
    server.store.await_reads(1);
    std::atomic<bool> has_stopped = false;
    std::thread stopper([&] {
      server.server().stop();
      has_stopped = true;
    });
    EXPECT_TRUE(client.is_closed_by_server());
    server.store.let_reads_go();
    stopper.join();
    EXPECT_TRUE(has_stopped);
  }
}

TEST(LateReads, ARequestThatIsToWaitWhenTheServerStopsIsRefused) {
  TestServer server;
  Client idle(server);
  EXPECT_EQ(idle.ask(get("/here")).status, 200);
  server.store.hold_reads();
  Client client(server);
  client.send(post("/held", "for an hour"));
  server.store.await_reads(1);
  std::thread stopper([&] { server.server().stop(); });
  EXPECT_TRUE(idle.is_closed_by_server());  // so the server is stopping
  server.store.let_reads_go();
  EXPECT_EQ(client.receive().status, 503);
  stopper.join();
}

TEST(LateReads, AsksToComeBackWhenTooManyReadsWait) {
  TestServer server;
  server.store.refuses_reads = true;
  Client client(server);
  for (const auto& request : {get("/quick"), private_request + "body", post("/held", "briefly")}) {
    const auto answered = client.ask(request);
    EXPECT_EQ(answered.status, 503) << request;
    EXPECT_TRUE(answered.headers.contains("retry-after"));
  }
  EXPECT_EQ(client.ask(get("/here")).status, 200);
}

}  // namespace

}  // namespace allot::net

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/test_server.h"

namespace allot::net {

namespace {

using ::testing::HasSubstr;

/// As a proxy passes it on.
std::string from(std::string_view peer, const std::string& request) {
  const auto line_end = request.find("\r\n") + 2;
  return request.substr(0, line_end) + "X-Forwarded-For: " + std::string(peer) + "\r\n" +
         request.substr(line_end);
}

/// Sign-ins that wait.
int queued_passwords(TestServer& server) {
  const std::string line = "\nallot_pool_queue{pool=\"password\"} ";
  const auto numbers = server.numbers();
  return std::stoi(numbers.substr(numbers.find(line) + line.size()));
}

TEST(Server, AnswersWritesOnceTheyAreDone) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(post("/write", "")).status, 201);
}

TEST(Server, AnswersABreakdownOfAWriteWithAnError) {
  TestServer server;
  Client client(server);
  const auto answered = client.ask(post("/write", "break"));
  EXPECT_EQ(answered.status, 500);
  EXPECT_THAT(answered.body, HasSubstr(R"("error":"internal")"));
}

TEST(Server, AsksToComeBackWhenTheQueueOfWritesIsFull) {  // B-302
  TestServer server;
  server.store.is_full = true;
  Client client(server);
  const auto answered = client.ask(post("/write", ""));
  EXPECT_EQ(answered.status, 503);
  EXPECT_TRUE(answered.headers.contains("retry-after"));
}

TEST(Server, AsksToComeBackWhenTheSlowLaneIsFull) {  // B-302
  ServerWithFullSlowLane full;
  const auto answered = full.client.ask(get("/gate"));
  EXPECT_EQ(answered.status, 503);
  EXPECT_TRUE(answered.headers.contains("retry-after"));
}

TEST(Server, AnswersOthersWhileSlowHandlersRun) {
  TestServer server;
  Client slow(server);
  slow.send(get("/gate"));
  gate().await_arrivals(1);
  Client other(server);
  EXPECT_EQ(other.ask(get("/quick")).status, 200);
  gate().open();
  EXPECT_EQ(slow.receive().status, 200);
}

// B-386
TEST(Server, AFloodOfPasswordsHoldsUpNobodyElse) {
  TestServer server({.password_queue_max = 40});
  std::vector<std::unique_ptr<Client>> flood;
  for (int i = 0; i < 20; ++i) {
    flood.push_back(std::make_unique<Client>(server));
    flood.back()->send(post("/password", "secret"));
  }
  gate().await_arrivals(1);
  Client other(server);
  EXPECT_EQ(other.ask(post("/held", "briefly")).body, "briefly");  // the slow lane
  EXPECT_EQ(other.ask(post("/write", "x")).status, 201);
  gate().open();
  for (const auto& one : flood) EXPECT_EQ(one->receive().status, 200);
}

// B-386
TEST(Server, PasswordsAreLookedAtOneAtATimeAndBeyondTheirQueueRefused) {
  TestServer server({.password_queue_max = 1});
  Client running(server);
  running.send(post("/password", "secret"));
  gate().await_arrivals(1);
  Client queued(server);
  queued.send(post("/password", "secret"));
  Client client(server);
  EXPECT_EQ(client.ask(get("/quick")).status, 200);  // so the one before was read
  const auto refused = client.ask(post("/password", "secret"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.headers.contains("retry-after"));
  Client renewing(server);
  renewing.send(post("/password", "easy"));  // needs no hash
  gate().await_arrivals(2);
  gate().open();
  for (auto* one : {&running, &queued, &renewing}) EXPECT_EQ(one->receive().status, 200);
}

// B-386
TEST(Server, NoPasswordIsLookedAtForAClientThatWentAway) {
  using std::chrono::milliseconds;
  TestServer server({.deadlines = {.idle = milliseconds{20}}});  // so it looks often
  Client running(server);
  running.send(post("/password", "secret"));
  gate().await_arrivals(1);
  std::vector<std::unique_ptr<Client>> flood;
  for (int i = 0; i < 5; ++i) {
    flood.push_back(std::make_unique<Client>(server));
    flood.back()->send(post("/password", "secret"));
  }
  EXPECT_TRUE(eventually([&] { return queued_passwords(server) == 5; }));
  for (const auto& one : flood) one->vanish();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Client(server).is_closed_by_server());  // it has looked
  Client last(server);
  last.send(post("/password", "secret"));
  gate().open();
  EXPECT_EQ(running.receive().status, 200);
  EXPECT_EQ(last.receive().status, 200);
  EXPECT_EQ(gate().arrivals(), 2);
}

// B-386
TEST(Server, OnePeerLeavesHalfOfTheQueueOfPasswordsToOthers) {
  TestServer server(
      {.password_queue_max = 4, .trusted_proxies = {AddressBlock::parse("127.0.0.1").value()}}
  );
  Client running(server);
  running.send(from("10.0.0.9", post("/password", "secret")));
  gate().await_arrivals(1);
  std::vector<std::unique_ptr<Client>> queued;
  for (int i = 0; i < 2; ++i) {
    queued.push_back(std::make_unique<Client>(server));
    queued.back()->send(from("10.0.0.1", post("/password", "secret")));
  }
  EXPECT_TRUE(eventually([&] { return queued_passwords(server) == 2; }));
  Client third(server);
  EXPECT_EQ(third.ask(from("10.0.0.1", post("/password", "secret"))).status, 503);
  Client other(server);
  other.send(from("10.0.0.2", post("/password", "secret")));
  EXPECT_TRUE(eventually([&] { return queued_passwords(server) == 3; }));
  gate().open();
  EXPECT_EQ(other.receive().status, 200);
  for (const auto& one : queued) EXPECT_EQ(one->receive().status, 200);
  EXPECT_EQ(running.receive().status, 200);
}

TEST(Server, AHandlerThatRunsHasNoDeadline) {
  using std::chrono::milliseconds;
  TestServer server({.deadlines = {.head = milliseconds{20}, .idle = milliseconds{20}}});
  Client client(server);
  client.send(get("/gate"));
  gate().await_arrivals(1);
  Client idle(server);
  EXPECT_TRUE(idle.is_closed_by_server());  // so the deadlines have passed
  gate().open();
  EXPECT_EQ(client.receive().status, 200);
}

// B-319
TEST(Server, WhatIsReadForAClientThatWentAwayIsGivenUp) {
  using std::chrono::milliseconds;
  TestServer server({.deadlines = {.idle = milliseconds{20}}});  // so it looks often
  const auto before = marks();
  Client client(server);
  client.send(get("/read/on"));
  gate().await_arrivals(1);
  gate().open();
  Client other(server);
  EXPECT_EQ(other.ask(get("/quick")).status, 200);
  EXPECT_EQ(marks(), before);
  client.vanish();
  EXPECT_TRUE(eventually([&] { return marks() == before + 1; }));
}

TEST(Server, AStreamThatHasNothingToSayEndsWithItsClient) {
  TestServer server;
  const auto before = marks();
  Client client(server);
  client.send(get("/stream/nothing"));
  gate().await_arrivals(1);
  gate().open();
  client.vanish();
  EXPECT_TRUE(eventually([&] { return marks() == before + 1; }));
}

// B-319
TEST(Server, OneCallerLeavesHalfOfTheSlowLaneToOthers) {
  TestServer server({.trusted_proxies = {AddressBlock::parse("127.0.0.1").value()}});
  std::vector<std::unique_ptr<Client>> flood;
  for (int i = 0; i < 5; ++i) {
    flood.push_back(std::make_unique<Client>(server));
    flood.back()->send(from("10.0.0.1", get("/gate")));
  }
  gate().await_arrivals(1);
  Client other(server);
  EXPECT_EQ(other.ask(from("10.0.0.2", post("/held", "briefly"))).body, "briefly");
  // One of the flood runs still; all others wait.
  EXPECT_TRUE(eventually([&] {
    return server.numbers().find("\nallot_pool_queue{pool=\"slow\"} 4\n") != std::string::npos;
  }));
  gate().open();
  for (const auto& one : flood) EXPECT_EQ(one->receive().status, 200);
}

// B-008
TEST(Server, HoldsARequestThatHasToWaitWithoutAThread) {
  TestServer server;
  std::vector<std::unique_ptr<Client>> held;
  for (int i = 0; i < 5; ++i) {  // more than the slow lane has threads
    held.push_back(std::make_unique<Client>(server));
    held.back()->send(post("/held", "for an hour"));
  }
  Client client(server);
  EXPECT_EQ(client.ask(post("/held", "briefly")).body, "briefly");
  gate().open();
  EXPECT_EQ(client.ask(get("/gate")).status, 200);
  gate().reset();
  server.server().stop();
  for (const auto& one : held) {  // nothing was begun, and they hear of it
    EXPECT_EQ(one->receive().status, 503);
    EXPECT_TRUE(one->is_closed_by_server());
  }
}

TEST(Server, WithManyConnectionsLetsOthersWait) {
  TestServer server({.connections_max = 1});
  auto first = std::make_unique<Client>(server);
  EXPECT_EQ(first->ask(get("/quick")).status, 200);
  Client second(server);
  second.send(get("/quick"));
  EXPECT_EQ(first->ask(get("/quick")).status, 200);
  first.reset();
  EXPECT_EQ(second.receive().status, 200);
}

}  // namespace

}  // namespace allot::net

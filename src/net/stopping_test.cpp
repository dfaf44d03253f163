#include <gtest/gtest.h>

#include <thread>

#include "net/test_server.h"

namespace allot::net {

namespace {

TEST(Server, StoppingFinishesRunningRequestsAndClosesIdleConnections) {
  for (const auto& request : {get("/gate"), post("/gate", "")}) {
    TestServer server;
    Client idle(server);
    EXPECT_EQ(idle.ask(get("/quick")).status, 200);
    Client running(server);
    running.send(request);
    gate().await_arrivals(1);
    std::thread stopper([&] { server.server().stop(); });
    EXPECT_TRUE(idle.is_closed_by_server());
    gate().open();
    const auto answered = running.receive();
    stopper.join();
    EXPECT_EQ(answered.body, R"({"waited":true})");
    EXPECT_EQ(answered.headers.at("connection"), "close");
    EXPECT_TRUE(running.is_closed_by_server());
  }
}

// B-169
TEST(Server, StoppingAnswersRequestsThatHaveComeAndWereNotLookedAtYet) {
  TestServer server;
  Client known(server);
  EXPECT_EQ(known.ask(get("/quick")).status, 200);
  Client busy(server);
  busy.send(get("/gate/here"));  // keeps the I/O thread
  gate().await_arrivals(1);
  known.send(get("/quick"));
  Client unknown(server);  // waits in the kernel
  unknown.send(get("/quick"));
  server.server().begin_stop();
  gate().open();
  EXPECT_EQ(busy.receive().status, 200);
  for (auto* const client : {&known, &unknown}) {
    const auto answered = client->receive();
    EXPECT_EQ(answered.status, 200);
    EXPECT_EQ(answered.headers.at("connection"), "close");
    EXPECT_TRUE(client->is_closed_by_server());
  }
}

TEST(Server, StoppingCutsOffWhoeverDoesNotFinish) {
  TestServer server({.deadlines = {.stop = std::chrono::milliseconds{40}}});
  Client client(server);
  client.send(upload_head + chunk(file_head));
  server.files.await_writers(1);
  server.server().stop();
  EXPECT_TRUE(client.is_closed_by_server());
  server.files.await_writers(0);
}

}  // namespace

}  // namespace allot::net

#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cerrno>
#include <set>
#include <thread>

#include "net/test_server.h"

namespace allot::net {

namespace {

using ::testing::HasSubstr;

TEST(Server, AnswersAndKeepsTheConnection) {
  TestServer server;
  Client client(server);
  for (int i = 0; i < 3; ++i) {
    const auto answered = client.ask(get("/quick"));
    EXPECT_EQ(answered.status, 200);
    EXPECT_EQ(answered.body, R"({"quick":true})");
    EXPECT_EQ(answered.headers.at("connection"), "keep-alive");
    EXPECT_EQ(answered.headers.at("content-type"), "application/json");
    EXPECT_TRUE(answered.headers.contains("date"));
  }
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  TestServer server;
  Client client(server);
  const auto answered =
      client.ask("GET /quick HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answered.headers.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Server, GivesEveryAnswerAnIdOfItsOwn) {
  TestServer server;
  Client client(server);
  std::set<std::string> ids;
  const std::string request = "GET /quick HTTP/1.1\r\nHost: test\r\nX-Request-Id: mine\r\n\r\n";
  for (int i = 0; i < 5; ++i) ids.insert(client.ask(request).headers.at("x-request-id"));
  const auto refused = client.ask(get("/nowhere"));
  ids.insert(refused.headers.at("x-request-id"));
  EXPECT_THAT(refused.body, HasSubstr(refused.headers.at("x-request-id")));
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_FALSE(ids.contains("mine"));
}

TEST(Server, AnswersRequestsSentAtOnceInTheirOrder) {
  TestServer server;
  Client client(server);
  std::string requests = "\r\n";  // an empty line in front is no request
  for (int i = 0; i < 200; ++i) {
    requests += i % 3 == 0 ? post("/write", "x") : post("/echo", std::to_string(i));
  }
  client.send(requests);
  for (int i = 0; i < 200; ++i) {
    const auto body = client.receive().body;
    EXPECT_EQ(body, i % 3 == 0 ? R"({"written":true})" : std::to_string(i));
  }
}

TEST(Server, AnswersHeadLikeGetWithoutABody) {  // B-308
  TestServer server;
  Client client(server);
  client.send("HEAD /quick HTTP/1.1\r\nHost: test\r\n\r\n" + get("/quick"));
  const auto head = client.receive(false);
  const auto whole = client.receive();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), whole.headers.at("content-length"));
  EXPECT_EQ(whole.body, R"({"quick":true})");
}

TEST(Server, TellsTheHandlerWhoAsks) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(
      client.ask("GET /peer HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n").body,
      "127.0.0.1"
  );
}

TEST(Server, RefusesWhatIsNoHttpInTheFormOfEveryError) {
  TestServer server;
  for (const std::string request :
       {"nonsense\r\n\r\n",
        "GET /quick HTTP/1.1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    Client client(server);
    const auto answered = client.ask(request);
    EXPECT_EQ(answered.status, 400) << request;
    EXPECT_THAT(answered.body, HasSubstr(R"("statusCode":400,"error":"invalid")")) << request;
    EXPECT_TRUE(client.is_closed_by_server());
  }
}

TEST(Server, RefusesHeadsOverTheLimit) {
  TestServer server;
  Client client(server);
  const auto answered = client.ask(
      "GET /quick HTTP/1.1\r\nHost: test\r\nX-Big: " + std::string(17'000, 'x') + "\r\n\r\n"
  );
  EXPECT_EQ(answered.status, 431);
  EXPECT_THAT(answered.body, HasSubstr(R"("statusCode":431,"error":"too_large")"));
}

TEST(Server, RefusesMethodsThatItDoesNotKnow) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask("BREW /quick HTTP/1.1\r\nHost: test\r\n\r\n").status, 405);
}

TEST(Server, StreamsWhatIsPulled) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(get("/stream")).body, "piece 2;piece 1;piece 0;");
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

TEST(Server, ABrokenStreamDoesNotLookWhole) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(get("/stream?breaks")).status, 0);
}

/// 0, or the error with which the server's answer ends.
int end_of(const Client& client) {
  char bytes[256];
  for (;;) {
    const auto count = ::recv(client.socket(), bytes, sizeof bytes, 0);
    if (count <= 0) return count == 0 ? 0 : errno;
  }
}

TEST(Server, ABrokenStreamDoesNotLookWholeToWhoKnowsNoChunksEither) {
  TestServer server;
  Client whole(server);
  ASSERT_TRUE(whole.send("GET /stream HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(end_of(whole), 0);
  Client broken(server);
  ASSERT_TRUE(broken.send("GET /stream?breaks HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(end_of(broken), ECONNRESET);
}

TEST(Server, AnswersAFileThatIsLostWithAnError) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(get("/lost")).status, 500);
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

TEST(Server, ClosesConnectionsThatMakeNoProgress) {
  using std::chrono::milliseconds;
  TestServer server(
      {.deadlines = {.head = milliseconds{40}, .idle = milliseconds{40}, .body = milliseconds{40}}}
  );
  Client idle(server);
  Client in_head(server);
  in_head.send("GET /quick HT");
  Client in_body(server);
  in_body.send(upload_head + chunk(file_head));
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_TRUE(in_head.is_closed_by_server());
  EXPECT_TRUE(in_body.is_closed_by_server());
  server.files.await_writers(0);
}

TEST(Server, ManyClientsOnSeveralThreadsEachGetTheirOwnAnswers) {
  TestServer server({}, 3);
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&server, c] {
      Client client(server);
      for (int i = 0; i < 100; ++i) {
        const auto mine = std::to_string(c * 1000 + i);
        EXPECT_EQ(client.ask(post("/echo", mine)).body, mine);
        EXPECT_EQ(client.ask(post("/write", mine)).status, 201);
      }
    });
  }
  for (auto& client : clients) client.join();
}

TEST(Listener, NoticesASecondServer) {
  const Listener first("127.0.0.1:0", 3);
  EXPECT_THAT(
      [&] { Listener(first.address(), 2); },
      ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("Another server already listens"))
  );
}

TEST(Listener, TellsTheRealAddress) {
  const Listener listener("localhost:0", 1);
  EXPECT_THAT(listener.url(), ::testing::MatchesRegex("http://(127.0.0.1|\\[::1\\]):[1-9][0-9]*"));
}

TEST(Listener, RefusesWhatIsNoAddress) {
  for (const auto* const address : {"", "127.0.0.1", ":80", "127.0.0.1:", "256.1.1.1:80"}) {
    EXPECT_THROW(Listener(address, 1), std::runtime_error) << address;
  }
}

}  // namespace

}  // namespace allot::net

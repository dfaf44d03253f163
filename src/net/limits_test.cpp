// What one client, or many, can take of the server.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "net/test_server.h"

namespace allot::net {

namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

constexpr std::uint64_t never = 1u << 30;  // nobody makes so much progress

std::string begin_post(std::string_view target, std::string_view headers) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) +
         "\r\n";
}

const std::string in_chunks = "Transfer-Encoding: chunked\r\n";
const std::string asks_first = "Expect: 100-continue\r\n";

TEST(Limits, RefuseHeadsWithTooManyHeaders) {  // B-300
  TestServer server;
  std::string head = "GET /quick HTTP/1.1\r\nHost: test\r\n";
  for (int i = 0; i < 99; ++i) head += "A: b\r\n";
  Client client(server);
  EXPECT_EQ(client.ask(head + "\r\n").status, 200);
  const auto answered = client.ask(head + "A: b\r\n\r\n");
  EXPECT_EQ(answered.status, 431);
  EXPECT_THAT(answered.body, HasSubstr("100 headers"));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Limits, RefuseFormsOfStrangersOverTheirLimit) {  // B-300
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(post("/form", std::string(64 * 1024, 'x'))).status, 200);
  EXPECT_EQ(client.ask(post("/form", std::string(64 * 1024 + 1, 'x'))).status, 413);
}

TEST(Limits, BigBodiesWaitOnDiskAndReachTheHandlerWhole) {  // B-301
  TestServer server({.body_memory_max = 1000, .body_in_memory_max = 1000});
  const std::string big(300'000, 'x');
  Client client(server);
  EXPECT_EQ(client.ask(post("/echo", big)).body, big);
  EXPECT_EQ(server.files.last(), big);
  EXPECT_EQ(client.ask(begin_post("/echo", in_chunks) + chunk(big) + chunk("")).body, big);
  EXPECT_EQ(client.ask(post("/echo", "small")).body, "small");
  EXPECT_EQ(server.files.files(), 2) << "a small body was written to disk";
}

TEST(Limits, WhenMemoryForBodiesIsUsedUpOthersAreAskedToComeBackBeforeTheyAreRead) {  // B-301
  TestServer server({.body_memory_max = 1000});
  Client holding(server);
  holding.send(begin_post("/echo", "Content-Length: 900\r\n" + asks_first));
  ASSERT_EQ(holding.receive().status, 100);

  Client sized(server);
  const auto refused = sized.ask(begin_post("/echo", "Content-Length: 200\r\n" + asks_first));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.headers.contains("retry-after"));
  Client chunked(server);
  EXPECT_EQ(chunked.ask(begin_post("/echo", in_chunks) + chunk(std::string(200, 'x'))).status, 503);
  Client small(server);
  EXPECT_EQ(small.ask(post("/echo", std::string(100, 'x'))).status, 200);

  EXPECT_EQ(holding.ask(std::string(900, 'x')).status, 200);
  Client later(server);
  EXPECT_EQ(later.ask(post("/echo", std::string(1000, 'x'))).status, 200);
}

TEST(Limits, TheWriterHasLetGoOfARequestWhenItIsAnswered) {  // B-301
  TestServer server({.body_memory_max = 1000});
  server.store.keeps_callbacks = true;
  Client client(server);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(client.ask(post("/write", std::string(900, 'x'))).status, 201);
  }
}

TEST(Limits, FieldsOfUploadsCountAsMemoryToo) {  // B-301
  TestServer server({.body_memory_max = 1000});
  const std::string head =
      begin_post("/upload", "Content-Type: multipart/form-data; boundary=xyz\r\n" + in_chunks);
  const std::string field = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
  Client client(server);
  EXPECT_EQ(client.ask(head + chunk(field + std::string(1100, 'x'))).status, 503);
}

TEST(Limits, WhenTheSlowLaneIsFullNoBodyIsRead) {  // B-302
  ServerWithFullSlowLane full;
  const auto answered =
      full.client.ask(begin_post("/upload", "Content-Length: 9\r\n" + asks_first));
  EXPECT_EQ(answered.status, 503);
  EXPECT_TRUE(answered.headers.contains("retry-after"));
}

TEST(Limits, AHeadMustBeWholeInTimeHoweverItTrickles) {  // B-303
  TestServer server(
      {.head = {.bytes = 64u << 20, .headers = 100}, .deadlines = {.head = milliseconds{40}}}
  );
  Client client(server);
  client.send("GET /quick HTTP/1.1\r\nA: ");
  EXPECT_TRUE(client.is_closed_while_sending("x"));
}

TEST(Limits, ABodyMustComeAtAPaceHoweverItTrickles) {  // B-303
  // Sooner than a quick client sends so many bytes one by one.
  TestServer server({.progress_bytes = never, .deadlines = {.body = milliseconds{5}}});
  for (const auto* const target : {"/upload", "/private"}) {  // one admitted, one refused
    Client client(server);
    client.send(begin_post(target, "Content-Length: 50000\r\n"));
    EXPECT_TRUE(client.is_closed_while_sending("x")) << target;
  }
}

TEST(Limits, ABodyThatComesAtAPaceMayTakeItsTime) {  // B-303
  TestServer server({.progress_bytes = 1000, .deadlines = {.body = milliseconds{40}}});
  Client client(server);
  client.send(
      begin_post("/upload", "Content-Type: multipart/form-data; boundary=xyz\r\n" + in_chunks)
  );
  client.send(chunk("--xyz\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n"));
  const auto end = std::chrono::steady_clock::now() + milliseconds{120};
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_TRUE(client.send(chunk(std::string(1000, 'x'))));
  }
  EXPECT_EQ(client.ask(chunk("\r\n--xyz--") + chunk("")).status, 200);
}

TEST(Limits, WhoTakesNothingOfAnAnswerIsCutOff) {  // B-303
  TestServer server({.connections_max = 1, .deadlines = {.answer = milliseconds{40}}});
  Client deaf(server);
  deaf.send(get("/big"));
  Client next(server);  // let in when the other is gone
  EXPECT_EQ(next.ask(get("/quick")).status, 200);
}

TEST(Limits, WhoSipsAnAnswerIsCutOff) {  // B-303
  TestServer server({.progress_bytes = never, .deadlines = {.answer = milliseconds{40}}});
  Client client(server);
  client.send(get("/big"));
  EXPECT_TRUE(client.is_closed_while_sipping());
}

TEST(Limits, OnePeerHasSoManyConnectionsAndNoMore) {  // B-304
  TestServer server({.connections_per_peer_max = 2});
  Client first(server);
  auto second = std::make_unique<Client>(server);
  EXPECT_EQ(first.ask(get("/quick")).status, 200);
  EXPECT_EQ(second->ask(get("/quick")).status, 200);
  Client third(server);
  EXPECT_TRUE(third.is_closed_by_server());
  second.reset();
  EXPECT_TRUE(eventually([&] { return Client(server).ask(get("/quick")).status == 200; }));
  EXPECT_EQ(first.ask(get("/quick")).status, 200);
}

TEST(Limits, WhenFullTheLongestIdleConnectionMakesRoom) {  // B-304
  TestServer server({.connections_max = 2, .deadlines = {.spare = milliseconds{0}}});
  Client oldest(server);
  EXPECT_EQ(oldest.ask(get("/quick")).status, 200);
  Client busy(server);
  busy.send(get("/gate"));
  gate().await_arrivals(1);
  Client newcomer(server);
  EXPECT_EQ(newcomer.ask(get("/quick")).status, 200);
  EXPECT_TRUE(oldest.is_closed_by_server());
  gate().open();
  EXPECT_EQ(busy.receive().status, 200);
}

TEST(Limits, AnExpectationThatNobodyKnowsIsRefused) {  // B-308
  TestServer server;
  Client client(server);
  const auto answered = client.ask(begin_post("/echo", "Content-Length: 2\r\nExpect: tea\r\n"));
  EXPECT_EQ(answered.status, 417);
  EXPECT_THAT(answered.body, HasSubstr(R"("statusCode":417)"));
}

TEST(Limits, NobodyIsToldToContinueWithoutABody) {  // B-308
  TestServer server;
  Client client(server);
  EXPECT_EQ(
      client.ask("GET /quick HTTP/1.1\r\nHost: test\r\nExpect: 100-Continue\r\n\r\n").status, 200
  );
  EXPECT_EQ(client.ask("GET /quick HTTP/1.0\r\nExpect: tea\r\n\r\n").status, 200);
}

TEST(Limits, ATrustedProxyHasAsManyConnectionsAsItNeeds) {  // B-314
  TestServer server({
      .connections_per_peer_max = 1,
      .trusted_proxies = {*AddressBlock::parse("127.0.0.1")},
  });
  Client first(server);
  Client second(server);
  const std::string request =
      "GET /peer HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: 203.0.113.9, 192.0.2.7\r\n\r\n";
  EXPECT_EQ(first.ask(request).body, "192.0.2.7");
  EXPECT_EQ(second.ask(request).body, "192.0.2.7");
}

}  // namespace

}  // namespace allot::net

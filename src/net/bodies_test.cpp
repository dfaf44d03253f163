#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/test_server.h"

namespace allot::net {

namespace {

using ::testing::HasSubstr;

TEST(Server, TakesBodiesWithTheirLengthOrInChunks) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(post("/echo", "told")).body, "told");
  const std::string big(700'000, 'x');
  EXPECT_EQ(client.ask(post("/echo", big)).body, big);
  const std::string head =
      "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + chunk("in ") + chunk("chunks") + chunk("")).body, "in chunks");
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

TEST(Server, SaysContinueWhenABodyMayCome) {  // B-308
  TestServer server;
  Client client(server);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
  );
  EXPECT_EQ(client.receive().status, 100);
  EXPECT_EQ(client.ask("hi").body, "hi");
}

TEST(Server, RefusesBeforeTheBodyWhenTheClientWaitsForAWord) {
  TestServer server;
  Client client(server);
  const auto answered = client.ask(
      "POST /private HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
  );
  EXPECT_EQ(answered.status, 401);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Server, KeepsTheConnectionAfterRefusingASmallBody) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(post("/private", "small")).status, 401);
  EXPECT_EQ(client.ask(post("/nowhere", "small")).status, 404);
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

TEST(Server, AnswersToABigRefusedBodyReachTheClientThatStillSends) {
  TestServer server;
  Client client(server);
  client.send("POST /private HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) client.send(chunk(std::string(100'000, 'x')));
  const auto answered = client.receive();
  EXPECT_EQ(answered.status, 401);
  EXPECT_EQ(answered.headers.at("connection"), "close");
}

TEST(Server, RefusesBodiesOverTheLimitHoweverTheyCome) {
  TestServer server;
  const std::string big((1 << 20) + 1, 'x');
  Client sized(server);
  const auto answered = sized.ask(post("/echo", big));
  EXPECT_EQ(answered.status, 413);
  EXPECT_THAT(answered.body, HasSubstr(R"("statusCode":413,"error":"too_large")"));
  Client chunked(server);
  const std::string head =
      "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(chunked.ask(head + chunk(big)).status, 413);
  Client dropped(server);
  EXPECT_EQ(dropped.ask(post("/quick", std::string(65 * 1024, 'x'))).status, 413);
}

TEST(Server, DropsASmallBodyThatNobodyAskedFor) {
  TestServer server;
  Client client(server);
  auto asked = post("/unread", "ignored");
  asked.replace(0, 4, "GET");
  const auto answered = client.ask(asked);
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.body, "");
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

// B-160, B-297: equal requests have equal bodies.
TEST(Server, KeepsTheBodyOfAChangeThatNobodyReads) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(post("/unread", "one")).body, "one");
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

TEST(Server, SpoolsUploadsAsTheyArrive) {
  TestServer server;
  Client client(server);
  client.send(upload_head + chunk(file_head) + chunk("first half, "));
  server.files.await_writers(1);  // before the body is complete
  const auto answered = client.ask(chunk("second half\r\n--xyz--\r\n") + chunk(""));
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.body, "path:2;file:23;");
  EXPECT_EQ(server.files.last(), "first half, second half");
}

TEST(Server, TakesUploadsOverTheLimitOfOtherBodies) {
  TestServer server;
  Client client(server);
  client.send(upload_head + chunk(file_head));
  for (int i = 0; i < 30; ++i) client.send(chunk(std::string(1 << 20, 'x')));
  EXPECT_EQ(client.ask(chunk("\r\n--xyz--") + chunk("")).body, "path:2;file:31457280;");
}

TEST(Server, KeepsNothingOfAnUploadWhoseClientVanished) {
  TestServer server;
  Client client(server);
  client.send(upload_head + chunk(file_head) + chunk("half of it"));
  server.files.await_writers(1);
  client.vanish();
  server.files.await_writers(0);
  EXPECT_EQ(server.files.last(), "");
}

TEST(Server, RefusesAnUploadThatEndsBeforeItsFinalBoundary) {
  TestServer server;
  Client client(server);
  const auto answered =
      client.ask(upload_head + chunk(file_head) + chunk("half of it") + chunk(""));
  EXPECT_EQ(answered.status, 400);
  EXPECT_THAT(answered.body, HasSubstr("final boundary"));
  server.files.await_writers(0);
}

TEST(Server, SaysThatItIsItsOwnFaultWhenTheDiskIsFull) {
  TestServer server;
  server.files.is_disk_full = true;
  Client client(server);
  EXPECT_EQ(client.ask(upload_head + chunk(file_head) + chunk("bytes")).status, 500);
  server.files.await_writers(0);
}

TEST(Server, TakesFormsOnTheAddressOfUploads) {
  TestServer server;
  Client client(server);
  EXPECT_EQ(client.ask(post("/upload", "type=dir")).body, "type=dir");
}

}  // namespace

}  // namespace allot::net

#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "net/test_server.h"

namespace allot::net {

namespace {

using ::testing::HasSubstr;

const std::string upload_head =
    "POST /upload HTTP/1.1\r\nHost: test\r\nContent-Type: multipart/form-data; boundary=xyz\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";
const std::string file_head =
    "--xyz\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\n/a\r\n"
    "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

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
  EXPECT_EQ(client.ask(post("/quick", "ignored")).status, 200);
  EXPECT_EQ(client.ask(get("/quick")).status, 200);
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
  TestServer server({.slow_threads = 1, .slow_queue_max = 1});
  Client running(server);
  running.send(get("/gate"));
  gate().await_arrivals(1);
  Client queued(server);
  queued.send(get("/gate"));
  Client client(server);
  EXPECT_EQ(client.ask(get("/quick")).status, 200);  // so the one before was read
  const auto answered = client.ask(get("/gate"));
  EXPECT_EQ(answered.status, 503);
  EXPECT_TRUE(answered.headers.contains("retry-after"));
  gate().open();
  EXPECT_EQ(running.receive().status, 200);
  EXPECT_EQ(queued.receive().status, 200);
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
  TestServer server({.password_queue_max = 20});
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

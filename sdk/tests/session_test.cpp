#include "session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "allot/client.h"
#include "curl_transport.h"
#include "scripted_transport_for_tests.h"
#include "temporary_folder_for_tests.h"
#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Ne;
using ::testing::SizeIs;

class SessionTest : public ::testing::Test {
 protected:
  /// A session over this script, with a token that is good for an hour.
  std::shared_ptr<Session> session(const ScriptedTransport::Script& script) {
    transport = std::make_shared<ScriptedTransport>(script);
    auto tokens = std::make_shared<TokensInMemory>();
    tokens->save({.token = token_that_ends_in(1h), .refresh_token = {}});
    return std::make_shared<Session>(
        Session::Settings{.transport = transport, .tokens = std::move(tokens), .retry_pause = 1ms}
    );
  }

  std::shared_ptr<ScriptedTransport> transport;
};

/// Two tries in vain before an answer.
TransportResponse refused_twice(const TransportRequest&, std::size_t number) {
  if (number < 2) throw ConnectionFailed("Nobody there.");
  return answered(200, R"({"id":"1"})");
}

TransportResponse unavailable_twice(const TransportRequest&, std::size_t number) {
  return number < 2 ? answered(503) : answered(200, R"({"id":"1"})");
}

TEST_F(SessionTest, TriesAgainWhenNoAnswerCame) {
  const auto made = session(refused_twice)->post("/things", boost::json::object{{"a", 1}});
  EXPECT_EQ(made.at("id"), "1");
  ASSERT_EQ(transport->asked().size(), 3u);
  for (const auto& request : transport->asked()) {
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/api/v1/things");
    EXPECT_EQ(request.body, R"({"a":1})");
  }
}

TEST_F(SessionTest, TriesAgainWhileTheServerIsUnavailable) {
  EXPECT_EQ(session(unavailable_twice)->get("/things").at("id"), "1");
  EXPECT_EQ(transport->asked().size(), 3u);
}

// B-297
TEST_F(SessionTest, NamesAChangeByOneKeyInAllItsTries) {
  const auto it = session(refused_twice);
  it->post("/things", {});
  it->post("/things", {});
  const auto keys = transport->headers("idempotency-key");
  ASSERT_THAT(keys, SizeIs(4));
  EXPECT_THAT(keys[0], SizeIs(32));
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_EQ(keys[0], keys[2]);
  EXPECT_THAT(keys[3], AllOf(SizeIs(32), Ne(keys[0])));
}

TEST_F(SessionTest, NamesNoRead) {
  (void)session(refused_twice)->get("/things");
  EXPECT_THAT(transport->headers("idempotency-key"), Each(""));
}

TEST_F(SessionTest, GivesUpAfterSixTries) {
  const auto refused = [](const TransportRequest&, std::size_t) -> TransportResponse {
    throw ConnectionFailed("Nobody there.");
  };
  EXPECT_THROW((void)session(refused)->get("/things"), ConnectionFailed);
  EXPECT_EQ(transport->asked().size(), 6u);
  const auto unavailable = [](const TransportRequest&, std::size_t) { return answered(503); };
  EXPECT_THROW((void)session(unavailable)->get("/things"), InternalServerError);
  EXPECT_EQ(transport->asked().size(), 6u);
}

TEST_F(SessionTest, DoesNotAskAgainWhoseCertificateIsRefused) {
  const auto refused = [](const TransportRequest&, std::size_t) -> TransportResponse {
    throw CertificateRefused("It has expired.");
  };
  EXPECT_THROW((void)session(refused)->get("/things"), ConnectionFailed);
  EXPECT_EQ(transport->asked().size(), 1u);
}

TEST_F(SessionTest, TryingOnceAsksOnce) {
  const auto once = session(refused_twice)->trying_once();
  EXPECT_THROW((void)once->get("/things"), ConnectionFailed);
  EXPECT_EQ(transport->asked().size(), 1u);
  const auto unavailable = [](const TransportRequest&, std::size_t) { return answered(503); };
  EXPECT_THROW((void)session(unavailable)->trying_once()->get("/things"), InternalServerError);
  EXPECT_EQ(transport->asked().size(), 1u);
}

TEST_F(SessionTest, AsksOnceWhenTheAnswerIsARefusal) {
  for (const int status : {400, 401, 403, 404, 409, 413, 424, 500, 501}) {
    const auto refusal = [&](const TransportRequest&, std::size_t) { return answered(status); };
    EXPECT_THROW((void)session(refusal)->get("/things"), Error) << status;
    EXPECT_EQ(transport->asked().size(), 1u) << status;
  }
}

TEST_F(SessionTest, ThrowsWhatTheServerSays) {
  const auto refusal = [](const TransportRequest&, std::size_t) {
    return answered(
        409, R"({"statusCode":409,"error":"plan_changed","message":"No.","requestId":"r-7"})"
    );
  };
  try {
    (void)session(refusal)->get("/things");
    FAIL();
  } catch (const Conflict& error) {
    EXPECT_EQ(error.status(), 409);
    EXPECT_EQ(error.code(), "plan_changed");
    EXPECT_EQ(error.request_id(), "r-7");
    EXPECT_STREQ(error.what(), "No.");
  }
}

TEST_F(SessionTest, ThrowsTheStatusOfAnAnswerFromSomebodyBetween) {
  const auto page = [](const TransportRequest&, std::size_t) {
    return answered(500, "<html>Bad gateway</html>");
  };
  try {
    (void)session(page)->get("/things");
    FAIL();
  } catch (const InternalServerError& error) {
    EXPECT_EQ(error.status(), 500);
    EXPECT_STREQ(error.what(), "The server answered 500.");
  }
  const auto odd = [](const TransportRequest&, std::size_t) { return answered(200, "<html>"); };
  EXPECT_THROW((void)session(odd)->get("/things"), InternalServerError);
}

TEST_F(SessionTest, StopsWaitingForTheNextTryWhenItIsCanceled) {
  const auto busy = [](const TransportRequest&, std::size_t) {
    return answered(503, "{}", {{"retry-after", "30"}});
  };
  Cancellation stop;
  stop.cancel();
  const auto begin = std::chrono::steady_clock::now();
  TransportRequest request;
  request.progress = [&](std::uint64_t) { return !stop.is_canceled(); };
  EXPECT_THROW(session(busy)->send(request), Canceled);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(SessionTest, EncodesQueries) {
  (void)session(unavailable_twice)->get("/things", {{"a b", "1&2"}, {"c", "ä/@"}});
  EXPECT_EQ(transport->asked().back().target, "/api/v1/things?a%20b=1%262&c=%C3%A4%2F@");
}

// B-153
TEST_F(SessionTest, WaitsForACommandThatIsStillRunning) {
  const auto it = session([](const TransportRequest&, std::size_t number) {
    if (number < 2) return answered(200, R"({"id":"c1","status":"in-progress"})");
    return answered(200, R"({"id":"c1","status":"success","spec":{"x":7}})");
  });
  EXPECT_EQ(it->command("POST", "/moves", {}).at("spec").at("x"), 7);
  const auto asked = transport->asked();
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[0].method + " " + asked[0].target, "POST /api/v1/moves");
  EXPECT_EQ(asked[1].method + " " + asked[1].target, "GET /api/v1/commands/c1");
  EXPECT_EQ(asked[2].method + " " + asked[2].target, "GET /api/v1/commands/c1");
}

// B-153
TEST_F(SessionTest, ThrowsWhenACommandEndsBadly) {
  for (const auto* const status : {"failed", "timeout", "canceled", "aborted"}) {
    const auto it = session([&](const TransportRequest&, std::size_t) {
      return answered(
          200, R"({"id":"c1","error":"No people.","status":")" + std::string(status) + "\"}"
      );
    });
    try {
      it->command("POST", "/moves", {});
      FAIL() << status;
    } catch (const FailedDependency& error) {
      EXPECT_EQ(error.status(), 424);
      EXPECT_THAT(error.what(), AllOf(HasSubstr(status), HasSubstr("No people.")));
    }
  }
  const auto nothing = session([](const TransportRequest&, std::size_t) { return answered(200); });
  EXPECT_THROW(nothing->command("POST", "/moves", {}), FailedDependency);
}

TEST_F(SessionTest, ADownloadThatBreaksOffIsBegunAgain) {
  const auto it = session([](const TransportRequest& request, std::size_t number) {
    request.sink("some ");
    if (number < 2) throw ConnectionFailed("Cut off.");
    request.sink("text");
    return answered(200, "");
  });
  const TemporaryFolder folder;
  const Item item(it, R"({"id":"0123","name":"a.txt"})");
  EXPECT_EQ(read_file(item.download(folder.path())), "some text");
  EXPECT_EQ(transport->asked().size(), 3u);
}

TEST_F(SessionTest, ADownloadThatBreaksOffForEverLeavesNothing) {
  const auto it = session([](const TransportRequest& request, std::size_t) -> TransportResponse {
    request.sink("some ");
    throw ConnectionFailed("Cut off.");
  });
  const TemporaryFolder folder;
  EXPECT_THROW(
      Item(it, R"({"id":"0123","name":"a.txt"})").download(folder.path()), ConnectionFailed
  );
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(CurlTransport, SaysWhoDidNotAnswer) {
  const auto nobody = make_curl_transport("http://127.0.0.1:1", {}, 1s);
  try {
    nobody->send({.target = "/api/v1/projects"});
    FAIL();
  } catch (const ConnectionFailed& error) {
    EXPECT_EQ(error.status(), 0);
    EXPECT_EQ(error.code(), "no_answer");
    EXPECT_EQ(error.request_id(), "");
    EXPECT_THAT(error.what(), HasSubstr("http://127.0.0.1:1"));
  }
}

TEST_F(SessionTest, TellsHowFarACommandIs) {
  const auto base = session([](const TransportRequest&, std::size_t number) {
    return answered(
        200,
        number == 0 ? R"({"id":"c","status":"in-progress","progress":40})"
                    : R"({"id":"c","status":"success","progress":100})"
    );
  });
  std::vector<std::uint64_t> told;
  const auto watched =
      base->watched([&](const Progress& progress) { told.push_back(progress.done); }, {});
  watched->command("POST", "/moves", boost::json::object());
  EXPECT_THAT(told, ::testing::ElementsAre(40u));
}

TEST_F(SessionTest, ACanceledCommandIsAborted) {
  const auto base = session([](const TransportRequest&, std::size_t) {
    return answered(200, R"({"id":"c","status":"in-progress","progress":40})");
  });
  Cancellation stop;
  const auto watched = base->watched([&](const Progress&) { stop.cancel(); }, stop);
  EXPECT_THROW(watched->command("POST", "/moves", boost::json::object()), Canceled);
  EXPECT_EQ(transport->asked().back().target, "/api/v1/commands/c/abort");
  EXPECT_THROW((void)watched->get("/things"), Canceled);
  EXPECT_NO_THROW((void)base->get("/things"));
}

}  // namespace
}  // namespace allot::sdk_tests

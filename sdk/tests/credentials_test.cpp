#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <latch>
#include <thread>

#include "scripted_transport_for_tests.h"
#include "session.h"
#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::HasSubstr;

class Credentials : public ::testing::Test {
 protected:
  std::shared_ptr<TokensInMemory> tokens = std::make_shared<TokensInMemory>();
  std::shared_ptr<ScriptedTransport> transport;

  Session session(const ScriptedTransport::Script& script) {
    transport = std::make_shared<ScriptedTransport>(script);
    return Session({.transport = transport, .tokens = tokens, .retry_pause = 1ms});
  }

  [[nodiscard]] std::size_t renewals() const {
    const auto asked = transport->asked();
    return static_cast<std::size_t>(std::ranges::count_if(asked, [](const auto& request) {
      return request.target.starts_with("/token");
    }));
  }
};

/// A gate that gives this token, and an API that takes any.
ScriptedTransport::Script gate_that_gives(const std::string& token) {
  return [token](const TransportRequest& request, std::size_t) {
    if (!request.target.starts_with("/token")) return answered(200);
    return answered(200, R"({"id_token":")" + token + "\"}");
  };
}

TEST_F(Credentials, AreNeededBeforeARequestIsSent) {
  auto it = session(gate_that_gives("x"));
  EXPECT_TRUE(it.token_expired());
  EXPECT_THROW((void)it.get("/things"), Unauthorized);
  EXPECT_TRUE(transport->asked().empty());
}

TEST_F(Credentials, GoWithEachRequest) {
  const auto token = token_that_ends_in(1h);
  tokens->save({.token = token, .refresh_token = "r"});
  auto it = session(gate_that_gives("x"));
  EXPECT_FALSE(it.token_expired());
  (void)it.get("/things");
  it.post("/things", {});
  EXPECT_THAT(transport->headers("authorization"), Each("Bearer " + token));
  EXPECT_EQ(it.email(), "mia@example.org");
}

// B-002
TEST_F(Credentials, AreRenewedOnceHoweverManyThreadsCall) {
  tokens->save({.token = token_that_ends_in(59s), .refresh_token = "the refresh token"});
  const auto fresh = token_that_ends_in(24h);
  std::latch all_have_come(8);  // so that nobody finds the new token there
  auto it = session([&, gate = gate_that_gives(fresh)](const auto& request, std::size_t number) {
    if (request.target.starts_with("/token")) all_have_come.wait();
    return gate(request, number);
  });
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        all_have_come.count_down();
        (void)it.get("/things");
      });
    }
  }
  EXPECT_EQ(renewals(), 1u);
  const auto asked = transport->asked();
  EXPECT_EQ(asked.size(), 9u);
  EXPECT_EQ(asked[0].target, "/token?default");
  EXPECT_THAT(asked[0].body, HasSubstr("the refresh token"));
  for (std::size_t i = 1; i < asked.size(); ++i) {
    EXPECT_EQ(transport->headers("authorization")[i], "Bearer " + fresh);
  }
  EXPECT_EQ(tokens->load().token, fresh);
  EXPECT_EQ(tokens->load().refresh_token, "the refresh token");
}

// B-002
TEST_F(Credentials, ThatEndAreRenewedWhenSomebodyAsks) {
  tokens->save({.token = token_that_ends_in(10s), .refresh_token = "r"});
  EXPECT_FALSE(session(gate_that_gives(token_that_ends_in(24h))).token_expired());
  EXPECT_EQ(renewals(), 1u);
}

TEST_F(Credentials, ThatCannotBeRenewedHaveExpired) {
  tokens->save({.token = token_that_ends_in(10s), .refresh_token = {}});
  auto without = session(gate_that_gives(token_that_ends_in(24h)));
  EXPECT_TRUE(without.token_expired());
  EXPECT_THROW((void)without.get("/things"), TokenExpired);
  EXPECT_TRUE(transport->asked().empty());

  tokens->save({.token = token_that_ends_in(10s), .refresh_token = "revoked"});
  auto revoked = session([](const TransportRequest&, std::size_t) { return answered(401); });
  EXPECT_TRUE(revoked.token_expired());
  EXPECT_THROW((void)revoked.get("/things"), TokenExpired);
  EXPECT_EQ(transport->asked().size(), renewals());
  EXPECT_EQ(tokens->load().refresh_token, "revoked");
}

TEST_F(Credentials, AreAskedForByAddressAndPassword) {
  const auto fresh = token_that_ends_in(24h);
  auto it = session([&](const TransportRequest&, std::size_t) {
    return answered(200, R"({"id_token":")" + fresh + R"(","refresh_token":"r"})");
  });
  it.sign_in("mia@example.org", "secret \"quoted\"");
  EXPECT_EQ(tokens->load().token, fresh);
  EXPECT_EQ(tokens->load().refresh_token, "r");
  const auto asked = transport->asked();
  EXPECT_EQ(asked[0].method + " " + asked[0].target, "POST /token?default");
  EXPECT_THAT(asked[0].body, HasSubstr(R"("password":"secret \"quoted\"")"));
  EXPECT_THAT(transport->headers("authorization"), Each(""));
}

// B-003
TEST_F(Credentials, OfAWrongPasswordAreNoneAndThoseThatAreThereStay) {
  const auto token = token_that_ends_in(1h);
  tokens->save({.token = token, .refresh_token = "r"});
  for (const int status : {400, 401, 403, 429}) {
    auto it = session([&](const TransportRequest&, std::size_t) { return answered(status); });
    EXPECT_THROW(it.sign_in("mia@example.org", "wrong"), Error) << status;
    EXPECT_THROW(it.sign_in_by(token_that_ends_in(24h)), Error) << status;
    EXPECT_EQ(tokens->load().token, token) << status;
    EXPECT_EQ(tokens->load().refresh_token, "r") << status;
  }
}

TEST_F(Credentials, AreNotThereWhenTheGateGivesNone) {
  auto it = session([](const TransportRequest&, std::size_t) { return answered(200); });
  EXPECT_THROW(it.sign_in("mia@example.org", "right"), SignInFailed);
  EXPECT_TRUE(it.token_expired());
}

TEST_F(Credentials, StayWhenTheServerBreaksDown) {
  const auto token = token_that_ends_in(10s);
  tokens->save({.token = token, .refresh_token = "r"});
  auto it = session([](const TransportRequest&, std::size_t) { return answered(500); });
  EXPECT_THROW(it.sign_in("mia@example.org", "right"), InternalServerError);
  EXPECT_THROW((void)it.get("/things"), InternalServerError);
  EXPECT_EQ(tokens->load().token, token);
  EXPECT_EQ(tokens->load().refresh_token, "r");
}

TEST_F(Credentials, AreAskedForAtTheGate) {
  const auto gate = std::make_shared<ScriptedTransport>([](const TransportRequest&, std::size_t) {
    return answered(200, R"({"id_token":")" + token_that_ends_in(1h) + "\"}");
  });
  transport = std::make_shared<ScriptedTransport>([](const TransportRequest&, std::size_t) {
    return answered(200);
  });
  Session it({.transport = transport, .gate = gate, .tokens = tokens, .gate_path = "/gate"});
  it.sign_in("mia@example.org", "secret");
  (void)it.get("/things");
  ASSERT_EQ(gate->asked().size(), 1u);
  EXPECT_EQ(gate->asked()[0].target, "/gate/token?default");
  ASSERT_EQ(transport->asked().size(), 1u);
  EXPECT_EQ(transport->asked()[0].target, "/api/v1/things");
}

}  // namespace
}  // namespace allot::sdk_tests

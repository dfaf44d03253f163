#include "http/browser_for_tests.h"
#include "http/client_for_tests.h"
#include "usecases/accounts/api_keys.h"
#include "usecases/accounts/links.h"
#include "usecases/accounts/manage.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using std::chrono::hours;
using std::chrono::seconds;

constexpr const char* right =
    R"({"username":"ada@example.org","password":"correct horse","type":"user_credentials"})";

struct GateTokensTest : testing::Test {
  GateTokensTest() { world.account("ada"); }

  std::string token_for(std::string body, std::string_view member = "id_token") {
    const auto answer = browser.post_json("/token?default", std::move(body));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Answer{.status = answer.status, .body = answer.body}.text(member);
  }

  std::string renewal_of(const std::string& refresh) {
    return R"({"type":"refresh_token","refresh_token":")" + refresh + R"("})";
  }

  int status_with(const std::string& token) {
    return dispatcher
        .serve(
            {.method = Method::get,
             .target = "/api/v1/users/me",
             .headers = {{"authorization", "Bearer " + token}},
             .peer = "192.0.2.7",
             .request_id = "test"},
            ""
        )
        .status;
  }

  World world;
  Browser browser{world.env()};
  Dispatcher dispatcher{world.env()};
};

// B-001
TEST_F(GateTokensTest, APasswordGivesATokenThatIsGoodForCalls) {
  EXPECT_EQ(status_with(token_for(right)), 200);
}

TEST_F(GateTokensTest, AnswersWithTokensAreStoredByNobody) {
  const auto answer = browser.post_json("/token", right);
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(answer.header("content-type"), "application/json");
}

// B-003
TEST_F(GateTokensTest, AWrongPasswordGivesNoToken) {
  const auto answer = browser.post_json(
      "/token", R"({"username":"ada@example.org","password":"x","type":"user_credentials"})"
  );
  EXPECT_EQ(answer.status, 401);
  EXPECT_FALSE(answer.has_token());
  EXPECT_EQ(answer.header("set-cookie"), "");
}

TEST_F(GateTokensTest, WhatIsMissingOrUnknownIsNamed) {
  EXPECT_EQ(browser.post_json("/token", R"({"password":"x"})").status, 400);
  EXPECT_TRUE(browser.post_json("/token", R"({"password":"x"})").says("username"));
  EXPECT_TRUE(browser.post_json("/token", R"({"type":"magic"})").says("user_credentials"));
  EXPECT_EQ(browser.post_json("/token", "{").status, 400);
}

// B-007
TEST_F(GateTokensTest, AnAddressInOtherLettersIsTheSamePerson) {
  const auto token = token_for(R"({"username":" ADA@Example.ORG","password":"correct horse"})");
  const auto answer = dispatcher.serve(
      {.method = Method::get,
       .target = "/api/v1/users/me",
       .headers = {{"authorization", "Bearer " + token}},
       .peer = "192.0.2.7",
       .request_id = "test"},
      ""
  );
  EXPECT_NE(std::get<std::string>(answer.body).find("\"ada@example.org\""), std::string::npos);
}

// B-005
TEST_F(GateTokensTest, ATokenLivesOneDay) {
  const auto token = token_for(right);
  world.clock.advance(hours{24} - seconds{1});
  EXPECT_EQ(status_with(token), 200);
  world.clock.advance(seconds{1});
  EXPECT_EQ(status_with(token), 401);
}

// B-002, B-005
TEST_F(GateTokensTest, ARefreshTokenRenewsAgainAndAgainForThirtyDays) {
  const auto refresh = token_for(right, "refresh_token");
  for (int day = 1; day < 30; ++day) {
    world.clock.advance(hours{24});
    ASSERT_EQ(status_with(token_for(renewal_of(refresh))), 200) << day;
    ASSERT_EQ(token_for(renewal_of(refresh), "refresh_token"), refresh);
  }
  world.clock.advance(hours{24});
  EXPECT_EQ(browser.post_json("/token", renewal_of(refresh)).status, 401);
}

TEST_F(GateTokensTest, AnUnknownRefreshTokenRenewsNothing) {
  for (const auto* refresh : {"", "abc", "null"}) {
    EXPECT_EQ(browser.post_json("/token", renewal_of(refresh)).status, 401) << refresh;
  }
  EXPECT_EQ(browser.post_json("/token", renewal_of(token_for(right))).status, 401);
}

TEST_F(GateTokensTest, NoSecretDoesTheWorkOfAnother) {
  const auto id_token = token_for(right);
  const auto refresh = token_for(right, "refresh_token");
  const auto link = make_account_link(world.env(), "ada@example.org");
  ASSERT_OK(link);
  const auto link_token = link->url.substr(link->url.find("token=") + 6);
  const auto key =
      create_api_key(world.env(), world.caller("ada"), World::person("ada"), "for a script");
  ASSERT_OK(key);
  EXPECT_EQ(status_with(key->token), 200);
  for (const auto& no_token : {refresh, link_token, key->key.id.text}) {
    EXPECT_EQ(status_with(no_token), 401);
    browser.cookie = "allot_session=" + no_token;
    EXPECT_FALSE(browser.get("/login").says("Continue as"));
  }
  browser.cookie.clear();
  for (const auto& no_refresh : {id_token, key->token, link_token}) {
    EXPECT_EQ(browser.post_json("/token", renewal_of(no_refresh)).status, 401);
  }
  for (const auto& no_link : {id_token, refresh, key->token}) {
    EXPECT_EQ(browser.get("/welcome?token=" + no_link).status, 404);
    EXPECT_EQ(
        browser.post("/welcome", {{"token", no_link}, {"password", "another horse"}}).status, 404
    );
  }
  for (const auto& no_password : {id_token, refresh, link_token, key->token}) {
    EXPECT_EQ(
        browser
            .post_json(
                "/token", R"({"username":"ada@example.org","password":")" + no_password + R"("})"
            )
            .status,
        401
    );
  }
}

// B-005
TEST_F(GateTokensTest, TokensOutliveOneRotationOfTheKeyAndNotTwo) {
  const auto token = token_for(right);
  EXPECT_EQ(status_with(token), 200);
  world.rotate_keys();
  EXPECT_EQ(status_with(token), 200);
  EXPECT_EQ(status_with(token_for(right)), 200);
  world.rotate_keys();
  EXPECT_EQ(status_with(token), 401);
}

// B-005, B-006
TEST_F(GateTokensTest, AnEndedSessionIsRefusedFromTheNextRequestOn) {
  browser.sign_in("ada");
  const auto token = browser.cookie.substr(browser.cookie.find('=') + 1);
  EXPECT_EQ(status_with(token), 200);
  browser.post("/logout", {});
  EXPECT_EQ(status_with(token), 401);
}

// B-006
TEST_F(GateTokensTest, ADisabledPersonIsRefusedWithEveryTokenAndInEveryWay) {
  const auto token = token_for(right);
  const auto refresh = token_for(right, "refresh_token");
  browser.sign_in("ada");
  EXPECT_OK(disable_user(world.env(), "ada@example.org"));
  EXPECT_EQ(status_with(token), 401);
  EXPECT_EQ(browser.post_json("/token", renewal_of(refresh)).status, 401);
  EXPECT_EQ(browser.post_json("/token", right).status, 401);
  EXPECT_FALSE(browser.get("/login").says("Continue as"));
  EXPECT_EQ(browser.sign_in("ada").status, 401);
}

// B-005
TEST_F(GateTokensTest, ANewPasswordEndsEverySession) {
  const auto token = token_for(right);
  const auto refresh = token_for(right, "refresh_token");
  EXPECT_OK(change_password(world.env(), "ada@example.org", "another horse"));
  EXPECT_EQ(status_with(token), 401);
  EXPECT_EQ(browser.post_json("/token", renewal_of(refresh)).status, 401);
  EXPECT_EQ(browser.post_json("/token", right).status, 401);
}

}  // namespace
}  // namespace allot::http::test

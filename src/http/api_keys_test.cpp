#include "http/client_for_tests.h"
#include "usecases/accounts/manage.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using Names = std::set<std::string>;

struct ApiKeyRoutes : testing::Test {
  Answer make(Client& client, std::string_view user = "mia@example.org") {
    return client.post(
        "/apiKeys", R"({"userId":")" + std::string(user) + R"(","description":"for a script"})"
    );
  }

  int status_with(const std::string& token) {
    return Dispatcher(world.env())
        .serve(
            {.method = Method::get,
             .target = "/api/v1/users/me",
             .headers = {{"authorization", "Bearer " + token}},
             .peer = "127.0.0.1",
             .request_id = "test"},
            ""
        )
        .status;
  }

  World world;
  Client mia{world, "mia"};
};

TEST_F(ApiKeyRoutes, AKeyActsAsItsPerson) {
  const auto made = make(mia);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.names(), (Names{"key", "jwt"}));
  EXPECT_EQ(made.text("key.userId"), "mia@example.org");
  EXPECT_EQ(made.text("key.creator"), "mia@example.org");
  EXPECT_EQ(made.text("key.description"), "for a script");
  EXPECT_EQ(made.text("key.type"), "user");
  EXPECT_EQ(status_with(made.text("jwt")), 200);
}

TEST_F(ApiKeyRoutes, TheTokenIsShownOnce) {
  const auto made = make(mia);
  const auto id = made.text("key.id");
  EXPECT_EQ(mia.get("/apikeys/" + id).body, made.at("key"));
  const auto keys = mia.get("/apikeys").items();
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].body, made.at("key"));
}

// B-005
TEST_F(ApiKeyRoutes, ARevokedKeyIsRefusedAtOnce) {
  const auto made = make(mia);
  const auto path = "/apikeys/" + made.text("key.id");
  EXPECT_EQ(mia.remove(path).status, 204);
  EXPECT_EQ(status_with(made.text("jwt")), 401);
  EXPECT_EQ(mia.remove(path).status, 204);
  EXPECT_NE(mia.get(path).at("revokedAt"), "absent");
}

// B-005
TEST_F(ApiKeyRoutes, AKeyLivesOneYearAndOutlivesANewPassword) {
  const auto token = make(mia).text("jwt");
  EXPECT_OK(change_password(world.env(), "mia@example.org", "another horse"));
  world.clock.advance(std::chrono::hours{365 * 24} - std::chrono::seconds{1});
  EXPECT_EQ(status_with(token), 200);
  world.clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(status_with(token), 401);
}

// B-006
TEST_F(ApiKeyRoutes, AKeyOfADisabledPersonIsRefused) {
  const auto token = make(mia).text("jwt");
  EXPECT_OK(disable_user(world.env(), "mia@example.org"));
  EXPECT_EQ(status_with(token), 401);
}

TEST_F(ApiKeyRoutes, NobodyGetsAKeyForAnotherPersonOrSeesTheirs) {
  Client ada(world, "ada");
  EXPECT_EQ(make(mia, "ada@example.org").status, 403);
  EXPECT_EQ(make(mia, "nobody@example.org").status, 403);
  const auto path = "/apikeys/" + make(ada, "ada@example.org").text("key.id");
  EXPECT_EQ(mia.get(path).status, 404);
  EXPECT_EQ(mia.remove(path).status, 404);
  EXPECT_EQ(mia.get("/apikeys").body, "[]");
}

TEST_F(ApiKeyRoutes, ABotOfOnesOwnProjectMayHaveAKey) {
  const auto bots = "/projects/" + world.project().text + "/bots";
  const auto bot = mia.post(bots, R"({"name":"importer"})").text("email");
  const auto made = make(mia, bot);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.text("key.type"), "project");
  EXPECT_EQ(made.text("key.projectId"), world.project().text);
  EXPECT_EQ(mia.get("/apikeys").items().size(), 1U);
}

}  // namespace
}  // namespace allot::http::test

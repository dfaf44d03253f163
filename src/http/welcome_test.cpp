#include "http/browser_for_tests.h"
#include "http/client_for_tests.h"
#include "support/empty_house.h"
#include "usecases/accounts/links.h"
#include "usecases/accounts/manage.h"

namespace allot::http::test {
namespace {

using allot::test::World;

std::string token_of(const std::string& url) {
  return url.substr(url.find("token=") + 6);
}

struct WelcomeTest : testing::Test {
  World world;
  Browser browser{world.env()};
};

TEST_F(WelcomeTest, TheSetUpLinkMakesTheFirstAccountOnce) {
  allot::test::EmptyHouse house(world);
  Browser stranger(house.env());
  const auto link = make_setup_link(house.env());
  ASSERT_TRUE(link);
  const auto token = token_of(link->url);
  EXPECT_TRUE(stranger.get("/welcome?token=" + token).says("Make the first account"));
  const Form form{{"token", token}, {"email", "Zoe@Example.org"}, {"password", "correct horse"}};
  const auto answer = stranger.post("/welcome", form);
  EXPECT_EQ(answer.status, 303) << answer.body;
  EXPECT_EQ(answer.header("location"), "/projects");
  EXPECT_TRUE(stranger.get("/login").says("Continue as zoe@example.org"));
  EXPECT_EQ(stranger.get("/welcome?token=" + token).status, 404);
  EXPECT_EQ(stranger.post("/welcome", form).status, 404);
}

TEST_F(WelcomeTest, TheSetUpLinkAsksAgainForAnAddressThatIsNone) {
  allot::test::EmptyHouse house(world);
  Browser stranger(house.env());
  const auto token = token_of(make_setup_link(house.env())->url);
  const auto page = stranger.post(
      "/welcome", {{"token", token}, {"email", "zoe"}, {"password", "correct horse"}}
  );
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(page.says(R"(value="zoe")"));
  EXPECT_EQ(stranger.get("/welcome?token=" + token).status, 200);
}

TEST_F(WelcomeTest, ALinkWorksOnceAndSignsItsPersonIn) {
  world.account("ada");
  const auto link = make_account_link(world.env(), "ada@example.org");
  ASSERT_OK(link);
  const auto token = token_of(link->url);
  const auto page = browser.get("/welcome?token=" + token);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.says("ada@example.org"));
  const Form form{{"token", token}, {"password", "another horse"}};
  EXPECT_EQ(browser.post("/welcome", form).status, 303);
  EXPECT_TRUE(browser.get("/login").says("Continue as ada@example.org"));
  const auto again = browser.post("/welcome", form);
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(again.header("set-cookie"), "");
  EXPECT_EQ(browser.sign_in("ada").status, 401);  // the old password
}

TEST_F(WelcomeTest, ALinkIsBoundToItsAddress) {
  world.account("ada");
  const auto link = make_account_link(world.env(), "ada@example.org");
  ASSERT_OK(link);
  browser.post(
      "/welcome",
      {{"token", token_of(link->url)}, {"email", "mia@example.org"}, {"password", "another horse"}}
  );
  EXPECT_TRUE(browser.get("/login").says("Continue as ada@example.org"));
}

TEST_F(WelcomeTest, ALinkExpiresAfterSevenDays) {
  world.account("ada");
  const auto link = make_account_link(world.env(), "ada@example.org");
  ASSERT_OK(link);
  const auto target = "/welcome?token=" + token_of(link->url);
  world.clock.advance(std::chrono::hours{7 * 24} - std::chrono::milliseconds{1});
  EXPECT_EQ(browser.get(target).status, 200);
  world.clock.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(browser.get(target).status, 404);
  EXPECT_EQ(
      browser.post("/welcome", {{"token", token_of(link->url)}, {"password", "another horse"}})
          .status,
      404
  );
}

TEST_F(WelcomeTest, AWeakPasswordShowsTheFormAgainAndKeepsTheLink) {
  world.account("ada");
  const auto link = make_account_link(world.env(), "ada@example.org");
  ASSERT_OK(link);
  const auto token = token_of(link->url);
  const auto page = browser.post("/welcome", {{"token", token}, {"password", "short"}});
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(page.says("role=\"alert\""));
  EXPECT_TRUE(page.says("ada@example.org"));
  EXPECT_EQ(
      browser.post("/welcome", {{"token", token}, {"password", "another horse"}}).status, 303
  );
}

TEST_F(WelcomeTest, AnUnknownLinkIsToldInWords) {
  for (const auto* target : {"/welcome", "/welcome?token=", "/welcome?token=abc"}) {
    const auto page = browser.get(target);
    EXPECT_EQ(page.status, 404) << target;
    EXPECT_TRUE(page.says("This link was used before or has expired")) << target;
  }
}

TEST_F(WelcomeTest, AnOwnerInvitesAMemberByALink) {
  Client mia(world, "mia");
  const auto members = "/projects/" + world.project().text + "/members/";
  ASSERT_EQ(mia.post(members + "ben@example.org", R"({"role":"annotator"})").status, 200);
  const auto made = mia.post(members + "Ben@example.org/invite", "");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.names(), (std::set<std::string>{"url", "expiresAt"}));
  ASSERT_TRUE(made.text("url").starts_with("http://allot.test/welcome?token="));
  const auto answer = browser.post(
      "/welcome", {{"token", token_of(made.text("url"))}, {"password", "correct horse"}}
  );
  EXPECT_EQ(answer.status, 303);
  EXPECT_TRUE(browser.get("/projects").says("City"));
  EXPECT_EQ(mia.post(members + "ben@example.org/invite", "").status, 409);
  EXPECT_EQ(mia.post(members + "zoe@example.org/invite", "").status, 404);
}

TEST_F(WelcomeTest, AnnotatorsInviteNobody) {
  Client mia(world, "mia");
  const auto members = "/projects/" + world.project().text + "/members/";
  mia.post(members + "ben@example.org", R"({"role":"annotator"})");
  world.join("ada", Role::annotator);
  Client ada(world, "ada");
  EXPECT_EQ(ada.post(members + "ben@example.org/invite", "").status, 403);
}

}  // namespace
}  // namespace allot::http::test

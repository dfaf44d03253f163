#include "http/gate.h"

#include "http/browser_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

constexpr const char* local = "http://localhost:3001";

Form credentials(std::string callback) {
  return {
      {"email", "ada@example.org"},
      {"password", "correct horse"},
      {"callback", std::move(callback)},
  };
}

struct GateTest : testing::Test {
  GateTest() { world.account("ada"); }

  World world;
  Browser browser{world.env()};
};

TEST_F(GateTest, TheFormIsShownToStrangersAndNamesWhoAsks) {
  const auto page = browser.get("/login?callback=http://localhost:3001");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_TRUE(page.says(R"(type="password")"));
  EXPECT_TRUE(page.says(R"(name="callback" value="http://localhost:3001")"));
  EXPECT_FALSE(page.says("Continue as"));
}

TEST_F(GateTest, PagesAreStoredByNobodyFramedByNobodyAndRunNoScript) {
  const auto page = browser.get("/login?callback=http://localhost:3001");
  EXPECT_EQ(page.header("cache-control"), "no-store");
  EXPECT_EQ(page.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(
      page.header("content-security-policy"),
      "default-src 'none'; style-src 'self'; form-action 'self' http://localhost:3001; "
      "base-uri 'none'; frame-ancestors 'none'"
  );
  EXPECT_FALSE(page.says("<script"));
  EXPECT_FALSE(page.says("style="));
}

TEST_F(GateTest, APolicyNamesTheSchemeWhereTheAddressIsANumberInBrackets) {
  const auto page = browser.get("/login?callback=http://[::1]:3001");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(
      page.header("content-security-policy").find("form-action 'self' http:;"), std::string::npos
  );
}

// B-004
TEST_F(GateTest, TheRightPasswordLeadsToTheCallbackWithThreeTokens) {
  const auto answer = browser.post("/login", credentials(local));
  EXPECT_EQ(answer.status, 303);
  const auto target = answer.header("location");
  ASSERT_TRUE(target.starts_with("http://localhost:3001/?id_token=eyJ")) << target;
  for (const auto* name : {"access_token=", "refresh_token="}) {
    const auto at = target.find(name);
    ASSERT_NE(at, std::string::npos) << target;
    EXPECT_NE(target[at + std::string_view(name).size()], '&');
  }
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
  EXPECT_FALSE(answer.has_token());
}

TEST_F(GateTest, WithoutACallbackOneGetsToTheProjects) {
  const auto answer = browser.sign_in("ada");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("location"), "/projects");
}

TEST_F(GateTest, TheCookieIsKeptFromScriptsAndOtherSites) {
  const auto cookie = browser.sign_in("ada").header("set-cookie");
  EXPECT_TRUE(cookie.starts_with("allot_session=eyJ")) << cookie;
  EXPECT_TRUE(cookie.ends_with("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax")) << cookie;
}

TEST_F(GateTest, TheCookieIsSecureWhereTheServerIsReachedByHttps) {
  const Settings settings{.public_url = "https://allot.test", .callback_origins = {}};
  auto env = with_settings(world.env(), settings);
  Browser secure(env);
  EXPECT_TRUE(secure.sign_in("ada").header("set-cookie").ends_with("; Secure"));
}

TEST_F(GateTest, AWrongPasswordShowsTheFormAgainWithTheAddressAndWithoutThePassword) {
  auto form = credentials(local);
  form[1].second = "wrong pony";
  const auto page = browser.post("/login", form);
  EXPECT_EQ(page.status, 401);
  EXPECT_TRUE(page.says("The e-mail address or the password is wrong."));
  EXPECT_TRUE(page.says(R"(value="ada@example.org")"));
  EXPECT_TRUE(page.says(R"(value="http://localhost:3001")"));
  EXPECT_FALSE(page.says("wrong pony"));
  EXPECT_EQ(page.header("set-cookie"), "");
  EXPECT_EQ(page.header("location"), "");
}

TEST_F(GateTest, AnUnknownAddressReadsLikeAWrongPassword) {
  auto wrong = credentials("");
  wrong[1].second = "wrong pony";
  auto unknown = wrong;
  unknown[0].second = "bob@example.org";
  const auto of_ada = browser.post("/login", wrong);
  auto of_nobody = browser.post("/login", unknown);
  const auto at = of_nobody.body.find("bob@");
  ASSERT_NE(at, std::string::npos);
  of_nobody.body.replace(at, 3, "ada");
  EXPECT_EQ(of_nobody.status, of_ada.status);
  EXPECT_EQ(of_nobody.body, of_ada.body);
}

TEST_F(GateTest, WhatWasTypedIsShownAsText) {
  const auto page =
      browser.post("/login", {{"email", R"("><script>alert('1')</script>&)"}, {"password", "x"}});
  EXPECT_FALSE(page.says("<script"));
  EXPECT_TRUE(page.says(R"(value="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;")")
  );
}

TEST_F(GateTest, OtherCallbacksAreRefusedByThePageAndByTheForm) {
  for (const auto* callback :
       {"http://example.org:3001",
        "https://localhost:3001",
        "http://localhost:3001@example.org",
        "http://localhost.example.org:3001",
        "http://user@localhost:3001",
        "http://localhost:3001/path",
        "http://localhost:3001/?next=http://example.org",
        "http://localhost:3001/%23fragment",
        "http://127.0.0.2:3001",
        "http://2130706433:3001",
        "http://localhost%00.example.org",
        "http:example.org",
        "javascript:alert(1)",
        "//example.org",
        "/projects",
        "http://[::ffff:127.0.0.1]:3001",
        "http://[::]:3001",
        "http://0177.0.0.1:3001",
        "http://0x7f000001:3001",
        "http://127.1:3001",
        "http://localhost.:3001",
        "http://localhost:3001%0d%0aset-cookie:a=b",
        "http://localhost:3001%09",
        "%20http://localhost:3001",
        "http://loc%61lhost.example.org",
        "data:text/html,x",
        "\\\\example.org"}) {
    SCOPED_TRACE(callback);
    EXPECT_EQ(browser.get(std::string("/login?callback=") + callback).status, 400);
    const auto answer = browser.post("/login", credentials(callback));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.header("location"), "");
    EXPECT_EQ(answer.header("set-cookie"), "");
    EXPECT_FALSE(answer.has_token());
  }
}

TEST_F(GateTest, OfTwoCallbacksTheOneThatIsCheckedIsTheOneThatIsUsed) {
  const std::string two = "callback=http://localhost:3001&callback=http://example.org";
  const std::string turned = "callback=http://example.org&callback=http://localhost:3001";
  EXPECT_TRUE(browser.get("/login?" + two).says(R"(name="callback" value="http://localhost:3001")")
  );
  EXPECT_FALSE(browser.get("/login?" + two).says("example.org"));
  EXPECT_EQ(browser.get("/login?" + turned).status, 400);
  auto form = credentials(local);
  form.emplace_back("callback", "http://example.org");
  EXPECT_EQ(browser.post("/login", form).status, 400);
  form = credentials("http://example.org");
  form.emplace_back("callback", local);
  EXPECT_TRUE(browser.post("/login", form).header("location").starts_with(local));
}

TEST_F(GateTest, ALongCallbackIsRefusedInAShortSentence) {
  const auto page =
      browser.get("/login?callback=http://localhost:3001/" + std::string(10'000, 'x'));
  EXPECT_EQ(page.status, 400);
  EXPECT_LT(page.body.size(), 4000u);
}

TEST_F(GateTest, AConfiguredOriginMayGetTokensToo) {
  const Settings settings{
      .public_url = "http://allot.test", .callback_origins = {"https://tool.example.org"}
  };
  auto env = with_settings(world.env(), settings);
  Browser other(env);
  const auto answer = other.post("/login", credentials("https://tool.example.org"));
  EXPECT_TRUE(answer.header("location").starts_with("https://tool.example.org/?id_token="));
  EXPECT_EQ(other.post("/login", credentials("https://tool.example.net")).status, 400);
}

TEST_F(GateTest, TheWayBackStaysOnThisServer) {
  const auto sign_in = [&](std::string next) {
    auto form = credentials("");
    form.emplace_back("next", std::move(next));
    return browser.post("/login", form).header("location");
  };
  EXPECT_EQ(sign_in("/projects/12ab-34/tasks"), "/projects/12ab-34/tasks");
  for (const auto* next :
       {"//example.org",
        "https://example.org",
        "/\\example.org",
        "/projects\\@example.org",
        "/projects/\r\nset-cookie: a=b",
        "/login",
        "projects"}) {
    EXPECT_EQ(sign_in(next), "/projects") << next;
  }
}

TEST_F(GateTest, ASignedInPersonPressesOneButtonAndGetsTokensOfTheirOwn) {
  browser.sign_in("ada");
  const auto page = browser.get("/login?callback=http://localhost:3001");
  EXPECT_TRUE(page.says("Continue as ada@example.org"));
  EXPECT_TRUE(page.says("Use another account"));
  EXPECT_EQ(page.header("location"), "");
  EXPECT_FALSE(page.has_token());
  const auto answer = browser.post("/login", {{"continue", "yes"}, {"callback", local}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_TRUE(answer.header("location").starts_with("http://localhost:3001/?id_token=eyJ"));
}

TEST_F(GateTest, NobodyContinuesWithoutACookieThatIsGood) {
  for (const auto* cookie : {"", "allot_session=", "allot_session=eyJ", "allot_sessions=x"}) {
    browser.cookie = cookie;
    const auto answer = browser.post("/login", {{"continue", "yes"}, {"callback", local}});
    EXPECT_EQ(answer.status, 401) << cookie;
    EXPECT_EQ(answer.header("location"), "") << cookie;
  }
}

TEST_F(GateTest, FormsOfOtherSitesAreRefused) {
  browser.sign_in("ada");
  for (const auto* site : {"cross-site", "same-site"}) {
    browser.site = site;
    const auto sign_in = browser.post("/login", {{"continue", "yes"}, {"callback", local}});
    EXPECT_EQ(sign_in.status, 403) << site;
    EXPECT_EQ(sign_in.header("location"), "") << site;
    EXPECT_EQ(browser.post("/login", credentials("")).status, 403) << site;
    EXPECT_EQ(browser.post("/logout", {}).status, 403) << site;
    EXPECT_EQ(browser.post("/welcome", {}).status, 403) << site;
  }
  browser.site = "same-origin";
  EXPECT_EQ(browser.post("/login", credentials("")).status, 303);
}

// B-384
/// Over plain http browsers do not say `sec-fetch-site`, but to servers at loopback.
TEST_F(GateTest, FormsOfOtherSitesAreRefusedByTheirOriginToo) {
  for (const auto* origin :
       {"http://example.org",
        "http://allot.test:81",
        "http://allot.test.example.org",
        "http://xallot.test",
        "allot.test",
        "x",
        "file://",
        "null"}) {
    Browser stranger(world.env());
    stranger.origin = origin;
    SCOPED_TRACE(origin);
    for (const auto& form : {credentials(""), credentials(local)}) {
      const auto answer = stranger.post("/login", form);
      EXPECT_EQ(answer.status, 403);
      EXPECT_EQ(answer.header("set-cookie"), "");
      EXPECT_FALSE(answer.has_token());
    }
    EXPECT_EQ(stranger.post("/welcome", {}).status, 403);
    EXPECT_EQ(stranger.post("/logout", {}).status, 403);
  }
}

TEST_F(GateTest, OwnFormsAreKnownByTheirOriginOrByTheirCookie) {
  browser.origin = "http://allot.test";  // the public URL
  EXPECT_EQ(browser.post("/login", credentials("")).status, 303);
  browser.origin = "http://10.0.0.7:8080";  // the address by which it was reached
  browser.host = "10.0.0.7:8080";
  EXPECT_EQ(browser.post("/login", credentials("")).status, 303);
  Browser careful(world.env());  // our pages want no referrer
  careful.origin = "null";
  const auto cookie = careful.get("/login").header("set-cookie");
  EXPECT_EQ(cookie, "allot_form=1; Path=/; HttpOnly; SameSite=Strict");
  EXPECT_EQ(careful.post("/login", credentials("")).status, 303);
  EXPECT_EQ(careful.post("/logout", {}).status, 303);
}

TEST_F(GateTest, WhoIsNotSignedInIsNotSignedOut) {
  EXPECT_EQ(browser.post("/logout", {}).header("set-cookie"), "");
}

TEST_F(GateTest, SigningOutEndsTheSessionAndDropsTheCookie) {
  browser.sign_in("ada");
  const auto kept = browser.cookie;
  const auto answer = browser.post("/logout", {});
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("location"), "/login");
  EXPECT_TRUE(answer.header("set-cookie").starts_with("allot_session=; Path=/; Max-Age=0;"));
  browser.cookie = kept;
  EXPECT_FALSE(browser.get("/login").says("Continue as"));
}

// B-008
TEST_F(GateTest, AfterManyFailuresTheNextTryIsHeldBackBeforeThePasswordIsLookedAt) {
  Dispatcher dispatcher(world.env());
  const auto hold = [&](std::string target, std::string body, std::string type) {
    RequestHead head{
        .method = Method::post,
        .target = std::move(target),
        .headers = {{"content-type", std::move(type)}},
        .peer = "192.0.2.7",
        .request_id = "test"
    };
    auto admitted = dispatcher.admit(head);
    const auto& route = *admitted.route;
    return dispatcher.hold(
        route, dispatcher.assemble(std::move(head), std::move(admitted), std::move(body), {})
    );
  };
  const auto of_form = [&] {
    return hold("/login", "email=Ada%40example.org", "application/x-www-form-urlencoded");
  };
  EXPECT_EQ(of_form().count(), 0);
  for (int i = 0; i < 10; ++i) {
    browser.post("/login", {{"email", "ada@example.org"}, {"password", "wrong"}});
  }
  EXPECT_GE(of_form(), std::chrono::seconds{8});
  EXPECT_GE(
      hold("/token?default", R"({"username":"ada@example.org"})", "application/json"),
      std::chrono::seconds{8}
  );
  EXPECT_EQ(hold("/token", R"({"username":"bob@example.org"})", "application/json").count(), 0);
  EXPECT_EQ(hold("/token", "no json", "application/json").count(), 0);
  EXPECT_EQ(hold("/logout", "", "").count(), 0);
}

}  // namespace
}  // namespace allot::http::test

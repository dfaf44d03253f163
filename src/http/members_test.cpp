#include <gtest/gtest.h>

#include <map>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

std::map<std::string, std::string> roles_in(const Answer& members) {
  std::map<std::string, std::string> roles;
  for (const auto& member : members.items()) roles[member.text("email")] = member.text("role");
  return roles;
}

using Roles = std::map<std::string, std::string>;

TEST(MemberRoutes, AnAddressIsFoldedAndComesBackAsPending) {  // B-007
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text + "/members";
  const auto added = mia.post(path + "/Ada+1@Example.ORG", R"({"role":"annotationManager"})");
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(
      roles_in(added),
      (Roles{{"mia@example.org", "owner"}, {"ada+1@example.org", "annotationManager"}})
  );
  EXPECT_EQ(added.items().at(1).text("status"), "pending");
  EXPECT_EQ(mia.get(path).body, added.body);
}

TEST(MemberRoutes, ManyAreAddedAtOnceAndComeBackAsMemberships) {
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text + "/members";
  const auto added =
      mia.post(path, R"({"users":["ada@example.org","ben@example.org"],"role":"engineer"})");
  ASSERT_EQ(added.status, 200) << added.body;
  const auto memberships = added.items();
  ASSERT_EQ(memberships.size(), 2U);
  EXPECT_EQ(memberships[0].text("member"), "ada@example.org");
  EXPECT_EQ(memberships[0].text("project"), world.project().text);
  EXPECT_EQ(memberships[0].text("role"), "engineer");
  EXPECT_EQ(memberships[0].text("creator"), "mia@example.org");
  EXPECT_EQ(memberships[1].text("status"), "pending");
}

TEST(MemberRoutes, ChangingAndRemovingAnswerTheMembersAfterwards) {
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text + "/members/ada@example.org";
  mia.post(path, R"({"role":"annotator"})");
  EXPECT_EQ(
      roles_in(mia.patch(path, R"({"role":"engineer"})")),
      (Roles{{"mia@example.org", "owner"}, {"ada@example.org", "engineer"}})
  );
  EXPECT_EQ(roles_in(mia.remove(path)), (Roles{{"mia@example.org", "owner"}}));
  EXPECT_EQ(mia.get("/projects/" + world.project().text).status, 200);  // else a repeat (B-160)
  EXPECT_EQ(mia.remove(path).status, 404);
  EXPECT_EQ(mia.patch(path, R"({"role":"engineer"})").status, 404);
}

TEST(MemberRoutes, WrongWordsAndAddressesAreRefused) {  // B-151
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text + "/members";
  EXPECT_EQ(mia.post(path + "/ada@example.org", R"({"role":"developer"})").status, 400);
  EXPECT_EQ(mia.post(path + "/ada@example.org", "{}").status, 400);
  EXPECT_EQ(mia.post(path + "/ada", R"({"role":"engineer"})").status, 400);
  EXPECT_EQ(mia.post(path, R"({"users":[],"role":"engineer"})").status, 400);
  EXPECT_EQ(mia.post(path, R"({"users":["ada"],"role":"engineer"})").status, 400);
  EXPECT_EQ(mia.remove(path + "/mia@example.org").status, 400);
  EXPECT_EQ(mia.patch(path + "/mia@example.org", R"({"role":"annotator"})").status, 400);
}

TEST(UserRoutes, MeIsTheCaller) {
  World world;
  Client mia(world, "mia");
  const auto me = mia.get("/users/me");
  ASSERT_EQ(me.status, 200) << me.body;
  for (const auto* name : {"id", "email", "username"}) {
    EXPECT_EQ(me.text(name), "mia@example.org") << name;
  }
  EXPECT_EQ(me.text("type"), "user");
  EXPECT_EQ(me.at("createdAt"), std::to_string(to_epoch_ms(world.clock.now())));
  EXPECT_EQ(mia.get("/users/MIA@example.org").body, me.body);
  EXPECT_EQ(
      mia.post("/users/me", R"({"firstName":"Mia","timezone":"x"})").text("firstName"), "Mia"
  );
}

TEST(UserRoutes, WhatIsNobodysAddressIsNotFound) {  // B-150
  World world;
  Client mia(world, "mia");
  EXPECT_EQ(mia.get("/users/nobody@example.org").status, 404);
  EXPECT_EQ(mia.get("/users/nonsense").status, 404);
}

TEST(OrgRoutes, EverybodyBelongsToTheOneOrganisation) {
  World world;
  Client mia(world, "mia");
  Client ada(world, "ada");
  const auto orgs = ada.get("/orgs").items();
  ASSERT_EQ(orgs.size(), 1U);
  const auto path = "/orgs/" + orgs[0].text("id");
  EXPECT_EQ(orgs[0].at("members"), "[]");
  EXPECT_EQ(ada.get(path).body, orgs[0].body);
  EXPECT_EQ(ada.get(path + "/members").status, 403);
  EXPECT_EQ(mia.get(path + "/members").items().size(), 2U);
  EXPECT_EQ(ada.get(path + "/projects").body, "[]");
  EXPECT_EQ(ada.get(path + "/groups").body, "[]");
  EXPECT_EQ(ada.get("/orgs/other").status, 404);
  EXPECT_EQ(ada.get("/users/orgs").items().at(0).text("org"), orgs[0].text("id"));
}

TEST(BotRoutes, APasswordIsShownOnceAndOnlyWhenAsked) {
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text + "/bots";
  const auto made = mia.post(path, R"({"name":"robby","returnCredentials":true})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.text("type"), "bot");
  EXPECT_EQ(made.text("firstName"), "robby");
  EXPECT_NE(made.text("password"), "absent");
  const auto own = path + "/" + made.text("email");
  EXPECT_EQ(mia.get(own).text("password"), "absent");
  EXPECT_EQ(mia.get(own).text("email"), made.text("email"));
  EXPECT_EQ(mia.post(path, R"({"name":"other"})").text("password"), "absent");
  EXPECT_EQ(mia.get(path).items().size(), 2U);
  EXPECT_EQ(mia.remove(own).status, 204);
  EXPECT_EQ(mia.get(own).status, 404);
  EXPECT_EQ(mia.get(path).items().size(), 1U);
}

}  // namespace
}  // namespace allot::http::test

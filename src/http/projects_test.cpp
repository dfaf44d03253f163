#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using Names = std::set<std::string>;

TEST(ProjectRoutes, AFormMakesAProjectAndAGetShowsTheSame) {
  World world;
  Client mia(world, "mia");
  const auto made = mia.call(
      Method::post, "/projects", "name=Bridges+%26+roads", "application/x-www-form-urlencoded"
  );
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.text("name"), "Bridges & roads");
  EXPECT_EQ(made.text("role"), "owner");
  EXPECT_EQ(made.text("creator"), "mia@example.org");
  const auto id = made.text("id");
  EXPECT_EQ(made.text("url"), "http://allot.test/api/v1/projects/" + id);
  EXPECT_EQ(mia.get("/projects/" + id).body, made.body);
}

TEST(ProjectRoutes, AProjectHasExactlyTheMembersOfTheContract) {
  World world;
  Client mia(world, "mia");
  const auto project = mia.get("/projects/" + world.project().text);
  EXPECT_EQ(
      project.names(),
      (Names{
          "id",
          "url",
          "name",
          "creator",
          "contributors",
          "org",
          "role",
          "account",
          "archived",
          "isBlocked",
          "featureConstraints",
          "createdAt",
          "updatedAt"
      })
  );
  EXPECT_EQ(project.at("createdAt"), std::to_string(to_epoch_ms(world.clock.now())));
  EXPECT_NE(project.text("org.id"), "absent");
}

TEST(ProjectRoutes, ANameMayHoldASlashAndNoMatchIsNotFound) {
  World world;
  Client mia(world, "mia");
  const auto found = mia.get("/projects/City/name").items();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text("id"), world.project().text);
  EXPECT_EQ(mia.get("/projects/City/west/name").status, 404);
  EXPECT_EQ(mia.get("/projects/Cit%79/name").items().size(), 1U);
}

TEST(ProjectRoutes, ContributorsAreLeftOutWhenAsked) {
  World world;
  Client mia(world, "mia");
  EXPECT_NE(mia.get("/projects").items().at(0).at("contributors"), "[]");
  EXPECT_EQ(mia.get("/projects?excludeContributors=true").items().at(0).at("contributors"), "[]");
}

TEST(ProjectRoutes, AWholeProjectSentBackChangesItsNameAlone) {
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text;
  const auto before = mia.get(path);
  const auto sent = json::with_member(
      json::with_member(before.body, "name", R"("Town")"), "creator", R"("eve@example.org")"
  );
  const auto after = mia.patch(path, sent);
  EXPECT_EQ(after.status, 200) << after.body;
  EXPECT_EQ(after.text("name"), "Town");
  EXPECT_EQ(after.text("creator"), "mia@example.org");
  EXPECT_EQ(mia.get(path).body, after.body);
}

TEST(ProjectRoutes, DeletingAnswersNothingAndThenItIsNotFound) {  // B-143
  World world;
  Client mia(world, "mia");
  const auto path = "/projects/" + world.project().text;
  const auto gone = mia.remove(path);
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(mia.get(path).status, 404);
  EXPECT_EQ(mia.remove(path).status, 404);
}

TEST(ProjectRoutes, WrongBodiesAndIdsAreRefused) {  // B-150, B-151
  World world;
  Client mia(world, "mia");
  EXPECT_EQ(mia.post("/projects", "{}").status, 400);
  EXPECT_EQ(mia.post("/projects", R"({"name":7})").status, 400);
  const auto taken = mia.post("/projects", R"({"name":"City"})");  // B-152
  EXPECT_EQ(taken.status, 400);
  EXPECT_NE(taken.text("message").find("Failed to create project"), std::string::npos);
  EXPECT_EQ(mia.get("/projects/not-an-id").status, 404);
  EXPECT_EQ(mia.get("/projects/nothing/name").status, 404);
}

}  // namespace
}  // namespace allot::http::test

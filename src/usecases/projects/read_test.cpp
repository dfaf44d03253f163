#include "usecases/projects/read.h"

#include <gtest/gtest.h>

#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

TEST(ReadProjects, MembersSeeTheirProjectsAndStrangersNone) {  // B-170
  Scene scene;
  const auto ada = scene.member("ada", Role::annotator);
  const auto eve = scene.stranger("eve");
  EXPECT_EQ(list_projects(scene.env, ada).size(), 1U);
  EXPECT_OK(get_project(scene.env, ada, scene.city));
  EXPECT_TRUE(list_projects(scene.env, eve).empty());
  EXPECT_FAILS(get_project(scene.env, eve, scene.city), ErrorCode::not_found);
  EXPECT_FAILS(get_projects_named(scene.env, eve, "City"), ErrorCode::not_found);
}

TEST(ReadProjects, ANameMatchesWholeAndExactly) {
  Scene scene;
  EXPECT_EQ(get_projects_named(scene.env, scene.mia, "City")->size(), 1U);
  EXPECT_FAILS(get_projects_named(scene.env, scene.mia, "city"), ErrorCode::not_found);
  EXPECT_FAILS(get_projects_named(scene.env, scene.mia, "Cit"), ErrorCode::not_found);
}

TEST(ReadProjects, TheHolderOfAnAssignmentSeesItsProjectWithoutMembership) {  // B-171
  Scene scene;
  const auto gus = scene.stranger("gus");
  scene.world.assignment({.annotator = "gus", .open_items = 1});
  const auto seen = get_project(scene.env, gus, scene.city);
  ASSERT_OK(seen);
  EXPECT_EQ(seen->role, Role::annotator);
  EXPECT_TRUE(seen->contributors.empty());
  EXPECT_OK(get_projects_named(scene.env, gus, "City"));
  EXPECT_TRUE(list_projects(scene.env, gus).empty());
}

TEST(ReadProjects, AnnotatorsDoNotSeeWhoElseIsInIt) {  // B-170
  Scene scene;
  const auto ada = scene.member("ada", Role::annotator);
  EXPECT_TRUE(get_project(scene.env, ada, scene.city)->contributors.empty());
  EXPECT_EQ(get_project(scene.env, scene.mia, scene.city)->contributors.size(), 2U);
}

TEST(ReadProjects, ARemovedMemberSeesItNoMore) {  // B-146
  Scene scene;
  const auto ada = scene.member("ada", Role::annotator);
  scene.world.assignment({.annotator = "ada", .open_items = 1});
  scene.world.join("ada", Role::annotator, false);
  EXPECT_FAILS(get_project(scene.env, ada, scene.city), ErrorCode::not_found);
  EXPECT_TRUE(list_projects(scene.env, ada).empty());
}

}  // namespace
}  // namespace allot::test

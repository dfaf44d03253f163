#include "usecases/projects/rename.h"

#include <gtest/gtest.h>

#include "usecases/projects/create.h"
#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

TEST(RenameProject, OwnersAndDevelopersGiveItAnotherName) {  // B-170
  Scene scene;
  const auto dora = scene.member("dora", Role::developer);
  scene.world.clock.advance(std::chrono::minutes{1});
  const auto renamed = rename_project(scene.env, dora, {.project = scene.city, .name = "Roads"});
  ASSERT_OK(renamed);
  EXPECT_EQ(renamed->project.name, "Roads");
  EXPECT_GT(renamed->project.updated_at, renamed->project.created_at);
  EXPECT_EQ(renamed->role, Role::developer);
  EXPECT_OK(rename_project(scene.env, scene.mia, {.project = scene.city, .name = "Ways"}));
  EXPECT_EQ(get_project(scene.env, scene.mia, scene.city)->project.name, "Ways");
}

TEST(RenameProject, NobodyElseDoes) {  // B-170
  Scene scene;
  const auto rename = [&](const Caller& caller) {
    return code_of(rename_project(scene.env, caller, {.project = scene.city, .name = "Mine"}));
  };
  EXPECT_EQ(rename(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_EQ(rename(scene.member("ada", Role::annotator)), ErrorCode::forbidden);
  EXPECT_EQ(rename(scene.stranger("eve")), ErrorCode::not_found);
  EXPECT_EQ(get_project(scene.env, scene.mia, scene.city)->project.name, "City");
}

TEST(RenameProject, ATakenOrUnfitNameIsRefused) {  // B-152
  Scene scene;
  ASSERT_OK(create_project(scene.env, scene.mia, {.name = "Rivers"}));
  const auto rename = [&](const std::string& name) {
    return rename_project(scene.env, scene.mia, {.project = scene.city, .name = name});
  };
  EXPECT_FAILS(rename("Rivers"), ErrorCode::invalid);
  EXPECT_FAILS(rename("a/b"), ErrorCode::invalid);
  EXPECT_EQ(get_project(scene.env, scene.mia, scene.city)->project.name, "City");
}

TEST(RenameProject, ThePresentNameOrNoneIsNoChange) {
  Scene scene;
  EXPECT_OK(rename_project(scene.env, scene.mia, {.project = scene.city, .name = "City"}));
  const auto same = rename_project(scene.env, scene.mia, {.project = scene.city, .name = {}});
  ASSERT_OK(same);
  EXPECT_EQ(same->project.name, "City");
  EXPECT_FALSE(scene.has_event("Project Updated"));
}

}  // namespace
}  // namespace allot::test

#include "usecases/projects/remove.h"

#include <gtest/gtest.h>

#include "usecases/bots/create.h"
#include "usecases/projects/create.h"
#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

TEST(RemoveProject, AllBelowItGoes) {  // B-143
  Scene scene;
  const auto ada = scene.member("ada", Role::annotator);
  const auto held = scene.world.assignment({.annotator = "ada", .open_items = 2});
  const auto item = scene.world.items(1).at(0);
  scene.annotate(item);
  const auto bot = create_bot(scene.env, scene.mia, {.project = scene.city, .name = "robby"});
  ASSERT_OK(bot);

  ASSERT_OK(remove_project(scene.env, scene.mia, scene.city));

  scene.look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.projects().find(scene.city));
    EXPECT_TRUE(tx.projects().members(scene.city).empty());
    EXPECT_FALSE(tx.datasets().find(scene.crossings));
    EXPECT_FALSE(tx.items().find(item));
    EXPECT_FALSE(tx.tasks().find(held.task));
    EXPECT_FALSE(tx.assignments().find(held.id));
    EXPECT_FALSE(tx.recipes().find(scene.world.recipe()));
    EXPECT_EQ(tx.users().find(bot->bot.user.id)->state, UserState::disabled);
    EXPECT_EQ(tx.users().find(ada.user)->state, UserState::active);
    return Done{};
  });
  EXPECT_TRUE(scene.has_event("Project Deleted"));
  EXPECT_TRUE(scene.has_event("Dataset Deleted"));
  EXPECT_TRUE(scene.has_event("Task Deleted"));
}

TEST(RemoveProject, AnotherProjectIsUntouched) {
  Scene scene;
  const auto rivers = create_project(scene.env, scene.mia, {.name = "Rivers"});
  ASSERT_OK(rivers);
  ASSERT_OK(remove_project(scene.env, scene.mia, rivers->project.id));
  EXPECT_OK(get_project(scene.env, scene.mia, scene.city));
  scene.look([&](const Transaction& tx) {
    EXPECT_EQ(tx.projects().members(scene.city).size(), 1U);
    EXPECT_TRUE(tx.datasets().find(scene.crossings));
    return Done{};
  });
}

TEST(RemoveProject, TwiceIsNotFoundTheSecondTime) {  // B-150
  Scene scene;
  ASSERT_OK(remove_project(scene.env, scene.mia, scene.city));
  EXPECT_FAILS(remove_project(scene.env, scene.mia, scene.city), ErrorCode::not_found);
}

TEST(RemoveProject, OnlyOwnersDoIt) {  // B-170
  Scene scene;
  const auto remove = [&](const Caller& caller) {
    return code_of(remove_project(scene.env, caller, scene.city));
  };
  EXPECT_EQ(remove(scene.member("dora", Role::developer)), ErrorCode::forbidden);
  EXPECT_EQ(remove(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_EQ(remove(scene.member("ada", Role::annotator)), ErrorCode::forbidden);
  EXPECT_EQ(remove(scene.stranger("eve")), ErrorCode::not_found);
}

}  // namespace
}  // namespace allot::test

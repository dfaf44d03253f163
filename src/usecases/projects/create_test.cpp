#include "usecases/projects/create.h"

#include <gtest/gtest.h>

#include "usecases/bots/read.h"
#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

TEST(CreateProject, TheCallerBecomesItsOwner) {
  Scene scene;
  const auto made = create_project(scene.env, scene.mia, {.name = "Rivers"});
  ASSERT_OK(made);
  EXPECT_EQ(made->project.creator, scene.mia.user);
  EXPECT_EQ(made->role, Role::owner);
  EXPECT_EQ(made->contributors.at(0).user.id, scene.mia.user);
  EXPECT_TRUE(scene.has_event("Project Created"));
}

TEST(CreateProject, ItHasOneBotThatIsADeveloperWithoutPassword) {
  Scene scene;
  const auto made = create_project(scene.env, scene.mia, {.name = "Rivers"});
  const auto bots = list_bots(scene.env, scene.mia, made->project.id);
  ASSERT_OK(bots);
  ASSERT_EQ(bots->size(), 1U);
  EXPECT_TRUE(bots->at(0).user.is_bot);
  EXPECT_EQ(bots->at(0).member.role, Role::developer);
  EXPECT_EQ(bots->at(0).user.password_hash, "");
}

TEST(CreateProject, ASecondOneOfTheSameNameByTheSamePersonIsRefused) {  // B-152
  Scene scene;
  const auto second = create_project(scene.env, scene.mia, {.name = "City"});
  EXPECT_EQ(code_of(second), ErrorCode::invalid);
  EXPECT_NE(message_of(second).find("Failed to create project"), std::string::npos);
  EXPECT_EQ(list_projects(scene.env, scene.mia).size(), 1U);
}

TEST(CreateProject, AnotherPersonMayUseTheSameName) {
  Scene scene;
  EXPECT_OK(create_project(scene.env, scene.stranger("pia"), {.name = "City"}));
}

TEST(CreateProject, AWorkerOfTheOrganisationMakesNone) {  // B-170
  Scene scene;
  const auto wim = scene.stranger("wim", OrgRole::worker);
  EXPECT_FAILS(create_project(scene.env, wim, {.name = "Rivers"}), ErrorCode::forbidden);
}

TEST(CreateProject, ItsNameHoldsLettersDigitsSpacesAndAFewSigns) {
  Scene scene;
  const auto outcome = [&](const std::string& name) {
    const auto made = create_project(scene.env, scene.mia, {.name = name});
    return made ? "made" : made.error().fields.at(0).path;
  };
  EXPECT_EQ(outcome("Straße 7 (v2.0) [a|b] !@#$%^&*_+-,"), "made");
  EXPECT_EQ(outcome("道路"), "made");
  for (const auto* name : {"", "  ", "a/b", "a;b", "a\nb", "it's", "a\"b", "🚗", "a\xff"}) {
    EXPECT_EQ(outcome(name), "name") << name;
  }
  EXPECT_EQ(outcome(std::string("nul\0", 4)), "name");
}

}  // namespace
}  // namespace allot::test

#include <gtest/gtest.h>

#include "usecases/projects/scene_for_tests.h"
#include "usecases/users/read.h"
#include "usecases/users/update_me.h"

namespace allot::test {
namespace {

TEST(ReadUsers, PeopleWhoShareAProjectSeeEachOther) {  // B-170
  Scene scene;
  const auto ada = scene.member("ada", Role::annotator);
  const auto eve = scene.stranger("eve");
  EXPECT_OK(get_user(scene.env, ada, scene.mia.user));
  EXPECT_OK(get_user(scene.env, eve, eve.user));
  EXPECT_FAILS(get_user(scene.env, eve, scene.mia.user), ErrorCode::not_found);
  EXPECT_FAILS(get_user(scene.env, scene.mia, eve.user), ErrorCode::not_found);
}

TEST(ReadUsers, AdminsOfTheOrganisationSeeEverybody) {
  Scene scene;
  const auto root = scene.stranger("root", OrgRole::admin);
  EXPECT_OK(get_user(scene.env, root, scene.mia.user));
  EXPECT_FAILS(get_user(scene.env, root, {"nobody@example.org"}), ErrorCode::not_found);
  const auto organization = get_organization(scene.env).id;
  EXPECT_EQ(list_organization_members(scene.env, root, organization)->size(), 2U);
  EXPECT_FAILS(list_organization_members(scene.env, scene.mia, organization), ErrorCode::forbidden);
  EXPECT_FAILS(list_organization_members(scene.env, root, {"other"}), ErrorCode::not_found);
}

TEST(UpdateMe, TheNamesGivenChangeAndTheOthersStay) {
  Scene scene;
  ASSERT_OK(update_me(scene.env, scene.mia, {.first_name = "Mia", .last_name = "Mayer"}));
  ASSERT_OK(update_me(scene.env, scene.mia, {.first_name = "Maria", .last_name = {}}));
  const auto me = get_me(scene.env, scene.mia);
  ASSERT_OK(me);
  EXPECT_EQ(me->user.first_name, "Maria");
  EXPECT_EQ(me->user.last_name, "Mayer");
}

TEST(UpdateMe, UnfitNamesAreRefused) {
  Scene scene;
  EXPECT_FAILS(
      update_me(scene.env, scene.mia, {.first_name = "a\nb", .last_name = {}}), ErrorCode::invalid
  );
  EXPECT_FAILS(
      update_me(scene.env, scene.mia, {.first_name = {}, .last_name = std::string(201, 'a')}),
      ErrorCode::invalid
  );
}

}  // namespace
}  // namespace allot::test

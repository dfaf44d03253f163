#include <gtest/gtest.h>

#include <map>

#include "usecases/access.h"
#include "usecases/bots/create.h"
#include "usecases/members/add.h"
#include "usecases/members/change_role.h"
#include "usecases/members/remove.h"
#include "usecases/projects/create.h"
#include "usecases/projects/read.h"
#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

using Roles = std::map<std::string, Role>;

Roles roles_in(const std::vector<MemberView>& members) {
  Roles roles;
  for (const auto& each : members) roles[each.user.id.text] = each.member.role;
  return roles;
}

Roles roles_of(Scene& scene) {
  const auto members = list_members(scene.env, scene.mia, scene.city);
  EXPECT_OK(members);
  return members ? roles_in(*members) : Roles{};
}

AddMembers adding(const Scene& scene, const std::vector<UserId>& users, Role role) {
  return {.project = scene.city, .users = users, .role = role};
}

const UserId ada{"ada@example.org"};
const UserId mia{"mia@example.org"};

TEST(AddMembers, AnUnknownAddressBecomesAnInvitedUser) {
  Scene scene;
  const auto members = add_members(scene.env, scene.mia, adding(scene, {ada}, Role::annotator));
  ASSERT_OK(members);
  EXPECT_EQ(roles_in(*members), (Roles{{mia.text, Role::owner}, {ada.text, Role::annotator}}));
  EXPECT_EQ(members->back().user.state, UserState::invited);
  EXPECT_EQ(members->back().user.org_role, OrgRole::worker);
  EXPECT_EQ(members->back().user.first_name, "ada");
  EXPECT_EQ(members->back().member.added_by, scene.mia.user);
}

TEST(AddMembers, WhoIsThereGetsTheRole) {
  Scene scene;
  scene.member("ada", Role::annotator);
  ASSERT_OK(add_members(scene.env, scene.mia, adding(scene, {ada}, Role::developer)));
  EXPECT_EQ(roles_of(scene).at(ada.text), Role::developer);
}

TEST(AddMembers, AddingARemovedPersonLiftsTheRemoval) {  // B-147
  Scene scene;
  scene.member("ada", Role::annotator);
  ASSERT_OK(remove_member(scene.env, scene.mia, {.project = scene.city, .user = ada}));
  ASSERT_OK(add_members(scene.env, scene.mia, adding(scene, {ada}, Role::annotator)));
  EXPECT_TRUE(roles_of(scene).contains(ada.text));
  EXPECT_FALSE(scene.look([&](const Transaction& tx) { return is_inactive(tx, scene.city, ada); }));
}

TEST(AddMembers, AnnotationManagersAddAnnotatorsAndChangeNobody) {  // B-170
  Scene scene;
  const auto max = scene.member("max", Role::annotation_manager);
  scene.member("dora", Role::developer);
  EXPECT_OK(add_members(scene.env, max, adding(scene, {ada}, Role::annotator)));
  const UserId dora{"dora@example.org"};
  EXPECT_FAILS(
      add_members(scene.env, max, adding(scene, {{"ben@example.org"}}, Role::developer)),
      ErrorCode::forbidden
  );
  EXPECT_FAILS(
      add_members(scene.env, max, adding(scene, {dora}, Role::annotator)), ErrorCode::forbidden
  );
  EXPECT_FAILS(
      add_members(scene.env, max, adding(scene, {mia}, Role::annotator)), ErrorCode::forbidden
  );
  EXPECT_EQ(roles_of(scene).at(dora.text), Role::developer);
}

TEST(AddMembers, NobodyElseAdds) {  // B-170
  Scene scene;
  const auto add = [&](const Caller& caller) {
    return code_of(add_members(scene.env, caller, adding(scene, {ada}, Role::annotator)));
  };
  EXPECT_EQ(add(scene.member("dora", Role::developer)), ErrorCode::forbidden);
  EXPECT_EQ(add(scene.member("ben", Role::annotator)), ErrorCode::forbidden);
  EXPECT_EQ(add(scene.stranger("eve")), ErrorCode::not_found);
  EXPECT_FALSE(roles_of(scene).contains(ada.text));
}

TEST(AddMembers, TheLastOwnerCannotBeDemotedByAdding) {
  Scene scene;
  EXPECT_FAILS(
      add_members(scene.env, scene.mia, adding(scene, {ada, mia}, Role::developer)),
      ErrorCode::invalid
  );
  EXPECT_EQ(roles_of(scene), (Roles{{mia.text, Role::owner}}));
}

TEST(AddMembers, ABotStaysInItsProject) {
  Scene scene;
  const auto pia = scene.stranger("pia");
  const auto rivers = create_project(scene.env, pia, {.name = "Rivers"});
  const auto bot = create_bot(scene.env, pia, {.project = rivers->project.id, .name = "robby"});
  ASSERT_OK(bot);
  EXPECT_FAILS(
      add_members(scene.env, scene.mia, adding(scene, {bot->bot.user.id}, Role::developer)),
      ErrorCode::invalid
  );
}

TEST(ChangeRole, ItActsAtTheNextRequest) {  // B-175
  Scene scene;
  const auto ben = scene.member("ben", Role::annotator);
  EXPECT_FAILS(list_members(scene.env, ben, scene.city), ErrorCode::forbidden);
  ASSERT_OK(change_role(
      scene.env, scene.mia, {.project = scene.city, .user = ben.user, .role = Role::developer}
  ));
  EXPECT_OK(list_members(scene.env, ben, scene.city));
  EXPECT_TRUE(scene.has_event("Member Updated"));
}

TEST(ChangeRole, OfSomebodyWhoIsNoMemberIsNotFound) {
  Scene scene;
  EXPECT_FAILS(
      change_role(
          scene.env, scene.mia, {.project = scene.city, .user = ada, .role = Role::developer}
      ),
      ErrorCode::not_found
  );
}

TEST(ChangeRole, TheLastOwnerKeepsTheRoleUntilThereIsAnother) {
  Scene scene;
  const ChangeRole demotion{.project = scene.city, .user = mia, .role = Role::developer};
  EXPECT_FAILS(change_role(scene.env, scene.mia, demotion), ErrorCode::invalid);
  scene.member("pia", Role::owner);
  EXPECT_OK(change_role(scene.env, scene.mia, demotion));
}

TEST(ChangeRole, OnlyOwnersDoIt) {  // B-170
  Scene scene;
  scene.member("ada", Role::annotator);
  const auto change = [&](const Caller& caller) {
    return code_of(change_role(
        scene.env, caller, {.project = scene.city, .user = ada, .role = Role::developer}
    ));
  };
  EXPECT_EQ(change(scene.member("dora", Role::developer)), ErrorCode::forbidden);
  EXPECT_EQ(change(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_EQ(change(scene.stranger("eve")), ErrorCode::not_found);
  EXPECT_EQ(roles_of(scene).at(ada.text), Role::annotator);
}

TEST(RemoveMember, AssignmentsStayAndThePersonIsInactive) {  // B-146
  Scene scene;
  const auto caller = scene.member("ada", Role::annotator);
  const auto held = scene.world.assignment({.annotator = "ada", .open_items = 2});
  const auto left = remove_member(scene.env, scene.mia, {.project = scene.city, .user = ada});
  ASSERT_OK(left);
  EXPECT_EQ(roles_in(*left), (Roles{{mia.text, Role::owner}}));
  EXPECT_EQ(scene.world.items_of("ada"), (Held{.open = 2}));
  EXPECT_TRUE(scene.look([&](const Transaction& tx) { return is_inactive(tx, scene.city, ada); }));
  EXPECT_FAILS(get_project(scene.env, caller, scene.city), ErrorCode::not_found);
}

TEST(RemoveMember, TheLastOwnerStays) {
  Scene scene;
  EXPECT_FAILS(
      remove_member(scene.env, scene.mia, {.project = scene.city, .user = mia}), ErrorCode::invalid
  );
  EXPECT_EQ(roles_of(scene).at(mia.text), Role::owner);
}

TEST(RemoveMember, TwiceIsNotFoundTheSecondTime) {
  Scene scene;
  scene.member("ada", Role::annotator);
  const RemoveMember removal{.project = scene.city, .user = ada};
  ASSERT_OK(remove_member(scene.env, scene.mia, removal));
  EXPECT_FAILS(remove_member(scene.env, scene.mia, removal), ErrorCode::not_found);
}

TEST(RemoveMember, OnlyOwnersDoIt) {  // B-170
  Scene scene;
  scene.member("ada", Role::annotator);
  const auto remove = [&](const Caller& caller) {
    return code_of(remove_member(scene.env, caller, {.project = scene.city, .user = ada}));
  };
  EXPECT_EQ(remove(scene.member("dora", Role::developer)), ErrorCode::forbidden);
  EXPECT_EQ(remove(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_EQ(remove(scene.stranger("eve")), ErrorCode::not_found);
}

TEST(ListMembers, ManagersSeeThemAndAnnotatorsDoNot) {  // B-170
  Scene scene;
  EXPECT_OK(list_members(scene.env, scene.member("max", Role::annotation_manager), scene.city));
  EXPECT_FAILS(
      list_members(scene.env, scene.member("ada", Role::annotator), scene.city),
      ErrorCode::forbidden
  );
  EXPECT_FAILS(list_members(scene.env, scene.stranger("eve"), scene.city), ErrorCode::not_found);
}

}  // namespace
}  // namespace allot::test

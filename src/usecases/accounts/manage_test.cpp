#include "usecases/accounts/manage.h"

#include <algorithm>

#include "support/empty_house.h"
#include "support/world.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/members/add.h"

namespace allot {
namespace {

using test::EmptyHouse;
using test::World;

AddUser account(std::string address, bool admin = false) {
  return {.address = std::move(address), .password = "correct horse", .admin = admin};
}

TEST(Accounts, TheFirstOwnsTheOrganisationAndLaterOnesAreMembersOrAdmins) {
  World world;
  EmptyHouse house(world);
  auto& env = house.env();
  const auto first = add_user(env, account("mia@example.org"));
  ASSERT_OK(first);
  EXPECT_EQ(first->org_role, OrgRole::owner);
  EXPECT_EQ(add_user(env, account("ada@example.org"))->org_role, OrgRole::member);
  EXPECT_EQ(add_user(env, account("ben@example.org", true))->org_role, OrgRole::admin);
}

// B-007
TEST(Accounts, AnAddressInOtherLettersIsTheSameAccount) {
  World world;
  const auto added = add_user(world.env(), account("Ada@Example.ORG"));
  ASSERT_OK(added);
  EXPECT_EQ(added->id.text, "ada@example.org");
  EXPECT_FAILS(add_user(world.env(), account("ADA@example.org")), ErrorCode::conflict);
  EXPECT_OK(disable_user(world.env(), "ADA@example.org"));
  EXPECT_OK(enable_user(world.env(), "aDa@example.org"));
  EXPECT_OK(change_password(world.env(), "adA@example.org", "another horse"));
}

TEST(Accounts, AnInvitedAddressBecomesAnAccountAndKeepsItsMembership) {
  World world;
  ASSERT_OK(add_members(
      world.env(),
      world.manager(),
      {.project = world.project(), .users = {World::person("ben")}, .role = Role::annotator}
  ));
  const auto added = add_user(world.env(), account("ben@example.org"));
  ASSERT_OK(added);
  EXPECT_EQ(added->state, UserState::active);
  const auto member = read(world.env().store, [&](const Transaction& tx) {
    return tx.projects().member(world.project(), World::person("ben"));
  });
  ASSERT_TRUE(member);
  EXPECT_EQ(member->role, Role::annotator);
}

TEST(Accounts, WeakPasswordsAndBrokenAddressesMakeNoAccount) {
  World world;
  auto& env = world.env();
  const auto before = list_users(env).size();
  EXPECT_FAILS(
      add_user(env, {.address = "ada@example.org", .password = "1234567"}), ErrorCode::invalid
  );
  EXPECT_FAILS(
      add_user(env, {.address = "ada@example.org", .password = std::string(1025, 'x')}),
      ErrorCode::invalid
  );
  EXPECT_FAILS(add_user(env, account("no address")), ErrorCode::invalid);
  EXPECT_EQ(list_users(env).size(), before);
}

// B-005
TEST(Accounts, ANewPasswordEndsSessionsAndReplacesTheOld) {
  World world;
  auto& env = world.env();
  world.account("ada");
  const auto sign_in_with = [&](std::string password) {
    return sign_in(
        env, {.address = "ada@example.org", .password = std::move(password), .peer = "192.0.2.7"}
    );
  };
  const auto before = sign_in_with("correct horse");
  ASSERT_OK(before);
  EXPECT_OK(change_password(env, "ada@example.org", "another horse"));
  EXPECT_FAILS(authenticate_token(env, before->id_token), ErrorCode::unauthorized);
  EXPECT_FAILS(renew(env, before->refresh_token), ErrorCode::unauthorized);
  EXPECT_FAILS(sign_in_with("correct horse"), ErrorCode::unauthorized);
  EXPECT_OK(sign_in_with("another horse"));
}

TEST(Accounts, ChangesOfUnknownAccountsAreRefused) {
  World world;
  auto& env = world.env();
  EXPECT_FAILS(change_password(env, "bob@example.org", "another horse"), ErrorCode::not_found);
  EXPECT_FAILS(disable_user(env, "bob@example.org"), ErrorCode::not_found);
  EXPECT_FAILS(enable_user(env, "bob@example.org"), ErrorCode::not_found);
}

TEST(Accounts, AllAreListedWithTheirState) {
  World world;
  world.account("ada");
  EXPECT_OK(disable_user(world.env(), "ada@example.org"));
  const auto users = list_users(world.env());
  const auto ada = std::ranges::find(users, World::person("ada"), &User::id);
  ASSERT_NE(ada, users.end());
  EXPECT_EQ(ada->state, UserState::disabled);
}

}  // namespace
}  // namespace allot

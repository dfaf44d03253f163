#include "usecases/accounts/let_in.h"

#include "support/world.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/links.h"
#include "usecases/accounts/manage.h"
#include "usecases/bots/create.h"
#include "usecases/members/add.h"

namespace allot {
namespace {

using test::World;

/// An installation of mia, who has a project there.
struct LetInTest : testing::Test {
  void invite(std::string_view name) {
    const AddMembers input{
        .project = world.project(), .users = {World::person(name)}, .role = Role::annotator
    };
    EXPECT_OK(add_members(world.env(), world.manager(), input));
  }

  /// Who calls with the token that the address was given; "" when it is refused.
  std::string caller(const std::string& address) {
    const auto signed_in = let_in(world.env(), address);
    if (!signed_in) return "";
    const auto found = authenticate(world.env(), "Bearer " + signed_in->id_token);
    return found ? found->user.text : "";
  }

  UserState state_of(const std::string& address) {
    for (const auto& user : list_users(world.env())) {
      if (user.id.text == address) return user.state;
    }
    ADD_FAILURE() << address << " is nobody";
    return UserState::disabled;
  }

  World world;
};

TEST_F(LetInTest, WhoHasAnAccountComesInWithoutAPassword) {
  world.account("ada");
  EXPECT_EQ(caller("Ada@Example.org"), "ada@example.org");
}

TEST_F(LetInTest, WhoWasInvitedComesInAndStaysInvited) {
  invite("ben");
  EXPECT_EQ(caller("ben@example.org"), "ben@example.org");
  EXPECT_EQ(state_of("ben@example.org"), UserState::invited);
  EXPECT_OK(invite_member(world.env(), world.manager(), world.project(), "ben@example.org"));
}

TEST_F(LetInTest, WhoOnlyHoldsWorkComesInAndIsNotedAsInvited) {
  (void)world.assignment({.annotator = "cleo", .open_items = 2});
  EXPECT_EQ(caller("cleo@example.org"), "cleo@example.org");
  EXPECT_EQ(state_of("cleo@example.org"), UserState::invited);
}

TEST_F(LetInTest, ABotComesIn) {
  const auto bot =
      create_bot(world.env(), world.manager(), {.project = world.project(), .name = "nightly"});
  ASSERT_OK(bot);
  EXPECT_EQ(caller(bot->bot.user.id.text), bot->bot.user.id.text);
}

TEST_F(LetInTest, AMemberWhoWasTakenOutComesIn) {
  world.account("ada");
  world.join("ada", Role::annotator, false);
  EXPECT_EQ(caller("ada@example.org"), "ada@example.org");
}

TEST_F(LetInTest, NobodyInParticularIsTheOwner) {
  EXPECT_EQ(caller(""), "mia@example.org");
}

TEST_F(LetInTest, WhoIsDisabledIsForbidden) {
  world.account("ada");
  EXPECT_OK(disable_user(world.env(), "ada@example.org"));
  EXPECT_FAILS(let_in(world.env(), "ada@example.org"), ErrorCode::forbidden);
}

TEST_F(LetInTest, AStrangerIsNotFoundAndWhatIsNoAddressInvalid) {
  EXPECT_FAILS(let_in(world.env(), "zoe@example.org"), ErrorCode::not_found);
  EXPECT_FAILS(let_in(world.env(), "no address"), ErrorCode::invalid);
}

TEST_F(LetInTest, TheTokenIsRenewedForWhoWasInvited) {
  invite("ben");
  const auto signed_in = let_in(world.env(), "ben@example.org");
  ASSERT_OK(signed_in);
  world.clock.advance(token_lifetime);
  const auto again = renew(world.env(), signed_in->refresh_token);
  ASSERT_OK(again);
  EXPECT_OK(authenticate(world.env(), "Bearer " + again->id_token));
}

}  // namespace
}  // namespace allot

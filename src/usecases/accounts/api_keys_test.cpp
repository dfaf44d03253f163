#include "usecases/accounts/api_keys.h"

#include "support/world.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/manage.h"
#include "usecases/bots/create.h"

namespace allot {
namespace {

using std::chrono::seconds;
using test::World;

struct ApiKeysTest : testing::Test {
  Result<CreatedApiKey> make(std::string_view caller, const UserId& user) {
    return create_api_key(world.env(), world.caller(caller), user, "for a script");
  }

  Result<Caller> caller_with(const CreatedApiKey& made) {
    return authenticate_token(world.env(), made.token);
  }

  World world;
};

// B-005
TEST_F(ApiKeysTest, AKeyActsAsItsPersonForOneYear) {
  const auto made = make("mia", World::person("mia"));
  ASSERT_OK(made);
  world.clock.advance(api_key_lifetime - seconds{1});
  const auto caller = caller_with(*made);
  ASSERT_OK(caller);
  EXPECT_EQ(caller->user, World::person("mia"));
  world.clock.advance(seconds{1});
  EXPECT_FAILS(caller_with(*made), ErrorCode::unauthorized);
}

// B-005
TEST_F(ApiKeysTest, RevokingActsAtTheNextRequestAndOnThisKeyAlone) {
  const auto one = make("mia", World::person("mia"));
  const auto other = make("mia", World::person("mia"));
  ASSERT_OK(one);
  ASSERT_OK(other);
  EXPECT_OK(revoke_api_key(world.env(), world.manager(), one->key.id));
  EXPECT_FAILS(caller_with(*one), ErrorCode::unauthorized);
  EXPECT_OK(caller_with(*other));
  EXPECT_OK(revoke_api_key(world.env(), world.manager(), one->key.id));
}

TEST_F(ApiKeysTest, ANewPasswordLeavesKeysAlone) {
  const auto made = make("mia", World::person("mia"));
  ASSERT_OK(made);
  EXPECT_OK(change_password(world.env(), "mia@example.org", "another horse"));
  EXPECT_OK(caller_with(*made));
}

// B-006
TEST_F(ApiKeysTest, AKeyOfADisabledPersonIsRefused) {
  const auto made = make("mia", World::person("mia"));
  ASSERT_OK(made);
  EXPECT_OK(disable_user(world.env(), "mia@example.org"));
  EXPECT_FAILS(caller_with(*made), ErrorCode::unauthorized);
}

TEST_F(ApiKeysTest, AKeyForAnotherPersonIsForbidden) {
  world.account("ada");
  EXPECT_FAILS(make("mia", World::person("ada")), ErrorCode::forbidden);
  EXPECT_FAILS(make("mia", World::person("nobody")), ErrorCode::forbidden);
}

TEST_F(ApiKeysTest, KeysOfOthersAreNotFound) {
  world.account("ada");
  const auto of_ada = make("ada", World::person("ada"));
  ASSERT_OK(of_ada);
  const auto& id = of_ada->key.id;
  EXPECT_FAILS(get_api_key(world.env(), world.manager(), id), ErrorCode::not_found);
  EXPECT_FAILS(revoke_api_key(world.env(), world.manager(), id), ErrorCode::not_found);
  EXPECT_TRUE(list_api_keys(world.env(), world.manager()).empty());
  EXPECT_OK(caller_with(*of_ada));
}

TEST_F(ApiKeysTest, ABotsKeyIsMadeByWhoeverManagesTheBots) {
  const auto bot =
      create_bot(world.env(), world.manager(), {.project = world.project(), .name = "importer"});
  ASSERT_OK(bot);
  world.account("ada");
  world.join("ada", Role::annotator);
  EXPECT_FAILS(make("ada", bot->bot.user.id), ErrorCode::forbidden);
  const auto made = make("mia", bot->bot.user.id);
  ASSERT_OK(made);
  EXPECT_EQ(made->key.project, world.project());
  const auto caller = caller_with(*made);
  ASSERT_OK(caller);
  EXPECT_TRUE(caller->is_bot);
  EXPECT_EQ(list_api_keys(world.env(), world.manager()).size(), 1U);
}

}  // namespace
}  // namespace allot

#include "usecases/accounts/sign_in.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "auth/passwords.h"
#include "support/world.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/manage.h"

namespace allot {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using test::World;
using testing::HasSubstr;
using testing::Not;

struct SignInTest : testing::Test {
  SignInTest() { world.account("ada"); }

  Result<SignedIn> try_with(std::string password, std::string address = "ada@example.org") {
    return sign_in(
        world.env(),
        {.address = std::move(address), .password = std::move(password), .peer = "192.0.2.7"}
    );
  }

  milliseconds delay_of(std::string_view address, std::string_view peer = "192.0.2.7") {
    return sign_in_delay(world.env(), address, peer);
  }

  World world;
};

TEST_F(SignInTest, TheRightPasswordOpensASessionOfThatPerson) {
  const auto signed_in = try_with("correct horse");
  ASSERT_OK(signed_in);
  EXPECT_EQ(signed_in->user, World::person("ada"));
  const auto caller = authenticate_token(world.env(), signed_in->id_token);
  ASSERT_OK(caller);
  EXPECT_EQ(caller->user, World::person("ada"));
  EXPECT_FALSE(caller->is_bot);
}

// B-003
TEST_F(SignInTest, AWrongPasswordAndAnUnknownAddressAreToldAlike) {
  const auto wrong = try_with("wrong");
  const auto unknown = try_with("correct horse", "bob@example.org");
  EXPECT_FAILS(wrong, ErrorCode::unauthorized);
  EXPECT_FAILS(unknown, ErrorCode::unauthorized);
  EXPECT_EQ(wrong.error(), unknown.error());
  EXPECT_FAILS(try_with("correct horse", "no address"), ErrorCode::unauthorized);
  EXPECT_FAILS(try_with(""), ErrorCode::unauthorized);
}

// B-007
TEST_F(SignInTest, LettersOfTheAddressMayBeLarge) {
  const auto signed_in = try_with("correct horse", "ADA@Example.Org");
  ASSERT_OK(signed_in);
  EXPECT_EQ(signed_in->user.text, "ada@example.org");
}

// B-006
TEST_F(SignInTest, ADisabledPersonIsToldLikeAWrongPassword) {
  EXPECT_OK(disable_user(world.env(), "ada@example.org"));
  const auto refused = try_with("correct horse");
  EXPECT_FAILS(refused, ErrorCode::unauthorized);
  EXPECT_THAT(refused.error().message, Not(HasSubstr("disabled")));
  EXPECT_OK(enable_user(world.env(), "ada@example.org"));
  EXPECT_OK(try_with("correct horse"));
}

// B-008
TEST_F(SignInTest, FailuresSlowDownTheNextTriesOfThatAddressFromThatPlace) {
  for (int i = 0; i < 10; ++i) (void)try_with("wrong");
  EXPECT_GE(delay_of("Ada@example.org"), std::chrono::seconds{8});
  EXPECT_EQ(delay_of("ada@example.org", "198.51.100.1").count(), 0);
  EXPECT_EQ(delay_of("bob@example.org").count(), 0);
  EXPECT_EQ(delay_of("no address").count(), 0);
  EXPECT_OK(try_with("correct horse"));
  EXPECT_EQ(delay_of("ada@example.org").count(), 0);
}

// B-008
TEST_F(SignInTest, TriesForUnknownAddressesAreSlowedDownAlike) {
  for (int i = 0; i < 10; ++i) (void)try_with("wrong", "bob@example.org");
  EXPECT_GE(delay_of("bob@example.org"), std::chrono::seconds{8});
}

// B-002
TEST_F(SignInTest, ARefreshTokenStaysValidAfterUse) {
  const auto first = try_with("correct horse");
  ASSERT_OK(first);
  world.clock.advance(hours{20});
  for (int i = 0; i < 3; ++i) {
    const auto renewed = renew(world.env(), first->refresh_token);
    ASSERT_OK(renewed);
    EXPECT_EQ(renewed->refresh_token, first->refresh_token);
  }
  world.clock.advance(hours{20});
  EXPECT_FAILS(authenticate_token(world.env(), first->id_token), ErrorCode::unauthorized);
  const auto renewed = renew(world.env(), first->refresh_token);
  ASSERT_OK(renewed);
  EXPECT_OK(authenticate_token(world.env(), renewed->id_token));
}

// B-005
TEST_F(SignInTest, ARefreshTokenEndsAfterThirtyDays) {
  const auto signed_in = try_with("correct horse");
  ASSERT_OK(signed_in);
  world.clock.advance(refresh_lifetime - milliseconds{1});
  EXPECT_OK(renew(world.env(), signed_in->refresh_token));
  world.clock.advance(milliseconds{1});
  EXPECT_FAILS(renew(world.env(), signed_in->refresh_token), ErrorCode::unauthorized);
}

TEST_F(SignInTest, NothingButARefreshTokenRenews) {
  const auto signed_in = try_with("correct horse");
  ASSERT_OK(signed_in);
  EXPECT_FAILS(renew(world.env(), ""), ErrorCode::unauthorized);
  EXPECT_FAILS(renew(world.env(), signed_in->id_token), ErrorCode::unauthorized);
}

// B-005
TEST_F(SignInTest, SigningOutEndsThisSessionAndNoOther) {
  const auto here = try_with("correct horse");
  const auto there = try_with("correct horse");
  ASSERT_OK(here);
  ASSERT_OK(there);
  const auto caller = authenticate_token(world.env(), here->id_token);
  ASSERT_OK(caller);
  sign_out(world.env(), *caller);
  sign_out(world.env(), *caller);
  EXPECT_FAILS(authenticate_token(world.env(), here->id_token), ErrorCode::unauthorized);
  EXPECT_FAILS(renew(world.env(), here->refresh_token), ErrorCode::unauthorized);
  EXPECT_OK(authenticate_token(world.env(), there->id_token));
  EXPECT_OK(renew(world.env(), there->refresh_token));
}

/// So the time that an answer takes tells no stranger who has an account.
TEST_F(SignInTest, EveryTryMakesOneHashWhoeverIsMeant) {
  for (const auto* name : {"ben", "cleo", "dan"}) world.account(name);
  ASSERT_OK(disable_user(world.env(), "ben@example.org"));
  EXPECT_OK(write(world.env().store, Scope::everything(), [](Transaction& tx) -> Result<Done> {
    auto invited = *tx.users().find(World::person("cleo"));
    invited.state = UserState::invited;
    invited.password_hash.clear();
    tx.users().put(invited);
    auto without_password = *tx.users().find(World::person("dan"));
    without_password.password_hash.clear();
    tx.users().put(without_password);
    return Done{};
  }));
  const std::string too_long(100'000, 'x');
  for (const auto* address :
       {"ada@example.org",
        "ben@example.org",
        "cleo@example.org",
        "dan@example.org",
        "nobody@example.org"}) {
    for (const auto& password : {std::string("wrong"), std::string(), too_long}) {
      const auto before = password_hashes_made();
      EXPECT_FAILS(try_with(password, address), ErrorCode::unauthorized);
      EXPECT_EQ(password_hashes_made() - before, 1u) << address;
    }
  }
  const auto before = password_hashes_made();
  ASSERT_OK(try_with("correct horse"));
  EXPECT_EQ(password_hashes_made() - before, 1u);
  const auto refresh = try_with("correct horse")->refresh_token;
  const auto between = password_hashes_made();
  EXPECT_OK(renew(world.env(), refresh));
  EXPECT_FAILS(renew(world.env(), "guessed"), ErrorCode::unauthorized);
  EXPECT_EQ(password_hashes_made(), between);
}

// B-008
TEST_F(SignInTest, AStrangerSlowsDownNobodyElsewhere) {
  for (int i = 0; i < 50; ++i) {
    (void)sign_in(
        world.env(), {.address = "ada@example.org", .password = "guess", .peer = "198.51.100.66"}
    );
  }
  EXPECT_GE(delay_of("ada@example.org", "198.51.100.66"), std::chrono::seconds{8});
  EXPECT_EQ(delay_of("ada@example.org").count(), 0);
  EXPECT_OK(try_with("correct horse"));
}

TEST_F(SignInTest, SigningInIsRememberedWithThePerson) {
  world.clock.advance(hours{1});
  ASSERT_OK(try_with("correct horse"));
  const auto users = list_users(world.env());
  const auto ada = std::ranges::find(users, World::person("ada"), &User::id);
  ASSERT_NE(ada, users.end());
  EXPECT_EQ(ada->last_login, world.clock.now());
}

}  // namespace
}  // namespace allot

#include "usecases/accounts/authenticate.h"

#include "auth/tokens.h"
#include "support/world.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"

namespace allot {
namespace {

using std::chrono::seconds;
using test::World;

struct AuthenticateTest : testing::Test {
  AuthenticateTest() : bearer(world.bearer("ada")) {}

  World world;
  std::string bearer;
};

TEST_F(AuthenticateTest, TheSchemeMayBeWrittenInAnyLetterCase) {
  const auto token = bearer.substr(7);
  for (const auto* scheme : {"Bearer ", "bearer ", "BEARER ", "bearer   "}) {
    EXPECT_OK(authenticate(world.env(), scheme + token));
  }
}

TEST_F(AuthenticateTest, AnythingElseIsRefusedWithASentence) {
  const auto token = bearer.substr(7);
  for (const auto& header :
       {std::string(), std::string("Bearer "), std::string("Bearer"), "Basic " + token, token}) {
    const auto caller = authenticate(world.env(), header);
    EXPECT_FAILS(caller, ErrorCode::unauthorized);
    EXPECT_FALSE(caller.error().message.empty());
  }
}

// B-005
TEST_F(AuthenticateTest, ATokenEndsAfterOneDay) {
  world.clock.advance(token_lifetime - seconds{1});
  EXPECT_OK(authenticate(world.env(), bearer));
  world.clock.advance(seconds{1});
  EXPECT_FAILS(authenticate(world.env(), bearer), ErrorCode::unauthorized);
}

// B-006
TEST_F(AuthenticateTest, ADisabledPersonIsRefusedAtOnceAndLetInAgainAfterwards) {
  EXPECT_OK(disable_user(world.env(), "ada@example.org"));
  EXPECT_FAILS(authenticate(world.env(), bearer), ErrorCode::unauthorized);
}

// B-005
TEST_F(AuthenticateTest, ANewPasswordRevokesEveryToken) {
  EXPECT_OK(change_password(world.env(), "ada@example.org", "another horse"));
  EXPECT_FAILS(authenticate(world.env(), bearer), ErrorCode::unauthorized);
  EXPECT_OK(authenticate(world.env(), world.bearer("ada")));
}

TEST_F(AuthenticateTest, ASessionOfSomebodyElseIsRefused) {
  const auto of_ada = authenticate(world.env(), bearer);
  ASSERT_OK(of_ada);
  world.account("ben");
  const auto now = world.clock.now();
  const auto forged = world.env().tokens.sign(
      {.user = World::person("ben"),
       .session = {of_ada->session},
       .kind = TokenKind::session,
       .epoch = 0,
       .issued = now,
       .expires = now + token_lifetime,
       .id = "1"}
  );
  EXPECT_FAILS(authenticate_token(world.env(), forged), ErrorCode::unauthorized);
}

TEST_F(AuthenticateTest, ASessionIsNoApiKey) {
  const auto of_ada = authenticate(world.env(), bearer);
  ASSERT_OK(of_ada);
  const auto now = world.clock.now();
  const auto forged = world.env().tokens.sign(
      {.user = World::person("ada"),
       .session = {of_ada->session},
       .kind = TokenKind::api_key,
       .epoch = 0,
       .issued = now,
       .expires = now + token_lifetime,
       .id = "1"}
  );
  EXPECT_FAILS(authenticate_token(world.env(), forged), ErrorCode::unauthorized);
}

}  // namespace
}  // namespace allot

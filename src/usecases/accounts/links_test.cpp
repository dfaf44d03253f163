#include "usecases/accounts/links.h"

#include "auth/passwords.h"
#include "support/empty_house.h"
#include "support/world.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/manage.h"
#include "usecases/members/add.h"
#include "usecases/projects/create.h"

namespace allot {
namespace {

using std::chrono::milliseconds;
using test::EmptyHouse;
using test::World;

std::string token_of(const IssuedLink& link) {
  return link.url.substr(link.url.find("token=") + 6);
}

struct LinksTest : testing::Test {
  /// A member who has no account yet.
  void invite(std::string_view name, Role role = Role::annotator) {
    EXPECT_OK(add_members(
        world.env(),
        world.manager(),
        {.project = world.project(), .users = {World::person(name)}, .role = role}
    ));
  }

  Result<IssuedLink> link_by(std::string_view caller, const std::string& name) {
    return invite_member(world.env(), world.caller(caller), world.project(), name + "@example.org");
  }

  Result<SignedIn> use(const std::string& token, std::string password = "correct horse") {
    return use_link(world.env(), {.token = token, .address = {}, .password = std::move(password)});
  }

  std::string link_of(const std::string& name) {
    return token_of(*make_account_link(world.env(), name + "@example.org"));
  }

  World world;
};

TEST_F(LinksTest, ThereIsNoSetUpLinkWhereThereAreAccounts) {
  EXPECT_FALSE(make_setup_link(world.env()));
}

TEST_F(LinksTest, WhoeverUsesTheSetUpLinkOwnsTheOrganisation) {
  EmptyHouse house(world);
  auto& env = house.env();
  const auto link = make_setup_link(env);
  ASSERT_TRUE(link);
  EXPECT_TRUE(link->url.starts_with("http://allot.test/welcome?token="));
  const auto signed_in = use_link(
      env, {.token = token_of(*link), .address = "Zoe@example.org", .password = "correct horse"}
  );
  ASSERT_OK(signed_in);
  const auto caller = authenticate_token(env, signed_in->id_token);
  ASSERT_OK(caller);
  EXPECT_EQ(caller->user, World::person("zoe"));
  EXPECT_EQ(caller->org_role, OrgRole::owner);
}

TEST_F(LinksTest, ASetUpLinkIsVoidOnceThereIsALaterOneOrAnAccount) {
  EmptyHouse house(world);
  auto& env = house.env();
  const auto first = token_of(*make_setup_link(env));
  const auto second = token_of(*make_setup_link(env));
  EXPECT_FAILS(read_link(env, first), ErrorCode::not_found);
  EXPECT_OK(read_link(env, second));
  ASSERT_OK(add_user(env, {.address = "zoe@example.org", .password = "correct horse"}));
  EXPECT_FAILS(read_link(env, second), ErrorCode::not_found);
  EXPECT_FAILS(
      use_link(env, {.token = second, .address = "eve@example.org", .password = "correct horse"}),
      ErrorCode::not_found
  );
}

TEST_F(LinksTest, AnInvitedPersonChoosesAPasswordAndIsIn) {
  invite("ben");
  const auto link = link_by("mia", "ben");
  ASSERT_OK(link);
  EXPECT_EQ(link->expires_at, world.clock.now() + link_lifetime);
  const auto signed_in = use(token_of(*link));
  ASSERT_OK(signed_in);
  EXPECT_EQ(signed_in->user, World::person("ben"));
  EXPECT_OK(authenticate_token(world.env(), signed_in->id_token));
  EXPECT_FAILS(link_by("mia", "ben"), ErrorCode::conflict);
}

TEST_F(LinksTest, ALinkWorksOnce) {
  world.account("ada");
  const auto token = link_of("ada");
  EXPECT_OK(use(token, "another horse"));
  EXPECT_FAILS(use(token, "a third horse"), ErrorCode::not_found);
  EXPECT_FAILS(read_link(world.env(), token), ErrorCode::not_found);
}

TEST_F(LinksTest, ALinkEndsAfterSevenDays) {
  world.account("ada");
  const auto token = link_of("ada");
  world.clock.advance(link_lifetime - milliseconds{1});
  EXPECT_OK(read_link(world.env(), token));
  world.clock.advance(milliseconds{1});
  EXPECT_FAILS(read_link(world.env(), token), ErrorCode::not_found);
  EXPECT_FAILS(use(token), ErrorCode::not_found);
}

TEST_F(LinksTest, ALaterLinkMakesTheEarlierOneVoid) {
  world.account("ada");
  world.account("ben");
  const auto of_ben = link_of("ben");
  const auto first = link_of("ada");
  const auto second = link_of("ada");
  EXPECT_FAILS(use(first), ErrorCode::not_found);
  EXPECT_OK(use(second));
  EXPECT_OK(use(of_ben));
}

TEST_F(LinksTest, UsingALinkEndsEverySessionThatWasOpen) {
  const auto before = world.bearer("ada");
  const auto signed_in = use(link_of("ada"), "another horse");
  ASSERT_OK(signed_in);
  EXPECT_FAILS(authenticate(world.env(), before), ErrorCode::unauthorized);
  EXPECT_OK(authenticate_token(world.env(), signed_in->id_token));
}

TEST_F(LinksTest, AWeakPasswordKeepsTheLink) {
  world.account("ada");
  const auto token = link_of("ada");
  EXPECT_FAILS(use(token, "short"), ErrorCode::invalid);
  EXPECT_OK(use(token));
}

// B-006
TEST_F(LinksTest, ALinkOfADisabledPersonLetsNobodyIn) {
  world.account("ada");
  const auto token = link_of("ada");
  EXPECT_OK(disable_user(world.env(), "ada@example.org"));
  EXPECT_FAILS(use(token), ErrorCode::not_found);
  EXPECT_FAILS(make_account_link(world.env(), "ada@example.org"), ErrorCode::conflict);
}

TEST_F(LinksTest, LinksAreForAccountsThatExist) {
  EXPECT_FAILS(make_account_link(world.env(), "bob@example.org"), ErrorCode::not_found);
  EXPECT_FAILS(make_account_link(world.env(), "no address"), ErrorCode::invalid);
  EXPECT_FAILS(link_by("mia", "bob"), ErrorCode::not_found);
}

TEST_F(LinksTest, AnnotationManagersInviteAnnotatorsAlone) {
  for (const auto* name : {"max", "ada", "dev", "zoe"}) world.account(name);
  world.join("max", Role::annotation_manager);
  world.join("ada", Role::annotator);
  world.join("dev", Role::developer);
  invite("ben");
  invite("cleo", Role::developer);
  EXPECT_OK(link_by("max", "ben"));
  EXPECT_FAILS(link_by("max", "cleo"), ErrorCode::forbidden);
  EXPECT_OK(link_by("mia", "cleo"));
  EXPECT_FAILS(link_by("ada", "ben"), ErrorCode::forbidden);
  EXPECT_FAILS(link_by("dev", "ben"), ErrorCode::forbidden);
  EXPECT_FAILS(link_by("zoe", "ben"), ErrorCode::not_found);
}

/// Two owners, who do not own the organisation, each with a project; ben is invited to the first.
struct InvitationsTest : LinksTest {
  InvitationsTest() {
    world.account("ann");
    world.join("ann", Role::owner);
    world.account("zoe");
    const auto made = create_project(world.env(), world.caller("zoe"), {.name = "Other"});
    EXPECT_TRUE(made.has_value());
    other = made->project.id;
    invite("ben");
  }

  void invite_to_other(Role role = Role::annotator) {
    EXPECT_OK(add_members(
        world.env(),
        world.caller("zoe"),
        {.project = other, .users = {World::person("ben")}, .role = role}
    ));
  }

  Result<IssuedLink> link_to_other() {
    return invite_member(world.env(), world.caller("zoe"), other, "ben@example.org");
  }

  ProjectId other;
};

// B-385
TEST_F(InvitationsTest, WhoeverAddsAnAddressGetsNoLinkIntoProjectsThatTheyDoNotManage) {
  invite_to_other();
  EXPECT_FAILS(link_to_other(), ErrorCode::conflict);
  EXPECT_FAILS(link_by("ann", "ben"), ErrorCode::conflict);
  EXPECT_OK(make_account_link(world.env(), "ben@example.org"));
}

// B-385
TEST_F(InvitationsTest, ALinkIsVoidOnceItWouldOpenWhatItsMakerCouldNotGive) {
  const auto token = token_of(*link_by("ann", "ben"));
  EXPECT_OK(read_link(world.env(), token));
  invite_to_other();
  EXPECT_FAILS(read_link(world.env(), token), ErrorCode::not_found);
  EXPECT_FAILS(use(token), ErrorCode::not_found);
}

// B-385
TEST_F(InvitationsTest, WorkInAnotherProjectCountsLikeMembership) {
  const auto token = token_of(*link_by("ann", "ben"));
  Task task;
  EXPECT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    task = {
        .id = {"65a1b2c3d4e5f60718293a4b"},
        .project = other,
        .creator = World::person("zoe"),
        .owner = World::person("ben")
    };
    tx.tasks().put(task);
    return Done{};
  }));
  EXPECT_FAILS(use(token), ErrorCode::not_found);
  EXPECT_FAILS(link_by("ann", "ben"), ErrorCode::conflict);
}

// B-385
TEST_F(InvitationsTest, ALinkEndsWithTheRightOfItsMaker) {
  world.account("max");
  world.join("max", Role::annotation_manager);
  const auto token = token_of(*link_by("max", "ben"));
  world.join("max", Role::annotator);
  EXPECT_FAILS(read_link(world.env(), token), ErrorCode::not_found);
  world.join("max", Role::annotation_manager);
  EXPECT_OK(read_link(world.env(), token));
  EXPECT_OK(disable_user(world.env(), "max@example.org"));
  EXPECT_FAILS(use(token), ErrorCode::not_found);
}

// B-385
TEST_F(InvitationsTest, WhoManagesTheOrganisationInvitesWhereverThePersonWorks) {
  invite_to_other();
  auto mia = world.manager();
  mia.org_role = OrgRole::owner;
  const auto link = invite_member(world.env(), mia, world.project(), "ben@example.org");
  ASSERT_OK(link);
  EXPECT_OK(use(token_of(*link)));
}

// B-385
TEST_F(InvitationsTest, AnInvitationChangesNoPasswordThatIsThere) {
  const auto token = token_of(*link_by("mia", "ben"));
  ASSERT_OK(add_user(world.env(), {.address = "ben@example.org", .password = "correct horse"}));
  EXPECT_FAILS(read_link(world.env(), token), ErrorCode::not_found);
  EXPECT_FAILS(use(token, "another horse"), ErrorCode::not_found);
}

TEST_F(LinksTest, AGuessedLinkMakesNoHash) {
  const auto before = password_hashes_made();
  EXPECT_FAILS(use("guessed"), ErrorCode::not_found);
  EXPECT_EQ(password_hashes_made(), before);
}

// B-385
TEST_F(LinksTest, ANewPasswordMakesTheLinkToAnotherVoid) {
  world.account("ada");
  const auto token = link_of("ada");
  EXPECT_OK(change_password(world.env(), "ada@example.org", "another horse"));
  EXPECT_FAILS(use(token, "a third horse"), ErrorCode::not_found);
}

}  // namespace
}  // namespace allot

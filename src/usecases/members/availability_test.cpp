#include "usecases/members/availability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <vector>

#include "usecases/members/add.h"
#include "usecases/members/read.h"
#include "usecases/members/remove.h"
#include "usecases/projects/scene_for_tests.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;

const UserId ada{"ada@example.org"};
const UserId dora{"dora@example.org"};
const UserId max{"max@example.org"};
const UserId mia{"mia@example.org"};

/// "City" with ada, an annotator, dora, a developer, and max, an annotation manager.
class AvailabilityOfMembers : public testing::Test {
 protected:
  Result<Done> say(
      const Caller& who, const UserId& about, const std::optional<Availability>& said
  ) {
    return set_availability(scene.env, who, {.project = scene.city, .user = about, .said = said});
  }

  std::optional<Availability> said_of(const UserId& about) {
    const auto said = read_availability(scene.env, scene.mia, scene.city, about);
    EXPECT_OK(said);
    return said ? *said : std::nullopt;
  }

  bool is_away(const UserId& person) {
    return scene.look([&](const Transaction& tx) {
      return is_absent(tx, scene.city, person, scene.env.clock.now());
    });
  }

  Scene scene;
  Caller as_ada = scene.member("ada", Role::annotator);
  Caller as_dora = scene.member("dora", Role::developer);
  Caller as_max = scene.member("max", Role::annotation_manager);
  const Time now = scene.env.clock.now();
  const Availability week{.from = now, .until = now + 168h, .hours_per_day = {}};
};

// B-422
TEST_F(AvailabilityOfMembers, IsSaidReplacedAndLifted) {
  EXPECT_EQ(said_of(ada), std::nullopt);
  EXPECT_FALSE(is_away(ada));
  ASSERT_OK(say(scene.mia, ada, week));
  EXPECT_EQ(said_of(ada), week);
  EXPECT_TRUE(is_away(ada));
  EXPECT_TRUE(scene.has_event("Member Updated"));
  const Availability mornings{.from = now, .until = {}, .hours_per_day = 4.5};
  ASSERT_OK(say(scene.mia, ada, mornings));
  EXPECT_EQ(said_of(ada), mornings);
  EXPECT_FALSE(is_away(ada));
  ASSERT_OK(say(scene.mia, ada, std::nullopt));
  EXPECT_EQ(said_of(ada), std::nullopt);
  EXPECT_OK(say(scene.mia, ada, std::nullopt));  // again
}

// B-422
TEST_F(AvailabilityOfMembers, EndsByItself) {
  ASSERT_OK(say(scene.mia, ada, week));
  scene.world.clock.advance(168h - 1ms);
  EXPECT_TRUE(is_away(ada));
  scene.world.clock.advance(1ms);
  EXPECT_FALSE(is_away(ada));
  EXPECT_EQ(said_of(ada), week) << "what was said stays";
}

// B-423, B-170
TEST_F(AvailabilityOfMembers, IsOwnBusinessAndThatOfWhoManages) {
  for (const auto& [who, about, may] : std::vector<std::tuple<Caller, UserId, bool>>{
           {as_ada, ada, true},
           {as_ada, max, false},
           {as_max, ada, true},
           {as_max, max, true},
           {as_max, dora, false},
           {as_max, mia, false},
           {as_dora, ada, true},
           {as_dora, mia, true},
           {scene.mia, dora, true},
       }) {
    SCOPED_TRACE(who.user.text + " about " + about.text);
    const auto set = say(who, about, week);
    const auto seen = read_availability(scene.env, who, scene.city, about);
    if (may) {
      EXPECT_OK(set);
      EXPECT_OK(seen);
    } else {
      EXPECT_FAILS(set, ErrorCode::forbidden);
      EXPECT_FAILS(seen, ErrorCode::forbidden);
    }
  }
  EXPECT_EQ(said_of(dora), week) << "mia said so; max could not";
}

// B-423
TEST_F(AvailabilityOfMembers, StandsInTheListOfMembersForWhoeverMayReadIt) {
  for (const auto& person : {ada, dora, max, mia}) ASSERT_OK(say(scene.mia, person, week));
  const auto seen_by = [&](const Caller& who) {
    std::vector<UserId> seen;
    const auto members = list_members(scene.env, who, scene.city);
    EXPECT_OK(members);
    for (const auto& each : *members) {
      if (each.availability == week) seen.push_back(each.user.id);
    }
    return seen;
  };
  EXPECT_EQ(seen_by(scene.mia), (std::vector{mia, ada, dora, max}));
  EXPECT_EQ(seen_by(as_dora), (std::vector{mia, ada, dora, max}));
  EXPECT_EQ(seen_by(as_max), (std::vector{ada, max}));
}

// B-423
TEST_F(AvailabilityOfMembers, OfNoMemberIsNotFoundAndNobodyElseHearsWhoIsOne) {
  const UserId nobody{"nobody@example.org"};
  EXPECT_FAILS(say(scene.mia, nobody, week), ErrorCode::not_found);
  EXPECT_FAILS(say(as_ada, nobody, week), ErrorCode::forbidden);
  const auto eve = scene.stranger("eve");
  EXPECT_FAILS(say(eve, eve.user, week), ErrorCode::not_found);
  EXPECT_FAILS(say(eve, ada, week), ErrorCode::not_found);
  scene.world.assignment({.annotator = "eve", .open_items = 1});
  {
    SCOPED_TRACE(testing::Message() << "holds work and is no member");
    EXPECT_FAILS(say(eve, eve.user, week), ErrorCode::forbidden);
  }
}

// B-422, B-146
TEST_F(AvailabilityOfMembers, OfSomebodyWhoWasRemovedComesBackWithThem) {
  ASSERT_OK(say(scene.mia, ada, week));
  ASSERT_OK(remove_member(scene.env, scene.mia, {.project = scene.city, .user = ada}));
  EXPECT_FAILS(say(scene.mia, ada, std::nullopt), ErrorCode::not_found);
  EXPECT_FAILS(say(as_ada, ada, std::nullopt), ErrorCode::not_found);
  ASSERT_OK(add_members(
      scene.env, scene.mia, {.project = scene.city, .users = {ada}, .role = Role::annotator}
  ));
  EXPECT_EQ(said_of(ada), week);
}

// B-422
TEST_F(AvailabilityOfMembers, ThatCannotBeIsRefusedAndChangesNothing) {
  ASSERT_OK(say(scene.mia, ada, week));
  for (const auto& said : {
           Availability{.from = now, .until = now, .hours_per_day = {}},
           Availability{.from = now, .until = now - 1ms, .hours_per_day = {}},
           Availability{.from = now, .until = {}, .hours_per_day = 24.5},
           Availability{.from = now, .until = {}, .hours_per_day = -1},
           Availability{.from = now, .until = {}, .hours_per_day = std::nan("")},
       }) {
    EXPECT_FAILS(say(scene.mia, ada, said), ErrorCode::invalid);
  }
  EXPECT_EQ(said_of(ada), week);
}

}  // namespace
}  // namespace allot::test

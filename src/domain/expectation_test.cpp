#include "domain/expectation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "domain/plan_for_tests.h"

namespace allot {
namespace {

Expectation expectation_of(const Ledger& ledger, const Plan& plan) {
  Expectation expected{.version = version_of(ledger, plan).text(), .people = {}};
  for (const auto& line : plan.people) {
    expected.people.push_back({.person = line.person, .gives = line.gives, .gets = line.gets});
  }
  return expected;
}

Ledger with_ada_and_ben() {
  return task_of(ItemSet::range(0, 20), loads({{"ada", 50}, {"ben", 50}}));
}

Plan from_ada(const Ledger& ledger, const std::vector<Load>& to) {
  return plan_redistribution(ledger, assignment_of(person("ada")), to);
}

bool keeps(const Expectation& expected, const Ledger& ledger, const Plan& plan) {
  return keeps_to(expected, version_of(ledger, plan), plan);
}

RC_GTEST_PROP(Expectation, HoldsWhereNothingChanged, ()) {
  const auto ledger = worked_on();
  const auto plan = plan_task_redistribution(ledger, *some_loads());
  RC_ASSERT(keeps(expectation_of(ledger, plan), ledger, plan));
}

TEST(Expectation, HoldsWhereItemsWereHandledOnly) {
  auto ledger = with_ada_and_ben();
  const auto to = loads({{"ben", 50}, {"cleo", 50}});
  const auto expected = expectation_of(ledger, from_ada(ledger, to));
  complete(ledger, {0, 1, 2});
  EXPECT_TRUE(keeps(expected, ledger, from_ada(ledger, to)));
}

TEST(Expectation, HoldsWhereItemsWereTakenInUse) {
  const auto ledger = with_ada_and_ben();
  const auto to = loads({{"ben", 50}, {"cleo", 50}});
  const auto expected = expectation_of(ledger, from_ada(ledger, to));
  const auto now = plan_redistribution(
      ledger, assignment_of(person("ada")), to, {.matching = std::nullopt, .in_use = {0, 1}}
  );
  EXPECT_TRUE(keeps(expected, ledger, now));
}

// A newcomer for whom nothing is left has no line in the plan of now.
TEST(Expectation, HoldsWhereNothingIsLeftForANewcomer) {
  auto ledger = with_ada_and_ben();
  const auto to = loads({{"ben", 80}, {"cleo", 20}});
  const auto expected = expectation_of(ledger, from_ada(ledger, to));
  complete(ledger, {0, 1, 2, 3, 4, 5, 6, 7, 8});
  const auto now = from_ada(ledger, to);
  ASSERT_EQ(now.people.size(), 2u);  // ben, who gets what is left, and ada
  EXPECT_TRUE(keeps(expected, ledger, now));
}

// Who gives is told what they keep; nobody is taken by surprise by getting less to do.
TEST(Expectation, HoldsWhereSomebodyGivesMoreAndNobodyGetsMore) {
  auto ledger = task_of(ItemSet::range(0, 20), loads({{"ada", 60}, {"ben", 40}}));
  const auto to = loads({{"ada", 25}, {"ben", 25}, {"cleo", 50}});
  const auto expected = expectation_of(ledger, plan_task_redistribution(ledger, to));
  complete(ledger, {12, 13, 14, 15});
  const auto now = plan_task_redistribution(ledger, to);
  const auto gives = [](const Plan& plan) {
    return std::ranges::find(plan.people, person("ada"), &PersonPlan::person)->gives;
  };
  ASSERT_EQ(expected.people.at(0).person, person("ada"));
  ASSERT_GT(gives(now), expected.people.at(0).gives);
  EXPECT_TRUE(keeps(expected, ledger, now));
}

TEST(Expectation, FailsWhereSomebodyWouldGetMore) {
  auto ledger = with_ada_and_ben();
  complete(ledger, {0, 1, 2});
  const auto to = loads({{"ben", 100}});
  const auto expected = expectation_of(ledger, from_ada(ledger, to));
  complete(ledger, {0, 1, 2}, "");  // open again
  EXPECT_FALSE(keeps(expected, ledger, from_ada(ledger, to)));
}

TEST(Expectation, FailsWhereSomebodyNewWouldGetItems) {
  const auto ledger = with_ada_and_ben();
  const auto expected = expectation_of(ledger, from_ada(ledger, loads({{"ben", 100}})));
  EXPECT_FALSE(keeps(expected, ledger, from_ada(ledger, loads({{"ben", 50}, {"dan", 50}}))));
}

// People that name less than the plan at that very version.
TEST(Expectation, FailsWhereItNamesLessThanThePlan) {
  const auto ledger = with_ada_and_ben();
  const auto plan = from_ada(ledger, loads({{"ben", 100}}));
  auto expected = expectation_of(ledger, plan);
  expected.people.pop_back();
  EXPECT_FALSE(keeps(expected, ledger, plan));
}

// The same count from other items of the source is another plan.
TEST(Expectation, FailsWhereTheSourceHasOtherItems) {
  const auto ledger = with_ada_and_ben();
  const auto to = loads({{"ben", 100}});
  const auto expected = expectation_of(ledger, from_ada(ledger, to));
  auto now = after(ledger, plan_removal(ledger, {0}));
  now = after(now, plan_addition(now, everything({20}), loads({{"ada", 100}}), MoveKind::add));
  EXPECT_FALSE(keeps(expected, now, from_ada(now, to)));
}

// The same count of other items of the source is another plan.
TEST(Expectation, FailsWhereTheQueryPicksOtherItems) {
  const auto ledger = with_ada_and_ben();
  const auto plan_of = [&](const ItemSet& matching) {
    return plan_task_redistribution(ledger, loads({{"cleo", 100}}), {.matching = matching});
  };
  const auto holds = [&](const ItemSet& then, const ItemSet& now) {
    auto expected = expectation_of(ledger, plan_of(then));
    expected.version = version_of(ledger, plan_of(then), digest_of(everything(then))).text();
    const auto version = version_of(ledger, plan_of(now), digest_of(everything(now)));
    return keeps_to(expected, version, plan_of(now));
  };
  EXPECT_TRUE(holds({0, 1, 10}, {0, 1, 10}));
  EXPECT_FALSE(holds({0, 1, 10}, {1, 2, 10}));
}

TEST(Expectation, KnowsTheOrderInWhichAQueryPicks) {
  const Selection upwards{.items = {1, 2, 3}, .order = {1, 2, 3}};
  const Selection downwards{.items = {1, 2, 3}, .order = {3, 2, 1}};
  EXPECT_EQ(digest_of(upwards), digest_of(Selection{upwards}));
  EXPECT_NE(digest_of(upwards), digest_of(downwards));
}

// Of a move of one assignment the others' items do not count, but who is there does.
TEST(Expectation, OfOneAssignmentLeavesOthersItemsOut) {
  const auto ledger = with_ada_and_ben();
  const auto to = loads({{"ben", 100}});
  const auto expected = expectation_of(ledger, from_ada(ledger, to));
  const auto added = after(
      ledger, plan_addition(ledger, everything({20, 21}), loads({{"ben", 100}}), MoveKind::add)
  );
  EXPECT_TRUE(keeps(expected, added, from_ada(added, to)));
  const auto left = after(ledger, plan_assignment_deletion(ledger, assignment_of(person("ben"))));
  EXPECT_FALSE(keeps(expected, left, from_ada(left, to)));
}

TEST(Expectation, OfAWholeTaskCountsAllItems) {
  const auto ledger = with_ada_and_ben();
  const auto to = loads({{"ada", 25}, {"ben", 75}});
  const auto expected = expectation_of(ledger, plan_task_redistribution(ledger, to));
  const auto removed = after(ledger, plan_removal(ledger, {0}));
  EXPECT_FALSE(keeps(expected, removed, plan_task_redistribution(removed, to)));
}

}  // namespace
}  // namespace allot

#include "domain/plan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "domain/plan_for_tests.h"
#include "domain/undo.h"

namespace allot {
namespace {

// --- invariants
// ---------------------------------------------------------------------------------------

RC_GTEST_PROP(Ledger, KeepsItsInvariantsThroughAnyWork, ()) {
  check_invariants(worked_on());
}

// B-070
RC_GTEST_PROP(Ledger, NobodyEverHasTwoAssignmentsInATask, ()) {
  const auto ledger = worked_on();
  std::set<UserId> people;
  for (const auto& share : ledger.shares) RC_ASSERT(people.insert(share.annotator).second);
}

// B-111, B-112, B-209
RC_GTEST_PROP(Ledger, TheSumOverAssignmentsIsTheTask, ()) {
  const auto ledger = worked_on();
  const auto issue = *some_items();
  const auto review = *some_items() - issue;
  const auto task = count(ledger, issue, review);
  Counts sum;
  for (const auto& share : ledger.shares) {
    const auto part = count(share, issue, review);
    RC_ASSERT(part.completed + part.remaining() == part.total);
    sum.total += part.total;
    sum.completed += part.completed;
    sum.issues += part.issues;
    sum.for_review += part.for_review;
    for (const auto& [word, number] : part.actions) sum.actions[word] += number;
  }
  RC_ASSERT(sum == task);
  RC_ASSERT(task.total == ledger.members.size());
}

// --- adding
// ---------------------------------------------------------------------------------------------

// B-030, B-031
RC_GTEST_PROP(Addition, GivesEveryNewItemToExactlyOnePersonByLoad, ()) {
  const auto items = *some_items();
  const auto workload = *some_loads();
  const auto ledger = task_of(items, workload);
  RC_ASSERT(ledger.members == items);
  const auto counts = apportion(items.size(), workload);
  for (std::size_t i = 0; i < workload.size(); ++i) {
    const auto* share = ledger.find(workload[i].assignee);
    RC_ASSERT((share == nullptr ? 0 : share->open.size()) == counts[i]);
  }
}

// B-032
RC_GTEST_PROP(Addition, GivesEachPersonAConsecutiveRun, ()) {
  const auto items = *some_items();
  const auto workload = *some_loads();
  const auto ledger = task_of(items, workload);
  std::vector<Ordinal> joined;
  for (const auto& load : workload) {
    const auto* share = ledger.find(load.assignee);
    if (share == nullptr) continue;
    const auto run = share->open.to_vector();
    joined.insert(joined.end(), run.begin(), run.end());
  }
  RC_ASSERT(joined == items.to_vector());
  RC_ASSERT(ledger == task_of(items, workload));
}

// B-032
TEST(Addition, FollowsTheOrderOfTheQuery) {
  const Selection selection{.items = {1, 2, 3, 4}, .order = {4, 2, 3, 1}};
  const auto plan =
      plan_addition({}, selection, loads({{"ada", 50}, {"ben", 50}}), MoveKind::create);
  const auto ledger = after({}, plan);
  EXPECT_EQ(open_of(ledger, "ada"), (ItemSet{2, 4}));
  EXPECT_EQ(open_of(ledger, "ben"), (ItemSet{1, 3}));
}

// B-033
TEST(Selection, ALimitTakesTheFirstInOrder) {
  const Selection sorted{.items = {1, 2, 3, 4}, .order = {4, 2, 3, 1}};
  EXPECT_EQ(sorted.limited(2).items, (ItemSet{2, 4}));
  EXPECT_EQ(everything({1, 2, 3, 4}).limited(2).items, (ItemSet{1, 2}));
}

// B-037
RC_GTEST_PROP(Addition, ChangesNothingForItemsThatAreThere, ()) {
  const auto ledger = worked_on();
  const auto items = *some_items();
  const auto grown =
      after(ledger, plan_addition(ledger, everything(items), *some_loads(), MoveKind::add));
  const auto before = holdings(ledger);
  const auto now = holdings(grown);
  for (const auto& [item, holding] : before) RC_ASSERT(now.at(item) == holding);
  RC_ASSERT(grown.members == (ledger.members | items));
}

// B-035
TEST(Addition, SomebodyWhoseShareIsNothingGetsNoAssignment) {
  const auto plan =
      plan_addition({}, everything({1}), loads({{"ada", 50}, {"ben", 50}}), MoveKind::create);
  EXPECT_EQ(plan.newcomers({}), (std::vector<UserId>{person("ada")}));
}

// B-036
TEST(Addition, GoesIntoTheAssignmentThatAPersonHas) {
  const auto ledger = task_of({1, 2}, loads({{"ada", 100}}));
  const auto plan = plan_addition(ledger, everything({3}), loads({{"ada", 100}}), MoveKind::add);
  EXPECT_TRUE(plan.newcomers(ledger).empty());
  EXPECT_EQ(open_of(after(ledger, plan), "ada"), (ItemSet{1, 2, 3}));
}

// --- redistribution
// ----------------------------------------------------------------------------------

// B-202
RC_GTEST_PROP(Redistribution, LeavesEveryItemWithAStatusWhereItIs, ()) {
  const auto ledger = worked_on();
  const auto* source = some_share(ledger);
  const auto moved = after(ledger, plan_redistribution(ledger, source->assignment, *some_loads()));
  const auto before = holdings(ledger);
  const auto now = holdings(moved);
  for (const auto& [item, holding] : before) {
    if (!holding.second.empty()) RC_ASSERT(now.at(item) == holding);
  }
}

// B-200, B-206
RC_GTEST_PROP(Redistribution, HandsOutAllOpenItemsOfTheSourceAndNothingElse, ()) {
  const auto ledger = worked_on();
  const auto* source = some_share(ledger);
  const auto plan = plan_redistribution(ledger, source->assignment, *some_loads());
  const auto moved = after(ledger, plan);
  RC_ASSERT(moved.members == ledger.members);
  const auto before = holdings(ledger);
  for (const auto& [item, holding] : holdings(moved)) {
    const bool may_move = source->open.contains(item);
    RC_ASSERT(may_move || holding == before.at(item));
    RC_ASSERT(holding.second == before.at(item).second);
  }
}

// B-031, B-200
RC_GTEST_PROP(Redistribution, GivesReceiversTheirApportionedNumber, ()) {
  const auto ledger = worked_on();
  const auto* source = some_share(ledger);
  const auto workload = *some_loads();
  const auto moved = after(ledger, plan_redistribution(ledger, source->assignment, workload));
  const auto counts = apportion(source->open.size(), workload);
  for (std::size_t i = 0; i < workload.size(); ++i) {
    const auto& who = workload[i].assignee;
    const auto* had = ledger.find(who);
    const auto* has = moved.find(who);
    const auto before = had == nullptr || had == source ? 0 : had->open.size();
    RC_ASSERT((has == nullptr ? 0 : has->open.size()) == before + counts[i]);
  }
}

// B-209
RC_GTEST_PROP(Redistribution, DoesNotChangeTheTasksTotals, ()) {
  const auto ledger = worked_on();
  const auto* source = some_share(ledger);
  const auto moved = after(ledger, plan_redistribution(ledger, source->assignment, *some_loads()));
  const auto issue = *some_items();
  RC_ASSERT(count(moved, issue, {}) == count(ledger, issue, {}));
}

// B-205
TEST(Redistribution, TheSourceAmongTheReceiversKeepsARun) {
  const auto ledger = task_of(ItemSet::range(0, 6), loads({{"ada", 100}}));
  const auto plan = plan_redistribution(
      ledger, ledger.shares.at(0).assignment, loads({{"ben", 50}, {"ada", 50}})
  );
  const auto moved = after(ledger, plan);
  EXPECT_EQ(open_of(moved, "ben"), ItemSet::range(0, 3));
  EXPECT_EQ(open_of(moved, "ada"), ItemSet::range(3, 6));
  EXPECT_EQ(moved.find(person("ada"))->assignment, assignment_of(person("ada")));
  EXPECT_EQ(plan.total(), 3U);
}

// B-203
TEST(Redistribution, MovesOnlyWhatMatches) {
  const auto ledger = task_of({1, 2, 3, 4}, loads({{"ada", 100}}));
  const auto plan = plan_redistribution(
      ledger, ledger.shares.at(0).assignment, loads({{"ben", 100}}), {.matching = ItemSet{2, 4, 9}}
  );
  EXPECT_EQ(open_of(after(ledger, plan), "ben"), (ItemSet{2, 4}));
  EXPECT_EQ(plan.left.not_matching, 2U);
}

// B-208
TEST(Redistribution, WithoutOpenItemsHandsOverNothing) {
  auto ledger = task_of({1, 2}, loads({{"ada", 100}}));
  complete(ledger, {1, 2});
  const auto plan =
      plan_redistribution(ledger, ledger.shares.at(0).assignment, loads({{"ben", 100}}));
  EXPECT_TRUE(plan.handovers.empty());
  EXPECT_EQ(plan.left.handled, 2U);
}

TEST(Redistribution, SaysWhoGivesAndGets) {
  auto ledger = task_of(ItemSet::range(0, 10), loads({{"ada", 100}}));
  complete(ledger, ItemSet::range(0, 3));
  const auto plan = plan_redistribution(
      ledger, ledger.shares.at(0).assignment, loads({{"ben", 50}, {"cleo", 50}})
  );
  ASSERT_EQ(plan.people.size(), 3U);
  EXPECT_EQ(plan.people[0], (PersonPlan{.person = person("ben"), .gets = 4, .after = 4}));
  EXPECT_EQ(plan.people[1], (PersonPlan{.person = person("cleo"), .gets = 3, .after = 3}));
  EXPECT_EQ(
      plan.people[2],
      (PersonPlan{
          .person = person("ada"),
          .assignment = assignment_of(person("ada")),
          .open = 7,
          .handled = 3,
          .gives = 7,
          .after = 0
      })
  );
}

TEST(Redistribution, NamesAGiverWhoIsAmongTheReceiversOnce) {
  const auto ledger = task_of(ItemSet::range(0, 10), loads({{"ada", 70}, {"ben", 30}}));
  const auto plan = plan_redistribution(
      ledger, ledger.shares.at(0).assignment, loads({{"ada", 50}, {"ben", 50}})
  );
  ASSERT_EQ(plan.people.size(), 2U);
  EXPECT_EQ(plan.people[0].person, person("ada"));
  EXPECT_EQ(plan.people[1].person, person("ben"));
}

// --- reassignment
// ------------------------------------------------------------------------------------

// B-220
RC_GTEST_PROP(Reassignment, MovesEverythingWithItsStatus, ()) {
  const auto ledger = worked_on();
  const auto* source = some_share(ledger);
  const auto to = *rc::gen::elementOf(crowd);
  const auto moved = after(ledger, plan_reassignment(ledger, source->assignment, to));
  const auto before = holdings(ledger);
  for (const auto& [item, holding] : holdings(moved)) {
    RC_ASSERT(holding.second == before.at(item).second);
    const bool was_of_source = before.at(item).first == source->annotator.text;
    RC_ASSERT(holding.first == (was_of_source ? to.text : before.at(item).first));
  }
  RC_ASSERT(moved.members == ledger.members);
}

// B-225
TEST(Reassignment, ToThePresentPersonMovesNothing) {
  const auto ledger = task_of({1, 2}, loads({{"ada", 100}}));
  const auto plan = plan_reassignment(ledger, ledger.shares.at(0).assignment, person("ada"));
  EXPECT_TRUE(plan.handovers.empty());
}

// --- removal
// --------------------------------------------------------------------------------------------

// B-100
RC_GTEST_PROP(Removal, TakesMatchingOpenItemsAndNoOthers, ()) {
  const auto ledger = worked_on();
  const auto matching = *some_items();
  const auto left = after(ledger, plan_removal(ledger, matching));
  const auto now = holdings(left);
  for (const auto& [item, holding] : holdings(ledger)) {
    const bool goes = matching.contains(item) && holding.second.empty();
    RC_ASSERT(now.contains(item) == !goes);
  }
}

// B-145
TEST(AssignmentDeletion, TakesHandledItemsToo) {
  auto ledger = task_of({1, 2, 3, 4}, loads({{"ada", 50}, {"ben", 50}}));
  complete(ledger, {1});
  const auto plan = plan_assignment_deletion(ledger, assignment_of(person("ada")));
  const auto left = after(ledger, plan);
  EXPECT_EQ(left.members, (ItemSet{3, 4}));
  EXPECT_FALSE(is_undoable(plan.kind));
}

// B-144
RC_GTEST_PROP(DeletedItems, LeaveTheTaskWhateverTheirStatus, ()) {
  const auto ledger = worked_on();
  const auto gone = *some_items();
  auto left = without_items(ledger, gone);
  check_invariants(left);
  RC_ASSERT(left.members == ledger.members - gone);
  RC_ASSERT(after(ledger, plan_item_deletion(ledger, gone)).members == left.members);
}

// --- statuses
// -------------------------------------------------------------------------------------------

// B-092, B-093
RC_GTEST_PROP(Status, ReplacesTheOldOneAndClearingOpens, ()) {
  auto ledger = worked_on();
  RC_PRE(!ledger.shares.empty());
  auto share = ledger.shares.at(0);
  const auto before = share;
  const auto items = *some_items();
  const auto changed = set_status(share, items, "discard");
  RC_ASSERT(share.items() == before.items());
  const auto here = before.items() & items;
  RC_ASSERT((here.empty() || here.is_subset_of(share.by_status.at("discard"))));
  ItemSet reported;
  for (const auto& [word, set] : changed) {
    set.for_each([&](Ordinal item) { RC_ASSERT(before.status_of(item) == word); });
    reported |= set;
  }
  RC_ASSERT(reported == here);
  set_status(share, items, "");
  RC_ASSERT(here.is_subset_of(share.open));
  ledger.shares.put(share);
  check_invariants(ledger);
}

TEST(Ledger, DoublingAnItemIsCaught) {
  auto ledger = task_of({1, 2, 3, 4}, loads({{"ada", 50}, {"ben", 50}}));
  change_share(ledger, 1, [](Share& share) { share.open.insert(1); });
  EXPECT_THROW(check_invariants(ledger), BrokenInvariant);
}

TEST(Ledger, LosingAnItemIsCaught) {
  auto ledger = task_of({1, 2, 3, 4}, loads({{"ada", 50}, {"ben", 50}}));
  change_share(ledger, 1, [](Share& share) { share.open.erase(4); });
  EXPECT_THROW(check_invariants(ledger), BrokenInvariant);
}

}  // namespace
}  // namespace allot

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/plan.h"
#include "domain/plan_for_tests.h"

namespace allot {
namespace {

/// Open items of each person that are in `matching`.
std::map<std::string, std::uint64_t> counts_of(const Ledger& ledger, const ItemSet& matching) {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& share : ledger.shares) {
    const auto count = (share.open & matching).size();
    if (count > 0) counts[share.annotator.text] = count;
  }
  return counts;
}

/// The whole numbers of the API, in which the same person may come twice.
std::map<std::string, std::uint64_t> wanted_counts(
    const std::vector<Load>& loads, std::uint64_t total
) {
  std::map<std::string, std::uint64_t> counts;
  const auto parts = apportion(total, loads);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    if (parts[i] > 0) counts[loads[i].assignee.text] = parts[i];
  }
  return counts;
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t total = 0;
  for (const auto& [who, count] : counts) total += count;
  return total;
}

// B-290
RC_GTEST_PROP(TaskRedistribution, GivesEachWhatTheLoadsSay, ()) {
  const auto ledger = worked_on();
  const auto matching = *some_items();
  const auto loads = *some_loads();
  const auto moved = after(ledger, plan_task_redistribution(ledger, loads, {.matching = matching}));
  check_invariants(moved);
  const auto before = counts_of(ledger, matching);
  RC_ASSERT(counts_of(moved, matching) == wanted_counts(loads, sum(before)));
}

// B-290
RC_GTEST_PROP(TaskRedistribution, MovesTheLeastItemsThatCanBe, ()) {
  const auto ledger = worked_on();
  const auto loads = *some_loads();
  const auto all = ledger.members;
  const auto moved = after(ledger, plan_task_redistribution(ledger, loads));
  // Counted item by item. Whoever ends with fewer than before must have given at least the rest.
  std::uint64_t changed_hands = 0;
  const auto then = holdings(ledger);
  for (const auto& [item, holding] : holdings(moved)) {
    if (then.at(item).first != holding.first) ++changed_hands;
  }
  std::uint64_t must_go = 0;
  const auto before = counts_of(ledger, all);
  auto wanted = wanted_counts(loads, sum(before));
  for (const auto& [who, count] : before) {
    if (count > wanted[who]) must_go += count - wanted[who];
  }
  RC_ASSERT(changed_hands == must_go);
}

RC_GTEST_PROP(TaskRedistribution, TouchesNothingElse, ()) {
  const auto ledger = worked_on();
  const auto matching = *some_items();
  const auto plan = plan_task_redistribution(ledger, *some_loads(), {.matching = matching});
  const auto now = holdings(after(ledger, plan));
  for (const auto& [item, holding] : holdings(ledger)) {
    RC_ASSERT(now.at(item).second == holding.second);
    if (!matching.contains(item) || !holding.second.empty()) {
      RC_ASSERT(now.at(item) == holding);
    }
  }
}

RC_GTEST_PROP(TaskRedistribution, WhoGivesKeepsTheOldest, ()) {
  const auto ledger = worked_on();
  const auto plan = plan_task_redistribution(ledger, *some_loads());
  const auto moved = after(ledger, plan);
  for (const auto& share : ledger.shares) {
    const auto* now = moved.find(share.annotator);
    const auto kept = now == nullptr ? ItemSet{} : now->open & share.open;
    RC_ASSERT(kept == share.open.slice(0, kept.size()));
  }
}

// B-291
RC_GTEST_PROP(TaskRedistribution, AWorkloadThatSaysHowItIsMovesNothing, ()) {
  const auto ledger = worked_on();
  const auto total = sum(counts_of(ledger, ledger.members));
  RC_PRE(total > 0);
  std::vector<Load> present;
  for (const auto& share : ledger.shares) {
    const auto open = static_cast<double>(share.open.size());
    present.push_back({share.annotator, 100.0 * open / static_cast<double>(total)});
  }
  RC_ASSERT(plan_task_redistribution(ledger, *checked_loads(present)).handovers.empty());
}

// B-290
RC_GTEST_PROP(TaskRedistribution, DoneAgainMovesNothing, ()) {
  const auto ledger = worked_on();
  const auto loads = *some_loads();
  const auto moved = after(ledger, plan_task_redistribution(ledger, loads));
  RC_ASSERT(plan_task_redistribution(moved, loads).handovers.empty());
}

// B-290
TEST(TaskRedistribution, GivesTheSurplusInOrderToThoseWhoAreShort) {
  const auto ledger = task_of(ItemSet::range(0, 20), loads({{"ada", 60}, {"ben", 40}}));
  const auto moved = after(
      ledger,
      plan_task_redistribution(ledger, loads({{"cleo", 25}, {"ada", 25}, {"ben", 25}, {"dan", 25}}))
  );
  EXPECT_EQ(open_of(moved, "ada"), ItemSet::range(0, 5));
  EXPECT_EQ(open_of(moved, "ben"), ItemSet::range(12, 17));
  EXPECT_EQ(open_of(moved, "cleo"), ItemSet::range(5, 10));
  EXPECT_EQ(open_of(moved, "dan"), (ItemSet{10, 11, 17, 18, 19}));
}

TEST(TaskRedistribution, WhoIsNotNamedGivesAll) {
  const auto ledger = task_of(ItemSet::range(0, 10), loads({{"ada", 50}, {"ben", 50}}));
  const auto plan = plan_task_redistribution(ledger, loads({{"ben", 100}}));
  EXPECT_EQ(plan.total(), 5U);
  EXPECT_EQ(open_of(after(ledger, plan), "ben"), ItemSet::range(0, 10));
  EXPECT_TRUE(open_of(after(ledger, plan), "ada").empty());
}

}  // namespace
}  // namespace allot

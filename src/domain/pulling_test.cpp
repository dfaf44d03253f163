#include "domain/pulling.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "domain/plan_for_tests.h"

namespace allot {
namespace {

Pulling terms(std::uint64_t batch, std::uint64_t workload) {
  Pulling terms{.batch_size = batch, .max_workload = workload, .allowed = {}, .locked = {}};
  for (const auto& who : crowd) terms.add(who);
  return terms;
}

Pulling some_terms() {
  const auto batch = *rc::gen::inRange<std::uint64_t>(3, 8);
  return terms(batch, *rc::gen::inRange<std::uint64_t>(batch + 2, 2 * batch + 1));
}

Ledger started(const ItemSet& items, const Pulling& terms) {
  return applied(
      {},
      plan_pulling_start(everything(items), terms.allowed, terms.batch_size),
      assignments_for_all()
  );
}

/// Unlike `after`: empty shares stay.
Ledger then(const Ledger& ledger, const Plan& plan) {
  auto changed = applied(ledger, plan, assignments_for_all());
  check_invariants(changed);
  return changed;
}

std::vector<Ordinal> queue_of(const Ledger& ledger) {
  std::vector<Ordinal> order;
  for (const auto& items : ledger.queue) {
    for (const auto item : items.to_vector()) order.push_back(item);
  }
  return order;
}

// B-051
TEST(Pulling, GivesEverybodyABatchAndTheRestWaits) {
  auto two = terms(3, 5);
  two.allowed = {person("ada"), person("ben")};
  const auto ledger = started(ItemSet::range(0, 12), two);
  EXPECT_EQ(open_of(ledger, "ada"), ItemSet::range(0, 3));
  EXPECT_EQ(open_of(ledger, "ben"), ItemSet::range(3, 6));
  EXPECT_EQ(waiting(ledger), 6u);
}

// B-051
TEST(Pulling, ServesEarlierPeopleFirstWhenItemsRunShort) {
  const auto ledger = started(ItemSet::range(0, 5), terms(3, 5));
  EXPECT_EQ(open_of(ledger, "ada").size(), 3u);
  EXPECT_EQ(open_of(ledger, "ben").size(), 2u);
  EXPECT_EQ(ledger.find(person("cleo")), nullptr);
  EXPECT_EQ(waiting(ledger), 0u);
}

// B-032, B-051
TEST(Pulling, KeepsTheOrderOfASelection) {
  Selection selection{.items = ItemSet::range(0, 9), .order = {8, 7, 6, 5, 4, 3, 2, 1, 0}};
  const std::vector<UserId> one{person("ada")};
  const auto plan = plan_pulling_start(selection, one, 3);
  const auto ledger = then({}, plan);
  EXPECT_EQ(open_of(ledger, "ada"), (ItemSet{6, 7, 8}));
  EXPECT_EQ(ledger.queue, (std::vector<ItemSet>{{3, 4, 5}, {0, 1, 2}}));
}

// B-052
TEST(Pulling, TermsHaveBounds) {
  EXPECT_EQ(checked_pulling(3, 5)->max_workload, 5u);
  EXPECT_EQ(checked_pulling(100, 200)->max_workload, 200u);
  EXPECT_EQ(checked_pulling(10, std::nullopt)->max_workload, 12u);
  EXPECT_EQ(checked_pulling(std::nullopt, 12)->batch_size, 10u);
  EXPECT_EQ(checked_pulling(std::nullopt, 200)->batch_size, 100u);
  EXPECT_EQ(checked_pulling(std::nullopt, 5)->batch_size, 3u);
  const std::pair<std::optional<int>, std::optional<int>> wrong[] = {
      {2, std::nullopt},
      {101, std::nullopt},
      {10, 11},
      {10, 21},
      {std::nullopt, 4},
      {std::nullopt, 201}
  };
  for (const auto& [batch, workload] : wrong) {
    EXPECT_FALSE(checked_pulling(batch, workload).has_value());
  }
  EXPECT_TRUE(checked_idle(5).has_value());
  EXPECT_TRUE(checked_idle(10'080).has_value());
  EXPECT_FALSE(checked_idle(4).has_value());
  EXPECT_FALSE(checked_idle(10'081).has_value());
}

/// Work in a pulling task, in any order.
Ledger pulled(const Pulling& terms) {
  auto ledger = started(*some_items(), terms);
  const auto steps = *rc::gen::inRange(0, 10);
  for (int step = 0; step < steps; ++step) {
    const auto kind = *rc::gen::inRange(0, 4);
    if (kind == 0) complete(ledger, *some_items());
    if (kind == 1) {
      ledger = then(ledger, plan_queueing(ledger, everything(*some_items()), terms));
    }
    if (kind == 2) {
      const std::vector<UserId> who{*rc::gen::elementOf(crowd)};
      ledger = then(ledger, plan_giving_back(ledger, who, MoveKind::clear));
    }
    if (kind == 3) {
      ledger = then(
          ledger, plan_batches(ledger, terms, contributors_in_turn(ledger, terms), MoveKind::batch)
      );
    }
  }
  return ledger;
}

// B-038, B-055: one move does what the items in the queue, and then first batches of it, would do.
RC_GTEST_PROP(Queueing, ServesWhoComesAsIfTheItemsHadWaited, ()) {
  const auto terms = some_terms();
  const auto ledger = pulled(terms);
  const auto more = everything(*some_items());
  std::vector<UserId> first;
  for (const auto& who : crowd) {
    if (ledger.find(who) == nullptr) first.push_back(who);
  }
  const auto at_once = then(ledger, plan_queueing(ledger, more, terms, first));
  const auto queued = then(ledger, plan_queueing(ledger, more, terms));
  const auto in_turn = then(queued, plan_batches(queued, terms, first, MoveKind::contributors));
  RC_ASSERT(holdings(at_once) == holdings(in_turn));
  RC_ASSERT(at_once.queue == in_turn.queue);
  RC_ASSERT(at_once.members == in_turn.members);
}

// B-053
RC_GTEST_PROP(Batches, AreWholeUnlessItIsTheLastAndNeverTakeAnybodyOverTheLimit, ()) {
  const auto terms = some_terms();
  const auto ledger = pulled(terms);
  const auto after = then(
      ledger, plan_batches(ledger, terms, contributors_in_turn(ledger, terms), MoveKind::batch)
  );
  for (const auto& who : crowd) {
    const auto before = open_of(ledger, who.text.substr(0, who.text.find('@')));
    const auto now = open_of(after, who.text.substr(0, who.text.find('@')));
    RC_ASSERT(before.is_subset_of(now));
    const auto came = now.size() - before.size();
    if (came > 0) RC_ASSERT(now.size() <= terms.max_workload);
    if (came % terms.batch_size != 0) RC_ASSERT(after.queue.empty());
    // Nobody with room is left without while items wait.
    if (!after.queue.empty())
      RC_ASSERT(now.size() + terms.batch_size > terms.max_workload || ledger.find(who) == nullptr);
  }
  RC_ASSERT(after.members == ledger.members);
}

// B-053: the queue is served from its front.
RC_GTEST_PROP(Batches, TakeTheFrontOfTheQueue, ()) {
  const auto terms = some_terms();
  const auto ledger = pulled(terms);
  const auto after = then(
      ledger, plan_batches(ledger, terms, contributors_in_turn(ledger, terms), MoveKind::batch)
  );
  const auto before = queue_of(ledger);
  const auto now = queue_of(after);
  RC_ASSERT(now.size() <= before.size());
  RC_ASSERT(std::equal(now.rbegin(), now.rend(), before.rbegin()));
}

// B-054
RC_GTEST_PROP(Clearing, PutsOpenItemsToTheFrontAndLeavesHandledOnes, ()) {
  const auto terms = some_terms();
  const auto ledger = pulled(terms);
  const std::vector<UserId> ada{person("ada")};
  const auto after = then(ledger, plan_giving_back(ledger, ada, MoveKind::clear));
  auto expected = open_of(ledger, "ada").to_vector();
  for (const auto item : queue_of(ledger)) expected.push_back(item);
  RC_ASSERT(queue_of(after) == expected);
  RC_ASSERT(open_of(after, "ada").empty());
  if (const auto* share = ledger.find(ada.front())) {
    RC_ASSERT(after.find(ada.front())->handled() == share->handled());
  }
}

// B-144
RC_GTEST_PROP(DeletedItems, LeaveTheQueueTooAndKeepTheOrderOfTheRest, ()) {
  const auto ledger = pulled(some_terms());
  const auto gone = *some_items();
  const auto left = then(ledger, plan_item_deletion(ledger, gone));
  RC_ASSERT(left.members == ledger.members - gone);
  auto expected = queue_of(ledger);
  std::erase_if(expected, [&](Ordinal item) { return gone.contains(item); });
  RC_ASSERT(queue_of(left) == expected);
}

// B-053: two batches at once only where both fit as a whole.
TEST(Batches, FillTheRoomWithWholeBatches) {
  auto ledger = started(ItemSet::range(0, 40), terms(3, 6));
  complete(ledger, ItemSet::range(0, 3));
  const std::vector<UserId> ada{person("ada")};
  const auto after = then(ledger, plan_batches(ledger, terms(3, 6), ada, MoveKind::batch));
  EXPECT_EQ(open_of(after, "ada").size(), 6u);
}

// 80 §1: a plan describes who gives and gets, and no bystanders.
TEST(Batches, DescribeThoseWhoGetSome) {
  auto two = terms(3, 5);
  two.allowed = {person("ada"), person("ben")};
  auto ledger = started(ItemSet::range(0, 12), two);
  complete(ledger, ItemSet::range(3, 5));
  const auto plan = plan_batches(ledger, two, two.allowed, MoveKind::batch);
  ASSERT_EQ(plan.people.size(), 1u);
  EXPECT_EQ(plan.people[0].person, person("ben"));
  EXPECT_EQ(plan.people[0].open, 1u);
  EXPECT_EQ(plan.people[0].gets, 3u);
  EXPECT_TRUE(has_room(ledger, two, person("ben")));
  EXPECT_FALSE(has_room(ledger, two, person("ada")));
}

// B-055
TEST(Batches, OfSomebodyNewAreOne) {
  Pulling one = terms(3, 6);
  one.allowed = {person("ada")};
  const auto ledger = started(ItemSet::range(0, 40), one);
  const std::vector<UserId> ben{person("ben")};
  const auto after = then(ledger, plan_batches(ledger, one, ben, MoveKind::contributors));
  EXPECT_EQ(open_of(after, "ben").size(), 3u);
}

TEST(Pulling, AContributorIsAllowedOrLocked) {
  Pulling one = terms(3, 6);
  one.remove(person("ada"));
  EXPECT_FALSE(one.allows(person("ada")));
  EXPECT_TRUE(one.locks(person("ada")));
  one.add(person("ada"));
  EXPECT_EQ(one.allowed.back(), person("ada"));
  EXPECT_FALSE(one.locks(person("ada")));
}

TEST(Pulling, KeepsTheOrderInWhichPeopleCame) {
  auto one = terms(3, 6);
  one.allowed = {person("ada"), person("ben"), person("cleo")};
  one.remove(std::vector{person("cleo"), person("ada")});
  EXPECT_EQ(one.allowed, std::vector{person("ben")});
  EXPECT_EQ(one.locked, (std::vector{person("cleo"), person("ada")}));
  one.add(std::vector{person("dan"), person("ben"), person("ada"), person("dan")});
  EXPECT_EQ(one.allowed, (std::vector{person("ben"), person("dan"), person("ada")}));
  EXPECT_EQ(one.locked, std::vector{person("cleo")});
  one.drop(std::vector{person("cleo"), person("dan")});
  EXPECT_TRUE(one.locked.empty());
  EXPECT_EQ(one.allowed, (std::vector{person("ben"), person("ada")}));
}

}  // namespace
}  // namespace allot

#include "domain/undo.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/people.h"
#include "domain/plan_for_tests.h"

namespace allot {
namespace {

Since nothing_since() {
  return {.live = ItemSet::range(0, 100), .annotated = {}, .restated = {}};
}

/// Any move that can be undone.
Plan some_move(const Ledger& ledger) {
  const auto kind = *rc::gen::inRange(0, 4);
  if (kind == 0) {
    return plan_addition(ledger, everything(*some_items()), *some_loads(), MoveKind::add);
  }
  if (kind == 1) return plan_task_redistribution(ledger, *some_loads());
  const auto source = some_share(ledger)->assignment;
  if (kind == 2) return plan_redistribution(ledger, source, *some_loads());
  return plan_reassignment(ledger, source, *rc::gen::elementOf(crowd));
}

// B-292, B-294
RC_GTEST_PROP(Undo, BringsEverythingBackWhenNothingWasDoneSince, ()) {
  const auto ledger = worked_on();
  const auto move = some_move(ledger);
  const auto moved = after(ledger, move);
  const auto undo = plan_undo(moved, move, nothing_since());
  const auto undone = after(moved, undo.plan);
  check_invariants(undone);
  RC_ASSERT(holdings(undone) == holdings(ledger));
  RC_ASSERT(undone.members == ledger.members);
  RC_ASSERT(undo.kept.empty());
  RC_ASSERT(undo.plan.total() == move.total());
}

// B-296
RC_GTEST_PROP(Undo, OfAnUndoIsTheMoveAgain, ()) {
  const auto ledger = worked_on();
  const auto move = some_move(ledger);
  const auto moved = after(ledger, move);
  const auto undo = plan_undo(moved, move, nothing_since());
  const auto undone = after(moved, undo.plan);
  const auto redo = plan_undo(undone, undo.plan, nothing_since());
  RC_ASSERT(holdings(after(undone, redo.plan)) == holdings(moved));
}

/// Statuses and moves by others, after a move.
Ledger worked_on_further(Ledger ledger, ItemSet& restated) {
  const auto steps = *rc::gen::inRange(0, 5);
  for (int step = 0; step < steps; ++step) {
    const auto kind = *rc::gen::inRange(0, 3);
    if (kind == 0) {
      const auto items = *some_items();
      complete(ledger, items, *rc::gen::element<std::string>("completed", "discard", ""));
      restated |= items;
    } else if (kind == 1) {
      ledger = after(ledger, plan_removal(ledger, *some_items()));
    } else if (!ledger.shares.empty()) {
      ledger =
          after(ledger, plan_redistribution(ledger, some_share(ledger)->assignment, *some_loads()));
    }
  }
  return ledger;
}

// B-292, B-294: item by item, from what is observable.
RC_GTEST_PROP(Undo, TakesBackWhatIsUntouchedAndNothingElse, ()) {
  const auto ledger = worked_on();
  const auto before = holdings(ledger);
  const auto move = some_move(ledger);
  const auto moved = after(ledger, move);
  const auto then = holdings(moved);
  Since since{.live = ItemSet::range(0, 100), .annotated = *some_items(), .restated = {}};
  const auto now = worked_on_further(moved, since.restated);
  const auto in_use = *some_items();
  const auto undo = plan_undo(now, move, since, in_use);
  const auto undone = after(now, undo.plan);
  check_invariants(undone);

  const auto left = holdings(now);
  const auto held = holdings(undone);
  const auto find = [](const auto& map, Ordinal item) {
    const auto found = map.find(item);
    using Held = std::pair<std::string, std::string>;
    return found == map.end() ? Held{"nobody", ""} : found->second;
  };
  const auto went = [&](Ordinal item) {
    return find(before, item).first != find(then, item).first;
  };
  std::uint64_t kept = 0;
  for (Ordinal item = 0; item < 100; ++item) {
    const bool open = find(then, item).second.empty();
    const bool untouched = find(left, item) == find(then, item) &&
                           !since.annotated.contains(item) &&
                           (open ? !in_use.contains(item) : !since.restated.contains(item));
    const bool goes_back = went(item) && untouched;
    if (went(item) && !untouched) ++kept;
    RC_ASSERT(find(held, item) == find(goes_back ? before : left, item));
  }
  std::uint64_t counted = 0;
  for (const auto& line : undo.kept) {
    counted += line.moved + line.handled + line.annotated + line.in_use;
  }
  RC_ASSERT(counted == kept);
}

// B-292
TEST(Undo, CountsWhatStaysByItsReason) {
  const auto ledger = task_of(ItemSet::range(0, 10), loads({{"ada", 100}}));
  const auto move =
      plan_redistribution(ledger, assignment_of(person("ada")), loads({{"ben", 100}}));
  auto now = after(ledger, move);
  complete(now, {0, 1});
  now = after(now, plan_removal(now, {2}));
  const Since since{.live = ItemSet::range(0, 10), .annotated = {3, 4, 5}, .restated = {0, 1}};
  const auto undo = plan_undo(now, move, since, {5, 6});
  const std::vector<KeptBack> kept{
      {.person = person("ben"), .moved = 1, .handled = 2, .annotated = 3, .in_use = 1}
  };
  EXPECT_EQ(undo.kept, kept);
  EXPECT_EQ(open_of(after(now, undo.plan), "ada"), ItemSet::range(7, 10));
}

// B-292: an addition that is undone takes out of the task what nobody worked on.
TEST(Undo, OfAnAdditionTakesItemsOutOfTheTask) {
  const auto ledger = task_of(ItemSet::range(0, 2), loads({{"ada", 100}}));
  const auto move =
      plan_addition(ledger, everything(ItemSet::range(2, 6)), loads({{"ben", 100}}), MoveKind::add);
  auto now = after(ledger, move);
  complete(now, {3});
  const auto undone = after(now, plan_undo(now, move, nothing_since()).plan);
  EXPECT_EQ(undone.members, (ItemSet{0, 1, 3}));
}

// What is gone does not come back with an undo of the undo.
TEST(Undo, OfAnUndoneAdditionBringsLiveItemsAlone) {
  const auto ledger = task_of(ItemSet::range(0, 2), loads({{"ada", 100}}));
  const auto move =
      plan_addition(ledger, everything(ItemSet::range(2, 6)), loads({{"ben", 100}}), MoveKind::add);
  const auto moved = after(ledger, move);
  const auto undo = plan_undo(moved, move, nothing_since());
  const auto undone = after(moved, undo.plan);
  const auto redo =
      plan_undo(undone, undo.plan, {.live = ItemSet::range(0, 4), .annotated = {}, .restated = {}});
  EXPECT_EQ(open_of(after(undone, redo.plan), "ben"), (ItemSet{2, 3}));
  ASSERT_EQ(redo.kept.size(), 1u);
  EXPECT_EQ(redo.kept.front().moved, 2u);
}

TEST(Undo, OfItemsFromTheQueuePutsThemToItsFront) {
  Ledger ledger = task_of(ItemSet::range(0, 2), loads({{"ada", 100}}));
  ledger.members |= ItemSet::range(2, 8);
  ledger.queue = {{2, 3, 4}, {5, 6, 7}};
  Plan batch{.kind = MoveKind::contributors};
  batch.handovers.push_back(
      {.from = Holder::queue(), .to = Holder::of(person("ben")), .open = {2, 3, 4, 5}}
  );
  const auto moved = after(ledger, batch);
  const auto undone = after(moved, plan_undo(moved, batch, nothing_since()).plan);
  EXPECT_EQ(undone.queue, (std::vector<ItemSet>{{2, 3, 4, 5}, {6, 7}}));
  check_invariants(undone);
}

// B-038, B-296: as the addition put it there, behind what waits and in the order of its query.
TEST(Undo, OfAnUndoneAdditionPutsItBehindWhatWaits) {
  Ledger ledger = task_of({0, 1}, loads({{"ada", 100}}));
  ledger.members |= ItemSet{2, 3};
  ledger.queue = {{2, 3}};
  Plan addition{.kind = MoveKind::add};
  for (const ItemSet& run : {ItemSet{7, 8}, ItemSet{4, 5, 6}}) {
    addition.handovers.push_back({.from = Holder::outside(), .to = Holder::queue(), .open = run});
  }
  const auto added = after(ledger, addition);
  const auto undo = plan_undo(added, addition, nothing_since());
  const auto undone = after(added, undo.plan);
  EXPECT_EQ(undone.queue, ledger.queue);
  const auto redo = plan_undo(undone, undo.plan, nothing_since());
  const auto again = after(undone, redo.plan);
  EXPECT_EQ(again.queue, added.queue);
  check_invariants(again);
}

// B-292: what somebody was brought in with, and nothing that they have from elsewhere.
TEST(Undo, OfContributorsTakesWhatItGaveAndIsUntouched) {
  Ledger ledger = task_of({0, 1}, loads({{"ada", 100}}));
  ledger.members |= ItemSet::range(2, 8);
  ledger.queue = {ItemSet::range(2, 8)};
  Plan addition{.kind = MoveKind::contributors};
  addition.handovers.push_back(
      {.from = Holder::queue(), .to = Holder::of(person("ben")), .open = {2, 3, 4, 5}}
  );
  auto now = after(ledger, addition);
  complete(now, {2});
  now = after(now, plan_redistribution(now, assignment_of(person("ada")), loads({{"ben", 100}})));
  const Since since{.live = ItemSet::range(0, 10), .annotated = {2, 3}, .restated = {2}};
  const auto undo = plan_undo(now, addition, since, {0, 4});
  const auto undone = after(now, undo.plan);
  check_invariants(undone);
  EXPECT_EQ(open_of(undone, "ben"), (ItemSet{0, 1, 3, 4}));
  EXPECT_EQ(undone.queue, (std::vector<ItemSet>{{5}, {6, 7}}));
  const std::vector<KeptBack> kept{
      {.person = person("ben"), .handled = 1, .annotated = 1, .in_use = 1}
  };
  EXPECT_EQ(undo.kept, kept);
  EXPECT_EQ(undo.plan.left, (LeftBehind{.handled = 1, .in_use = 1, .not_matching = 1}));
  EXPECT_EQ(undo.plan.total(), 1u);
}

TEST(Undo, TellsWhatSomebodyHasOpenThen) {
  const auto ledger = task_of(ItemSet::range(0, 4), loads({{"ada", 50}, {"ben", 50}}));
  const auto move =
      plan_redistribution(ledger, assignment_of(person("ada")), loads({{"cleo", 100}}));
  const auto now = after(ledger, move);
  const auto undo = plan_undo(now, move, nothing_since(), {1});
  EXPECT_EQ(open_after(undo.plan, now, person("ada")), 1u);
  EXPECT_EQ(open_after(undo.plan, now, person("ben")), 2u);
  EXPECT_EQ(open_after(undo.plan, now, person("cleo")), 1u);
  EXPECT_EQ(open_after(undo.plan, now, person("dan")), 0u);
}

}  // namespace
}  // namespace allot

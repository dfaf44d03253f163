// What plans and their undoing make of a queue, next to the same done hand-over by hand-over.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/people.h"
#include "domain/plan_for_tests.h"
#include "domain/pulling.h"
#include "domain/undo.h"

namespace allot {
namespace {

constexpr Ordinal waiting_first = 60;  // the items of plan_for_tests.h are below
constexpr Ordinal waiting_end = 100;

/// Any work, with some more items that wait in up to four sets.
Ledger with_a_queue() {
  auto ledger = worked_on();
  const auto place_of = *rc::gen::container<std::vector<std::size_t>>(
      waiting_end - waiting_first, rc::gen::inRange<std::size_t>(0, 5)
  );
  std::vector<ItemSet> sets(5);
  for (Ordinal item = waiting_first; item < waiting_end; ++item) {
    sets[place_of[item - waiting_first]].insert(item);
  }
  sets.pop_back();  // those are not in the task
  std::erase_if(sets, [](const ItemSet& set) { return set.empty(); });
  for (const auto& set : sets) ledger.members |= set;
  ledger.queue = std::move(sets);
  return ledger;
}

bool waits(const Ledger& ledger, Ordinal item) {
  return std::ranges::any_of(ledger.queue, [&](const ItemSet& set) { return set.contains(item); });
}

bool is_in_queue(const Holder& holder) {
  return holder.place == Holder::Place::queue || holder.place == Holder::Place::queue_front;
}

/// A hand-over for each number that is drawn, so that a place has several.
class Handovers {
 public:
  void add(int number, const Holder& from, const Holder& to, Ordinal item) {
    auto& handover = all_[number];
    handover.from = from;
    handover.to = to;
    handover.open.insert(item);
  }

  Plan take() {
    Plan plan{.kind = MoveKind::undo};
    for (auto& [number, handover] : all_) plan.handovers.push_back(std::move(handover));
    return plan;
  }

 private:
  std::map<int, Handover> all_;
};

/// Items from the queue to anywhere, and open items of people to both of its ends.
Plan some_plan_of_the_queue(const Ledger& ledger) {
  const std::vector<Holder> places{
      Holder::of(crowd[0]),
      Holder::of(crowd[1]),
      Holder::queue(),
      Holder::queue_front(),
      Holder::outside()
  };
  Handovers handovers;
  for (const auto& set : ledger.queue) {
    set.for_each([&](Ordinal item) {
      const auto number = *rc::gen::inRange(0, 20);  // above 15 it stays
      if (number >= 15) return;
      const auto& to = places[static_cast<std::size_t>(number) % places.size()];
      handovers.add(number, Holder::queue(), to, item);
    });
  }
  int person = 0;
  for (const auto& share : ledger.shares) {
    const auto from = 20 + 3 * person++;
    share.open.for_each([&](Ordinal item) {
      const auto number = *rc::gen::inRange(0, 3);
      if (number == 0) return;
      const auto to = number == 1 ? Holder::queue() : Holder::queue_front();
      handovers.add(from + number, Holder::of(share.annotator), to, item);
    });
  }
  return handovers.take();
}

/// The queue after a plan, hand-over by hand-over.
std::vector<ItemSet> queue_after(std::vector<ItemSet> queue, const Plan& plan) {
  ItemSet front;
  for (const auto& handover : plan.handovers) {
    if (is_in_queue(handover.from)) {
      for (auto& set : queue) set -= handover.open;
    }
    if (handover.to == Holder::queue()) queue.push_back(handover.open);
    if (handover.to == Holder::queue_front()) front |= handover.open;
  }
  queue.insert(queue.begin(), front);
  std::erase_if(queue, [](const ItemSet& set) { return set.empty(); });
  return queue;
}

// B-053, B-054
RC_GTEST_PROP(Queue, IsAfterAPlanAsItIsAfterEachOfItsHandoversInTurn, ()) {
  const auto ledger = with_a_queue();
  const auto plan = some_plan_of_the_queue(ledger);
  const auto changed = after(ledger, plan);
  check_invariants(changed);
  RC_ASSERT(changed.queue == queue_after(ledger.queue, plan));
  auto held = holdings(ledger);
  for (const auto& handover : plan.handovers) {
    handover.open.for_each([&](Ordinal item) {
      held.erase(item);
      if (handover.to.place == Holder::Place::person) held[item] = {handover.to.person.text, ""};
    });
  }
  RC_ASSERT(holdings(changed) == held);
}

// What does not wait is not taken from the queue.
TEST(Queue, GivesOnlyWhatWaits) {
  Ledger ledger = task_of({0, 1}, loads({{"ada", 100}}));
  ledger.members |= ItemSet{2, 3};
  ledger.queue = {{2, 3}};
  Plan plan{.kind = MoveKind::batch};
  plan.handovers.push_back(
      {.from = Holder::queue(), .to = Holder::of(person("ben")), .open = {1, 2}}
  );
  EXPECT_THROW(after(ledger, plan), BrokenInvariant);
}

// B-292, B-295: item by item, of everybody's items that went to the queue and in part on from it.
RC_GTEST_PROP(Queue, GivesBackByAnUndoWhatWaitsStill, ()) {
  const auto ledger = with_a_queue();
  std::vector<UserId> people;
  for (const auto& share : ledger.shares) people.push_back(share.annotator);
  const auto move = plan_giving_back(ledger, people, MoveKind::contributors);
  const auto moved = after(ledger, move);
  const Pulling terms{.batch_size = 3, .max_workload = 9, .allowed = crowd, .locked = {}};
  const auto who = *rc::gen::container<std::vector<UserId>>(rc::gen::elementOf(crowd));
  const std::set<UserId> distinct(who.begin(), who.end());
  const std::vector<UserId> pulling(distinct.begin(), distinct.end());
  const auto now = after(moved, plan_batches(moved, terms, pulling, MoveKind::batch));
  const Since since{
      .live = ItemSet::range(0, waiting_end), .annotated = *some_items(), .restated = {}
  };
  const auto in_use = *some_items();
  const auto undo = plan_undo(now, move, since, in_use);
  check_invariants(after(now, undo.plan));

  std::vector<Handover> expected;
  std::uint64_t kept = 0;
  for (const auto& handover : move.handovers) {
    Handover back{.from = Holder::queue_front(), .to = handover.from, .open = {}, .by_status = {}};
    handover.open.for_each([&](Ordinal item) {
      const bool is_touched = since.annotated.contains(item) || in_use.contains(item);
      waits(now, item) && !is_touched ? back.open.insert(item) : static_cast<void>(++kept);
    });
    if (!back.open.empty()) expected.push_back(std::move(back));
  }
  RC_ASSERT(undo.plan.handovers == expected);
  std::uint64_t counted = 0;
  for (const auto& line : undo.kept) counted += line.moved + line.annotated + line.in_use;
  RC_ASSERT(counted == kept);
}

// 80 §1: people as they are after both.
TEST(PlansOfPeople, AreToldWithTheNext) {
  const auto ledger = task_of(ItemSet::range(0, 4), loads({{"ada", 50}, {"ben", 50}}));
  const auto move =
      plan_redistribution(ledger, assignment_of(person("ada")), loads({{"ben", 100}}));
  const auto now = after(ledger, move);
  const auto next =
      plan_redistribution(now, assignment_of(person("ben")), loads({{"ben", 50}, {"cleo", 50}}));
  auto people = move.people;
  add_next(people, next);
  ASSERT_EQ(people.size(), 3u);
  EXPECT_EQ(people[0].person, person("ben"));
  EXPECT_EQ(people[0].open, 2u);
  EXPECT_EQ(people[0].gets, 2u);
  EXPECT_EQ(people[0].gives, 2u);
  EXPECT_EQ(people[0].after, 2u);
  EXPECT_EQ(people[1].person, person("ada"));
  EXPECT_EQ(
      people[2], (PersonPlan{.person = person("cleo"), .assignment = {}, .gets = 2, .after = 2})
  );
}

}  // namespace
}  // namespace allot

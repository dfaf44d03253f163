// Whoever was brought into a pulling task works there, and is given more, before it is undone.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/use_item.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/pulling_for_tests.h"

namespace allot::test {
namespace {

using Spot = std::pair<std::string, std::string>;  // who, or "queue"; the status

class UndoOfContributors : public PullingTask {
 protected:
  UndoOfContributors() { start({"ada", "ben"}, 30); }

  void redistribute(std::string_view from, const std::string& to) {
    const auto of_from = world.assignment_of(task, from);
    if (!of_from || terms().locks(World::person(to))) return;
    RC_ASSERT(redistribute_assignment(
                  world.env(),
                  world.manager(),
                  {.assignment = of_from->id, .loads = equal_loads_for({to})}
    )
                  .has_value());
  }

  void add(const std::vector<ItemId>& more, const std::string& with) {
    RC_ASSERT(add_items(
                  world.env(),
                  world.manager(),
                  {.task = task, .query = World::query_of(more), .loads = equal_loads_for({with})}
    )
                  .has_value());
  }

  Undone undone(const OperationId& id) {
    const auto outcome = undo_operation(world.env(), world.manager(), {.operation = id});
    RC_ASSERT(outcome.has_value());
    return std::get<Undone>(std::get<Command>(*outcome).result);
  }

  Plan preview_of_undo(const OperationId& id) {
    const auto outcome =
        undo_operation(world.env(), world.manager(), {.operation = id, .how = {.dry_run = true}});
    RC_ASSERT(outcome.has_value());
    return std::get<Preview>(*outcome).plan;
  }

  enum class Way { by_name, by_undo, beside_items };

  /// The operation that brings cleo in: by name, by the undo of her removal, or beside items.
  OperationId bring_cleo_in(Way way) {
    switch (way) {
      case Way::by_name:
        change(ContributorsChange::add, {"cleo"});
        return newest(MoveKind::contributors).id;
      case Way::beside_items: add(world.items(4, "more"), "cleo"); return newest(MoveKind::add).id;
      case Way::by_undo: break;
    }
    change(ContributorsChange::add, {"cleo"});
    change(ContributorsChange::remove, {"cleo"});
    return undone(newest(MoveKind::contributors).id).operation;
  }

  void annotate_one() {
    const auto item = some_open_of_cleo();
    if (!item) return;
    const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
    RC_ASSERT(create_annotations(world.env(), world.caller("cleo"), ids_of(ItemSet{*item})[0], one)
                  .has_value());
    annotated |= ItemSet{*item};
  }

  void use_one() {
    const auto item = some_open_of_cleo();
    if (!item) return;
    RC_ASSERT(
        use_item(world.env(), world.caller("cleo"), assignment("cleo"), ids_of(ItemSet{*item})[0])
            .has_value()
    );
  }

  void complete_some() {
    const auto open = held("cleo").open;
    if (open > 0)
      RC_ASSERT(complete("cleo", *rc::gen::inRange<std::size_t>(1, open + 1)).has_value());
  }

  void clear() {
    if (!world.assignment_of(task, "cleo")) return;
    RC_ASSERT(clear_batch(world.env(), world.caller("cleo"), {.assignment = assignment("cleo")})
                  .has_value());
  }

  void work() {
    switch (*rc::gen::inRange(0, 4)) {
      case 0: return annotate_one();
      case 1: return use_one();
      case 2: return complete_some();
      default: return clear();
    }
  }

  void move() {
    switch (*rc::gen::inRange(0, 3)) {
      case 0: return redistribute("ada", "cleo");
      case 1: return redistribute("cleo", "ben");
      default: return redistribute("ben", "cleo");
    }
  }

  /// Of what this gave, what an undo is to take.
  ItemSet untouched(const Plan& done) {
    const auto ledger = world.ledger(task);
    const auto in_use = world.env().in_use.of(world.dataset(), task);
    ItemSet found;
    for (const auto& handover : done.handovers) {
      ItemSet there;
      if (handover.to.place == Holder::Place::person) {
        const auto* share = ledger.find(handover.to.person);
        if (share != nullptr) there = share->open - in_use;
      } else {
        for (const auto& waiting : ledger.queue) there |= waiting;
      }
      found |= (handover.open & there) - annotated;
    }
    return found;
  }

  std::map<Ordinal, Spot> spots() {
    std::map<Ordinal, Spot> spots;
    const auto ledger = world.ledger(task);
    for (const auto& share : ledger.shares) {
      const auto& who = share.annotator.text;
      share.open.for_each([&](Ordinal item) { spots[item] = {who, ""}; });
      for (const auto& [word, said] : share.by_status) {
        said.for_each([&](Ordinal item) { spots[item] = {who, word}; });
      }
    }
    for (const auto& waiting : ledger.queue) {
      waiting.for_each([&](Ordinal item) { spots[item] = {"queue", ""}; });
    }
    return spots;
  }

  /// All that an undo changes.
  auto state() {
    const auto now = terms();
    std::set<std::pair<UserId, AssignmentId>> assignments;
    for (const auto& share : world.ledger(task).shares) {
      assignments.emplace(share.annotator, share.assignment);
    }
    return std::tuple(
        spots(),
        assignments,
        std::set(now.allowed.begin(), now.allowed.end()),
        std::set(now.locked.begin(), now.locked.end())
    );
  }

  static std::string name_of(const UserId& person) {
    return person.text.substr(0, person.text.find('@'));
  }

  ItemSet annotated;  // since she was brought in

 private:
  std::optional<Ordinal> some_open_of_cleo() {
    const auto ledger = world.ledger(task);
    const auto* share = ledger.find(World::person("cleo"));
    if (share == nullptr || share->open.empty()) return std::nullopt;
    return *rc::gen::elementOf(share->open.to_vector());
  }
};

// B-055, B-292, B-295, 80 §4
RC_GTEST_FIXTURE_PROP(UndoOfContributors, TakesBackWhatItGaveAndIsUntouched, ()) {
  if (*rc::gen::arbitrary<bool>()) redistribute("ada", "cleo");
  const auto operation =
      bring_cleo_in(*rc::gen::element(Way::by_name, Way::by_undo, Way::beside_items));
  const auto steps = *rc::gen::inRange(0, 6);
  for (int step = 0; step < steps; ++step) *rc::gen::arbitrary<bool>() ? work() : move();
  const auto told = read_operation(world.env(), world.manager(), operation)->undoable;
  const auto expected =
      untouched(read_operation(world.env(), world.manager(), operation)->operation.plan);
  const auto shown = preview_of_undo(operation);
  RC_ASSERT(shown.total() == expected.size());
  const auto done = undone(operation);
  for (const auto& line : shown.people) {
    RC_ASSERT(held(name_of(line.person)).open == line.after);
  }
  ItemSet taken;
  for (const auto& handover : newest(MoveKind::undo).plan.handovers) taken |= handover.items();
  RC_ASSERT(taken == expected);
  RC_ASSERT(done.count == expected.size());
  RC_ASSERT(told.items == expected.size());
  RC_ASSERT(!terms().allows(World::person("cleo")));
  const auto ledger = world.ledger(task);
  for (const auto& person : terms().locked) {
    const auto* share = ledger.find(person);
    RC_ASSERT(share == nullptr || share->open.empty());
  }
}

// B-296: where nobody else has room for what came back. Items that come into the task again are
// offered like any that are added (B-053), so that is no exact inverse.
RC_GTEST_FIXTURE_PROP(UndoOfContributors, IsTakenBackWholeByAnother, ()) {
  for (const auto* name : {"ada", "ben"}) {
    RC_ASSERT(
        load_batch(world.env(), world.caller(name), {.assignment = assignment(name)}).has_value()
    );
  }
  const auto operation = bring_cleo_in(*rc::gen::element(Way::by_name, Way::by_undo));
  const auto steps = *rc::gen::inRange(0, 5);
  for (int step = 0; step < steps; ++step) work();
  const auto before = state();
  const bool has_work = held("cleo").open > 0;
  undone(undone(operation).operation);
  // Who comes back with nothing is offered a batch (B-055).
  if (!has_work) {
    RC_ASSERT(held("cleo").open > 0);
    return;
  }
  RC_ASSERT(state() == before);
}

}  // namespace
}  // namespace allot::test

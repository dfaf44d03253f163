#include "usecases/tasks/remove_items.h"

#include <algorithm>

#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/movable.h"

namespace allot {

namespace {

/// On a reader's snapshot: filters never run on the writer.
Result<std::optional<MatchedWork>> pick(Env& env, const Caller& caller, const RemoveItems& input) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<MatchedWork>> {
    const auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    return match_work(tx, caller, task.dataset, {.query = input.query}, input.how);
  });
}

Result<Outcome> pick_and_remove(
    Env& env, const Caller& caller, const RemoveItems& input, LookAgain look
) {
  const auto matched = TRY(pick(env, caller, input));
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    TRY(require_allows(task, TaskAct::move_work));
    auto ledger = tx.ledgers().of(task.id);
    const auto items = TRY(still_matching(tx, matched->named, look));
    auto decided = plan_removal(*ledger, items);
    const auto picked = TRY(picked_of(tx, *matched, ledger->members, input.how, look));
    return PlannedMove{
        .task = std::move(task),
        .ledger = std::move(ledger),
        .plan = std::move(decided),
        .picked = picked
    };
  };
  return move_work(
      env,
      scope_of(input.task),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto moved = carry_out(env, tx, caller, move);
        offer_to_emptied(tx, move.task, move.plan, *move.ledger, moved.ledger);
        return NewCommand{
            .project = move.task.project,
            .result =
                ItemsRemoved{
                    .task = move.task.id,
                    .removed = move.plan.total(),
                    .named = move.plan.total() + move.plan.left.handled,
                    .operation = moved.operation
                }
        };
      }
  );
}

/// Does it take items from people, or only from the queue?
bool makes_room(const Plan& plan) {
  return std::ranges::any_of(plan.handovers, [](const Handover& handover) {
    return handover.from.place == Holder::Place::person;
  });
}

}  // namespace

Result<Outcome> remove_items(Env& env, const Caller& caller, const RemoveItems& input) {
  return match_and_change([&](LookAgain look) { return pick_and_remove(env, caller, input, look); }
  );
}

void take_out_of_tasks(
    Env& env, Transaction& tx, const Caller& caller, const DatasetId& dataset, const ItemSet& items
) {
  for (const auto& [id, ledger] : tx.ledgers().holding(dataset, items)) {
    const auto row = tx.tasks().find(id);
    CHECK(row.has_value());
    const auto& task = *row;
    const auto plan = plan_item_deletion(*ledger, items);
    static_cast<void>(carry_out(env, tx, caller, task, *ledger, plan));
    if (makes_room(plan)) offer_batches(env, tx, caller, task);
  }
}

}  // namespace allot

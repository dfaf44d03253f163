#include "usecases/tasks/add_items.h"

#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

/// What the query picks, on a reader's snapshot: filters never run on the writer.
Result<Picked> pick(Env& env, const Caller& caller, const AddItems& input) {
  return read(env.store, [&](const Transaction& tx) -> Result<Picked> {
    const auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    auto picked = TRY(pick_items(tx, caller, task.dataset, input.query));
    if (input.limit) picked.selection = picked.selection.limited(*input.limit);
    return picked;
  });
}

Result<std::vector<Load>> people(
    const Transaction& tx, const Task& task, const Ledger& ledger, const AddItems& input
) {
  if (!input.loads.empty()) return receivers(tx, task.project, input.loads);
  auto present = present_people(ledger);
  std::erase_if(present, [&](const Load& load) {
    return is_inactive(tx, task.project, load.assignee);
  });
  if (present.empty()) {
    return invalid_field(
        "workload",
        "is missing: nobody in the task could get the items",
        "Nobody in the task could get the items; name people in `workload`."
    );
  }
  return present;
}

Result<Outcome> pick_and_add(
    Env& env, const Caller& caller, const AddItems& input, LookAgain look
) {
  const auto picked = TRY(pick(env, caller, input));
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    TRY(require_allows(task, TaskAct::move_work));
    auto ledger = tx.ledgers().of(task.id);
    const auto loads = TRY(people(tx, task, *ledger, input));
    const auto selection = TRY(still_picked(tx, picked, look));
    auto decided = plan_addition(*ledger, selection, loads, MoveKind::add);
    return PlannedMove{
        .task = std::move(task), .ledger = std::move(ledger), .plan = std::move(decided)
    };
  };
  return move_work(
      env,
      scope_of(input.task),
      caller,
      input.dry_run,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto moved = carry_out(env, tx, caller, move);
        return NewCommand{
            .project = move.task.project,
            .result =
                ItemsAdded{
                    .payload = input.payload, .task = move.task.id, .operation = moved.operation
                }
        };
      }
  );
}

}  // namespace

Result<Outcome> add_items(Env& env, const Caller& caller, const AddItems& input) {
  return match_and_change([&](LookAgain look) { return pick_and_add(env, caller, input, look); });
}

}  // namespace allot

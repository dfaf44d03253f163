#include "usecases/assignments/redistribute.h"

#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

/// What the query names, found on a reader's snapshot: filters never run on the writer.
Result<std::optional<MatchedWork>> match(
    Env& env, const Caller& caller, const RedistributeAssignment& input
) {
  if (!input.which.query) return std::optional<MatchedWork>{};
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<MatchedWork>> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    return match_work(tx, caller, found.task.dataset, input.which, input.how);
  });
}

Result<Outcome> match_and_redistribute(
    Env& env, const Caller& caller, const RedistributeAssignment& input, LookAgain look
) {
  const auto matched = TRY(match(env, caller, input));
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    TRY(require_same_task(found.task, input.task));
    TRY(require_allows(found.task, TaskAct::move_work));
    const auto loads = TRY(receivers(tx, found.task, input.loads));
    auto ledger = tx.ledgers().of(found.task.id);
    const auto* source = ledger->find(found.assignment.id);
    CHECK(source != nullptr);
    const auto work = TRY(
        movable_work(env, tx, found.task, source->items(), matched, input.which, input.how, look)
    );
    auto decided = plan_redistribution(*ledger, found.assignment.id, loads, work.movable);
    return PlannedMove{
        .task = found.task,
        .ledger = std::move(ledger),
        .plan = std::move(decided),
        .picked = work.picked
    };
  };
  return move_work(
      env,
      scope_of(input.assignment),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto moved = carry_out(env, tx, caller, move);
        offer_to_emptied(tx, move.task, move.plan, *move.ledger, moved.ledger);
        return NewCommand{
            .project = move.task.project,
            .result =
                Redistributed{
                    .assignment = input.assignment,
                    .workload = input.loads,
                    .operation = moved.operation
                }
        };
      }
  );
}

}  // namespace

Result<Outcome> redistribute_assignment(
    Env& env, const Caller& caller, const RedistributeAssignment& input
) {
  return match_and_change([&](LookAgain look) {
    return match_and_redistribute(env, caller, input, look);
  });
}

}  // namespace allot

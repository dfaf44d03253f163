#include "usecases/tasks/redistribute.h"

#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

Result<std::optional<MatchedWork>> match(
    Env& env, const Caller& caller, const RedistributeTask& input
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<MatchedWork>> {
    const auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    return match_work(tx, caller, task.dataset, input.which, input.how);
  });
}

Result<Outcome> match_and_redistribute(
    Env& env, const Caller& caller, const RedistributeTask& input, LookAgain look
) {
  std::optional<MatchedWork> matched;
  if (input.which.query) matched = TRY(match(env, caller, input));
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    TRY(require_allows(task, TaskAct::move_work));
    const auto loads = TRY(receivers(tx, task, input.loads));
    auto ledger = tx.ledgers().of(task.id);
    const auto work =
        TRY(movable_work(env, tx, task, ledger->members, matched, input.which, input.how, look));
    auto decided = plan_task_redistribution(*ledger, loads, work.movable);
    return PlannedMove{
        .task = std::move(task),
        .ledger = std::move(ledger),
        .plan = std::move(decided),
        .picked = work.picked
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
                TaskRedistributed{
                    .task = input.task, .workload = input.loads, .operation = moved.operation
                }
        };
      }
  );
}

}  // namespace

Result<Outcome> redistribute_task(Env& env, const Caller& caller, const RedistributeTask& input) {
  return match_and_change([&](LookAgain look) {
    return match_and_redistribute(env, caller, input, look);
  });
}

}  // namespace allot

#include "usecases/tasks/delete.h"

#include <fmt/format.h>

#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/telling.h"

namespace allot {

Result<Outcome> delete_task(Env& env, const Caller& caller, const DeleteTask& input) {
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::edit_task));
    auto ledger = tx.ledgers().of(task.id);
    if (input.only_if_empty && !ledger->members.empty()) {
      return fail(
          ErrorCode::conflict, fmt::format("The task still has {} items.", ledger->members.size())
      );
    }
    auto decided = plan_task_deletion(*ledger);
    return PlannedMove{
        .task = std::move(task), .ledger = std::move(ledger), .plan = std::move(decided)
    };
  };
  return move_work(
      env,
      scope_of(input.task),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto operation = env.ids.next<OperationId>();
        std::vector<AssignmentId> assignments;
        for (const auto& share : move.ledger->shares) assignments.push_back(share.assignment);
        note_assignments(env, tx, caller, move.task, Act::deleted, assignments);
        tx.tasks().remove(move.task.id);
        env.in_use.end(move.task.dataset, move.task.id);
        tx.operations().record(
            {.id = operation,
             .task = move.task.id,
             .by = caller.user,
             .at = env.clock.now(),
             .plan = move.plan,
             .undo_of = {},
             .emptied = {},
             .came = {},
             .went = {},
             .undone_by = {},
             .after = {}}
        );
        if (const auto items = move.plan.total(); items > 0) {
          tell(
              env,
              tx,
              caller,
              move.task,
              WorkMoved{.operation = operation, .items = items, .task_name = move.task.name}
          );
        }
        tell(env, tx, caller, move.task, deleted(move.task.id));
        return NewCommand{
            .project = move.task.project, .result = TaskDeleted{.task = move.task.id}
        };
      }
  );
}

}  // namespace allot

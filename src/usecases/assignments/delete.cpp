#include "usecases/assignments/delete.h"

#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// The assignment itself goes whatever rule keeps empty ones (B-102).
void drop(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, const AssignmentId& id
) {
  if (!tx.assignments().find(id)) return;
  tx.assignments().remove(id);
  tell(env, tx, caller, task, deleted(id));
}

}  // namespace

Result<Outcome> delete_assignment(Env& env, const Caller& caller, const DeleteAssignment& input) {
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    TRY(require_allows(found.task, TaskAct::move_work));
    auto ledger = tx.ledgers().of(found.task.id);
    auto decided = plan_assignment_deletion(*ledger, found.assignment.id);
    return PlannedMove{
        .task = std::move(found.task), .ledger = std::move(ledger), .plan = std::move(decided)
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
        drop(env, tx, caller, move.task, input.assignment);
        return NewCommand{
            .project = move.task.project,
            .result =
                AssignmentDeleted{.assignment = input.assignment, .operation = moved.operation}
        };
      }
  );
}

}  // namespace allot

#include "usecases/operations/undo.h"

#include <fmt/format.h>

#include <algorithm>

#include "usecases/access.h"
#include "usecases/operations/taking_back.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/movable.h"

namespace allot {

namespace {

/// What is read before the transaction: the sets of a move can be large, and much can have been
/// done since.
struct Ground {
  Operation operation;
  SeenSince seen;
};

Result<Done> require_undoable(const Operation& operation) {
  auto reason = why_not_undoable(operation);
  if (reason.empty()) return Done{};
  const auto code =
      is_undoable(operation.plan.kind) ? ErrorCode::conflict : ErrorCode::not_undoable;
  return fail(code, std::move(reason));
}

Result<Ground> look(Env& env, const Caller& caller, const OperationId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<Ground> {
    auto found = TRY(get_operation(tx, caller, id, Verb::move_work));
    TRY(require_undoable(found.operation));
    auto seen = seen_since(tx, found.task, found.operation);
    return Ground{.operation = std::move(found.operation), .seen = std::move(seen)};
  });
}

/// Errors: conflict (somebody who would get items was removed from the project).
Result<Done> require_present(const Transaction& tx, const Task& task, const Plan& plan) {
  for (const auto& handover : plan.handovers) {
    if (handover.to.place != Holder::Place::person) continue;
    const auto& person = handover.to.person;
    if (!is_inactive(tx, task.project, person)) continue;
    return fail(
        ErrorCode::conflict,
        fmt::format("{} was removed from the project and cannot get items back.", person.text)
    );
  }
  return Done{};
}

/// Whom the undo gives an old assignment has it in the plan.
void name_returning(Plan& plan, const Operation& operation) {
  for (auto& person : plan.people) {
    if (!person.assignment.empty()) continue;
    const auto had = std::ranges::find(operation.emptied, person.person, &Assignment::annotator);
    if (had != operation.emptied.end()) person.assignment = had->id;
  }
}

/// The list of allowed assignees is as it was, too. Who came by the operation stays locked where
/// there is past work, and is gone otherwise (B-295).
void take_contributors_back(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    Task& task,
    const Ledger& before,
    const Operation& operation
) {
  if (operation.came.empty() && operation.went.empty()) return;
  auto terms = *task.pulling;
  for (const auto& person : operation.went) terms.add(person);
  for (const auto& person : operation.came) {
    terms.remove(person);
    const auto* share = before.find(person);
    if (share == nullptr || share->by_status.empty()) std::erase(terms.locked, person);
  }
  put_terms(env, tx, caller, task, std::move(terms));
}

}  // namespace

Result<Outcome> undo_operation(Env& env, const Caller& caller, const UndoOperation& input) {
  const auto ground = TRY(look(env, caller, input.operation));
  const auto& operation = ground.operation;
  std::vector<KeptBack> kept;
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, operation.task, Verb::move_work));
    TRY(require_allows(task, TaskAct::move_work));
    if (tx.operations().is_undone(operation.id)) {
      return fail(ErrorCode::conflict, "It was undone already.");
    }
    auto ledger = tx.ledgers().of(task.id);
    const auto since = until_now(tx, task, ground.seen);
    const auto in_use = kept_in_use(env, task, input.how);
    auto undo = plan_undo(*ledger, operation.plan, since, in_use);
    if (!operation.came.empty()) {
      give_back_rest(undo.plan, *ledger, operation.came, in_use);
    }
    TRY(require_present(tx, task, undo.plan));
    name_returning(undo.plan, operation);
    kept = std::move(undo.kept);
    return PlannedMove{
        .task = std::move(task), .ledger = std::move(ledger), .plan = std::move(undo.plan)
    };
  };
  return move_work(
      env,
      scope_of(operation.task),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        auto task = move.task;
        take_contributors_back(env, tx, caller, task, *move.ledger, operation);
        const Manner manner{
            .like = {},
            .returning = operation.emptied,
            .undo_of = operation.id,
            .came = operation.went,
            .went = operation.came
        };
        const auto moved = carry_out(env, tx, caller, task, *move.ledger, move.plan, manner);
        return NewCommand{
            .project = move.task.project,
            .result =
                Undone{
                    .undone = operation.id,
                    .operation = moved.operation,
                    .count = move.plan.total(),
                    .kept = kept
                }
        };
      }
  );
}

}  // namespace allot

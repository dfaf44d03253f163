#include "usecases/operations/undo.h"

#include "usecases/access.h"
#include "usecases/operations/taking_back.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

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

/// The list of allowed assignees is as it was, too (B-295).
Pulling terms_after(const Task& task, const TakingBack& back) {
  auto terms = *task.pulling;
  terms.add(back.come);
  terms.drop(back.go);
  terms.remove(back.locked);
  return terms;
}

/// What came to the queue is offered, but not to whom it was taken from (B-053): these; nullopt:
/// nothing came there.
std::optional<std::vector<UserId>> passed_over(const Plan& undo) {
  using Place = Holder::Place;
  bool came = false;
  std::vector<UserId> givers;
  for (const auto& handover : undo.handovers) {
    const auto to = handover.to.place;
    came = came || to == Place::queue || to == Place::queue_front;
    if (handover.from.place == Place::person) givers.push_back(handover.from.person);
  }
  return came ? std::optional(std::move(givers)) : std::nullopt;
}

/// Who is a contributor again and has nothing is offered a batch, too (B-055).
Plan plan_offers_behind(
    const Env& env, const Transaction& tx, Task task, const Ledger& ledger, const TakingBack& back
) {
  if (back.changes_terms()) task.pulling = terms_after(task, back);
  const auto& plan = back.undo.plan;
  const auto givers = passed_over(plan);
  return givers ? plan_offers(env, tx, task, ledger, plan, *givers)
                : plan_first_batches(env, tx, task, ledger, plan, back.come);
}

void offer_behind(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Plan& done,
    const TakingBack& back
) {
  if (const auto givers = passed_over(done)) {
    offer_batches(env, tx, caller, task, *givers);
  } else {
    load_first_batches(env, tx, caller, task, back.come);
  }
}

}  // namespace

Result<Outcome> undo_operation(Env& env, const Caller& caller, const UndoOperation& input) {
  const auto ground = TRY(look(env, caller, input.operation));
  const auto& operation = ground.operation;
  TakingBack back;
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, operation.task, Verb::move_work));
    if (tx.operations().is_undone(operation.id)) {
      return fail(ErrorCode::conflict, "It was undone already.");
    }
    auto ledger = tx.ledgers().of(task.id);
    const auto since = until_now(tx, task, ground.seen);
    auto taking = plan_taking_back(env, tx, task, *ledger, operation, since, input.how);
    std::optional<Error> refusal;
    if (!taking) {
      refusal = taking.error();
      // Whoever expects something is told first that there is nothing any more.
      if (!input.how.expect || refusal->code != ErrorCode::not_undoable)
        return Unexpected{*refusal};
    }
    back = taking ? *std::move(taking) : TakingBack{.undo = {.plan = {.kind = MoveKind::undo}}};
    auto next =
        input.how.needs_version() ? plan_offers_behind(env, tx, task, *ledger, back) : Plan{};
    return PlannedMove{
        .task = std::move(task),
        .ledger = std::move(ledger),
        .plan = std::move(back.undo.plan),
        .next = std::move(next),
        .changes_terms = back.changes_terms(),
        .refusal = std::move(refusal)
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
        if (back.changes_terms()) put_terms(env, tx, caller, task, terms_after(task, back));
        const Manner manner{
            .like = {},
            .returning = operation.emptied,
            .undo_of = operation.id,
            .came = back.come,
            .went = back.go
        };
        const auto moved = carry_out(env, tx, caller, task, *move.ledger, move.plan, manner);
        offer_behind(env, tx, caller, task, move.plan, back);
        offer_to_emptied(tx, task, move.plan, *move.ledger, moved.ledger);
        return NewCommand{
            .project = move.task.project,
            .result =
                Undone{
                    .undone = operation.id,
                    .operation = moved.operation,
                    .count = move.plan.total(),
                    .kept = back.undo.kept
                }
        };
      }
  );
}

}  // namespace allot

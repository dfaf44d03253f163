#include "usecases/assignments/batch.h"

#include "domain/people.h"
#include "domain/pulling.h"
#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

Result<AssignmentInTask> get_pulling(
    const Transaction& tx, const Caller& caller, const AssignmentId& id
) {
  auto found = TRY(get_assignment(tx, caller, id, Verb::load_batch));
  TRY(require_pulling(found.task));
  TRY(require_allows(found.task, TaskAct::move_work));
  return found;
}

/// Errors: conflict.
Result<Done> require_contributor(
    const Env& env, const Transaction& tx, const AssignmentInTask& found
) {
  const auto& person = found.assignment.annotator;
  if (!who_may_pull(tx, found.task, {person}, env.clock.now()).empty()) return Done{};
  return fail(
      ErrorCode::conflict,
      person.text + (found.task.pulling->allows(person)
                         ? " is away or cannot sign in, and gets no batches."
                         : " is no contributor of the task.")
  );
}

}  // namespace

Result<Outcome> load_batch(Env& env, const Caller& caller, const AssignmentBatch& input) {
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto found = TRY(get_pulling(tx, caller, input.assignment));
    TRY(require_contributor(env, tx, found));
    auto ledger = tx.ledgers().of(found.task.id);
    const std::vector<UserId> who{found.assignment.annotator};
    auto decided = plan_batches(*ledger, *found.task.pulling, who, MoveKind::batch);
    describe_people(decided, *ledger, who);  // a preview shows them, though no batch fits
    decided.source = input.assignment;
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
        BatchLoaded loaded{.assignment = input.assignment, .count = move.plan.total()};
        if (loaded.count > 0) loaded.operation = carry_out(env, tx, caller, move).operation;
        return NewCommand{.project = move.task.project, .result = std::move(loaded)};
      }
  );
}

Result<Outcome> clear_batch(Env& env, const Caller& caller, const AssignmentBatch& input) {
  std::vector<UserId> who;
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto found = TRY(get_pulling(tx, caller, input.assignment));
    auto ledger = tx.ledgers().of(found.task.id);
    who = {found.assignment.annotator};
    auto decided = plan_giving_back(*ledger, who, MoveKind::clear);
    decided.source = input.assignment;
    PlannedMove move{
        .task = std::move(found.task), .ledger = std::move(ledger), .plan = std::move(decided)
    };
    if (input.how.needs_version() && move.plan.total() > 0) {
      move.next = plan_offers(env, tx, move.task, *move.ledger, move.plan, who);
    }
    return move;
  };
  return move_work(
      env,
      scope_of(input.assignment),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        BatchCleared cleared{.assignment = input.assignment, .count = move.plan.total()};
        if (cleared.count > 0) {
          cleared.operation = carry_out(env, tx, caller, move).operation;
          offer_batches(env, tx, caller, move.task, who);
        }
        return NewCommand{.project = move.task.project, .result = std::move(cleared)};
      }
  );
}

}  // namespace allot

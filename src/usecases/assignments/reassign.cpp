#include "usecases/assignments/reassign.h"

#include <fmt/format.h>

#include "base/text.h"
#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

/// The receiver's assignment after the move; the source itself when it went to the person who had
/// it.
AssignmentId holder_after(const Moved& moved, const UserId& receiver) {
  const auto* share = moved.ledger.find(receiver);
  CHECK(share != nullptr);
  return share->assignment;
}

}  // namespace

Result<Outcome> reassign_assignment(
    Env& env, const Caller& caller, const ReassignAssignment& input
) {
  std::optional<Assignment> source;
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    TRY(require_same_task(found.task, input.task));
    TRY(require_allows(found.task, TaskAct::move_work));
    const Load whole{.assignee = input.to, .percent = 100};
    TRY(require_active(tx, found.task.project, {&whole, 1}, "annotator"));
    TRY(require_unlocked(found.task, {&whole, 1}, "annotator"));
    auto ledger = tx.ledgers().of(found.task.id);
    auto decided = plan_reassignment(*ledger, found.assignment.id, input.to);
    source = std::move(found.assignment);
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
        const bool stays = source->annotator == input.to || move.plan.handovers.empty();
        AssignmentId holder = source->id;
        OperationId operation;
        if (!stays) {
          const auto moved = carry_out(env, tx, caller, move, {.like = source});
          offer_to_emptied(tx, move.task, move.plan, *move.ledger, moved.ledger);
          holder = holder_after(moved, input.to);
          operation = moved.operation;
        }
        return NewCommand{
            .project = move.task.project,
            .result =
                Reassigned{
                    .from = input.assignment,
                    .to = holder,
                    .annotator = input.to,
                    .operation = operation
                }
        };
      }
  );
}

Result<Command> latest_reassignment(
    Env& env, const Caller& caller, const AssignmentId& assignment
) {
  return read(env.store, [&](const Transaction& tx) -> Result<Command> {
    constexpr std::uint64_t page = 100;
    for (std::uint64_t from = 0;; from += page) {
      const auto commands = tx.journal().commands_of(caller.user, from, page);
      for (const auto& command : commands) {
        const auto* did = std::get_if<Reassigned>(&command.result);
        if (did != nullptr && did->from == assignment) return command;
      }
      if (commands.size() < page) break;
    }
    return fail(
        ErrorCode::not_found,
        fmt::format("The assignment `{}` was not reassigned by you.", printable(assignment.text))
    );
  });
}

}  // namespace allot

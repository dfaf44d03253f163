#include "usecases/assignments/redistribute.h"

#include <fmt/format.h>

#include "usecases/access.h"
#include "usecases/items/matching.h"

namespace allot {

namespace {

/// What may move besides being open, found on a reader's snapshot: filters never run on the writer.
Result<std::optional<ItemSet>> movable(
    Env& env, const Caller& caller, const RedistributeAssignment& input
) {
  if (!input.query && !input.only_not_annotated) return std::optional<ItemSet>{};
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<ItemSet>> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    const auto sets = tx.datasets().sets(found.task.dataset);
    auto matching = sets.live;
    if (input.query) matching &= TRY(filtered_items(tx, found.task.dataset, *input.query));
    if (input.only_not_annotated) matching -= sets.annotated;
    return std::optional(std::move(matching));
  });
}

}  // namespace

Result<Outcome> redistribute_assignment(
    Env& env, const Caller& caller, const RedistributeAssignment& input
) {
  const auto matching = TRY(movable(env, caller, input));
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    TRY(require_same_task(found.task, input.task));
    TRY(require_allows(found.task, TaskAct::move_work));
    const auto loads = TRY(receivers(tx, found.task.project, input.loads));
    auto ledger = tx.ledgers().of(found.task.id);
    auto decided = plan_redistribution(ledger, found.assignment.id, loads, matching);
    return PlannedMove{.task = found.task, .ledger = std::move(ledger), .plan = std::move(decided)};
  };
  return move_work(
      env,
      caller,
      input.dry_run,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto moved = carry_out(env, tx, caller, move);
        return NewCommand{
            .type = "RedistributeAssignment",
            .project = move.task.project,
            .spec = fmt::format(
                R"({{"assignmentId":"{}","workload":{},"operationId":"{}"}})",
                input.assignment.text,
                workload_json(input.loads),
                moved.operation.text
            )
        };
      }
  );
}

}  // namespace allot

#include "usecases/assignments/redistribute.h"

#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

/// What the query names, found on a reader's snapshot: filters never run on the writer.
Result<std::optional<Matched>> match(
    Env& env, const Caller& caller, const RedistributeAssignment& input
) {
  if (!input.query) return std::optional<Matched>{};
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<Matched>> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    return std::optional(TRY(match_items(tx, caller, found.task.dataset, *input.query)));
  });
}

/// What may move besides being open; nullopt: everything.
Result<std::optional<ItemSet>> movable(
    const Transaction& tx,
    const DatasetId& dataset,
    const std::optional<Matched>& matched,
    const RedistributeAssignment& input,
    LookAgain look
) {
  if (!matched && !input.only_not_annotated) return std::optional<ItemSet>{};
  const auto sets = tx.datasets().sets(dataset);
  auto items = matched ? TRY(still_matching(tx, *matched, look)) : sets.live;
  return std::optional(input.only_not_annotated ? items - sets.annotated : items);
}

Result<Outcome> match_and_redistribute(
    Env& env, const Caller& caller, const RedistributeAssignment& input, LookAgain look
) {
  const auto matched = TRY(match(env, caller, input));
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    TRY(require_same_task(found.task, input.task));
    TRY(require_allows(found.task, TaskAct::move_work));
    const auto loads = TRY(receivers(tx, found.task.project, input.loads));
    auto ledger = tx.ledgers().of(found.task.id);
    const auto items = TRY(movable(tx, found.task.dataset, matched, input, look));
    auto decided = plan_redistribution(*ledger, found.assignment.id, loads, items);
    return PlannedMove{.task = found.task, .ledger = std::move(ledger), .plan = std::move(decided)};
  };
  return move_work(
      env,
      scope_of(input.assignment),
      caller,
      input.dry_run,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto moved = carry_out(env, tx, caller, move);
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

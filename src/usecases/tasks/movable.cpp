#include "usecases/tasks/movable.h"

namespace allot {

Result<std::optional<Matched>> match_work(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, const WorkFilter& which
) {
  if (!which.query) return std::optional<Matched>{};
  return std::optional(TRY(match_items(tx, caller, dataset, *which.query)));
}

Result<Movable> movable_work(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const std::optional<Matched>& matched,
    const WorkFilter& which,
    const MoveOptions& how,
    LookAgain look
) {
  Movable movable{.matching = std::nullopt, .in_use = kept_in_use(env, task, how)};
  if (!matched && !which.only_not_annotated) return movable;
  const auto sets = tx.datasets().sets(task.dataset);
  auto items = matched ? TRY(still_matching(tx, *matched, look)) : sets.live;
  if (which.only_not_annotated) items -= sets.annotated;
  movable.matching = std::move(items);
  return movable;
}

ItemSet kept_in_use(const Env& env, const Task& task, const MoveOptions& how) {
  return how.include_in_use ? ItemSet{} : env.in_use.of(task.dataset, task.id);
}

}  // namespace allot

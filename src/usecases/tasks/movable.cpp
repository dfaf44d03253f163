#include "usecases/tasks/movable.h"

namespace allot {

Result<std::optional<Matched>> match_work(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, const WorkFilter& which
) {
  if (!which.query) return std::optional<Matched>{};
  return std::optional(TRY(match_items(tx, caller, dataset, *which.query)));
}

std::uint64_t picked_of(const ItemSet& matching, const ItemSet& among, const MoveOptions& how) {
  if (!how.needs_version()) return 0;
  return digest_of({.items = matching & among, .order = {}});
}

Result<MovableWork> movable_work(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const ItemSet& items,
    const std::optional<Matched>& matched,
    const WorkFilter& which,
    const MoveOptions& how,
    LookAgain look
) {
  MovableWork work;
  work.movable.in_use = kept_in_use(env, task, how);
  if (!matched && !which.only_not_annotated) return work;
  const auto sets = tx.datasets().sets(task.dataset);
  auto matching = sets.live;
  if (matched) {
    matching = TRY(still_matching(tx, *matched, look));
    work.picked = picked_of(matching, items, how);
  }
  if (which.only_not_annotated) matching -= sets.annotated;
  work.movable.matching = std::move(matching);
  return work;
}

ItemSet kept_in_use(const Env& env, const Task& task, const MoveOptions& how) {
  return how.include_in_use ? ItemSet{} : env.in_use.of(task.dataset, task.id);
}

}  // namespace allot

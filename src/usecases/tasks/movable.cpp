#include "usecases/tasks/movable.h"

namespace allot {

Result<std::optional<MatchedWork>> match_work(
    const Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const WorkFilter& which,
    const MoveOptions& how
) {
  if (!which.query) return std::optional<MatchedWork>{};
  auto named = TRY(match_items(tx, caller, dataset, *which.query));
  MatchedWork matched{.named = std::move(named)};
  if (how.needs_version()) {
    matched.whatever_is_done = TRY(match_whatever_is_done(tx, matched.named));
  }
  return std::optional(std::move(matched));
}

Result<std::uint64_t> picked_of(
    const Transaction& tx,
    const MatchedWork& matched,
    const ItemSet& among,
    const MoveOptions& how,
    LookAgain look
) {
  if (!how.needs_version()) return std::uint64_t{0};
  const auto& wide = matched.whatever_is_done ? *matched.whatever_is_done : matched.named;
  const auto items = TRY(still_matching(tx, wide, look));
  return digest_of({.items = items & among, .order = {}});
}

Result<MovableWork> movable_work(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const ItemSet& items,
    const std::optional<MatchedWork>& matched,
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
    matching = TRY(still_matching(tx, matched->named, look));
    work.picked = TRY(picked_of(tx, *matched, items, how, look));
  }
  if (which.only_not_annotated) matching -= sets.annotated;
  work.movable.matching = std::move(matching);
  return work;
}

ItemSet kept_in_use(const Env& env, const Task& task, const MoveOptions& how) {
  return how.include_in_use ? ItemSet{} : env.in_use.of(task.dataset, task.id);
}

}  // namespace allot

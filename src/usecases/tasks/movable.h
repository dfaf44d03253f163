#pragma once

#include <optional>
#include <string>

#include "usecases/items/matching.h"
#include "usecases/tasks/move_options.h"

namespace allot {

/// Which open items a redistribution takes.
struct WorkFilter {
  std::optional<std::string> query = {};  // selection query text: only matching ones
  bool only_not_annotated = false;        // only those without annotations
};

/// What a query names, and where the version of the plan is needed and the query asks something of
/// work, what it could name whatever is handled and annotated: by that the version tells what was
/// done meanwhile from other items.
struct MatchedWork {
  Matched named;
  std::optional<Matched> whatever_is_done = {};
};

/// What the filter's query names in this dataset, on a reader's snapshot: filters never run on the
/// writer. Nothing without one. May scan. Errors: invalid (the query), not_found (the dataset).
[[nodiscard]] Result<std::optional<MatchedWork>> match_work(
    const Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const WorkFilter& which,
    const MoveOptions& how
);

/// Names what a query matches among these items, whatever is handled and annotated, when the
/// version of the plan is needed; else 0. Errors: unavailable, as still_matching.
[[nodiscard]] Result<std::uint64_t> picked_of(
    const Transaction& tx,
    const MatchedWork& matched,
    const ItemSet& among,
    const MoveOptions& how,
    LookAgain look
);

struct MovableWork {
  Movable movable;
  std::uint64_t picked = 0;  // picked_of what the query matches
};

/// What may move of these items of the task, in the transaction that moves it. Errors: unavailable,
/// as still_matching.
[[nodiscard]] Result<MovableWork> movable_work(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const ItemSet& items,
    const std::optional<MatchedWork>& matched,
    const WorkFilter& which,
    const MoveOptions& how,
    LookAgain look
);

/// What of a task is on somebody's screen and stays there (B-298).
[[nodiscard]] ItemSet kept_in_use(const Env& env, const Task& task, const MoveOptions& how);

}  // namespace allot

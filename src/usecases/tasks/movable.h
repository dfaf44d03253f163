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

/// What the filter's query names in this dataset, on a reader's snapshot: filters never run on the
/// writer. Nothing without one. May scan. Errors: invalid (the query), not_found (the dataset).
[[nodiscard]] Result<std::optional<Matched>> match_work(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, const WorkFilter& which
);

/// Names what a query matches among these items, whatever their status, when the version of the
/// plan is needed; else 0.
[[nodiscard]] std::uint64_t picked_of(
    const ItemSet& matching, const ItemSet& among, const MoveOptions& how
);

struct MovableWork {
  Movable movable;
  std::uint64_t picked = 0;  // of what the query matches; what is annotated meanwhile is work
};

/// What may move of these items of the task, in the transaction that moves it. Errors: unavailable,
/// as still_matching.
[[nodiscard]] Result<MovableWork> movable_work(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const ItemSet& items,
    const std::optional<Matched>& matched,
    const WorkFilter& which,
    const MoveOptions& how,
    LookAgain look
);

/// What of a task is on somebody's screen and stays there (B-298).
[[nodiscard]] ItemSet kept_in_use(const Env& env, const Task& task, const MoveOptions& how);

}  // namespace allot

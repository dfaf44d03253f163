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

/// What may move, in the transaction that moves it. Errors: unavailable, as still_matching.
[[nodiscard]] Result<Movable> movable_work(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const std::optional<Matched>& matched,
    const WorkFilter& which,
    const MoveOptions& how,
    LookAgain look
);

/// What of a task is on somebody's screen and stays there (B-298).
[[nodiscard]] ItemSet kept_in_use(const Env& env, const Task& task, const MoveOptions& how);

}  // namespace allot

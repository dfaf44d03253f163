#pragma once

#include <vector>

#include "usecases/tasks/movable.h"
#include "usecases/tasks/moving.h"

namespace allot {

struct RedistributeTask {
  TaskId task;
  std::vector<Load> loads;  // who shall have how much of the open items
  WorkFilter which = {};
  MoveOptions how = {};
};

/// Shares the open items of a whole task out by load, its queue apart, with the least items
/// changing hands (B-290, B-291): who has more than their share keeps the oldest. People without a
/// load give everything. Loads as in a redistribution of one assignment. Atomic. Returns the
/// finished command
/// (`spec.workload`, `spec.operationId`), the preview, or that the plan is another one now. Errors:
/// not_found (no such task, or not visible), forbidden (may not move its work), invalid (loads,
/// query, a removed member as receiver), conflict (the task is dismissed). Source:
/// docs/spec/operations.md.
[[nodiscard]] Result<Outcome> redistribute_task(
    Env& env, const Caller& caller, const RedistributeTask& input
);

}  // namespace allot

#pragma once

#include <optional>
#include <vector>

#include "usecases/tasks/movable.h"
#include "usecases/tasks/moving.h"

namespace allot {

struct RedistributeAssignment {
  AssignmentId assignment;
  std::vector<Load> loads;     // who takes over, and how much
  std::optional<TaskId> task;  // when given, must be the assignment's
  WorkFilter which = {};
  MoveOptions how = {};
};

/// Hands the open items of one assignment to other people, in proportion to the given loads.
/// Loads are percentages, decimals allowed, that add up to 100 when rounded; a person named twice
/// gets the sum. Items with a status stay with whoever gave it. The same input always gives the
/// same hand-over. Atomic: after an error nothing has moved. Not repeatable: with the source among
/// the receivers a second call moves again; retries are caught before (B-160). Without open items
/// it succeeds and changes nothing (B-208). Returns the finished command (`spec.workload`,
/// `spec.operationId`) or the preview. Errors: not_found (no such assignment, or not visible),
/// forbidden (may not move work of the task), invalid (loads, query, another task's id, a removed
/// member as receiver), conflict (the task is dismissed). Source:
/// docs/spec/assignments.md#redistribute.
[[nodiscard]] Result<Outcome> redistribute_assignment(
    Env& env, const Caller& caller, const RedistributeAssignment& input
);

}  // namespace allot

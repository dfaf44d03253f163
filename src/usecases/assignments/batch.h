#pragma once

#include "usecases/tasks/moving.h"

namespace allot {

struct AssignmentBatch {
  AssignmentId assignment;
  MoveOptions how = {};
};

/// Loads the next batch into an assignment of a pulling task, if one fits; success when none does,
/// or nothing waits (B-053). Returns the finished command (`spec.assignmentId`, `spec.loaded`,
/// `spec.operationId`) or the preview. Errors: not_found, forbidden (neither own nor managed),
/// invalid (the task is not pulling), conflict (dismissed; the person is a contributor no longer,
/// is away, or cannot sign in: they get no batch, whatever fits).
[[nodiscard]] Result<Outcome> load_batch(
    Env& env, const Caller& caller, const AssignmentBatch& input
);

/// Puts the assignment's open items back to the front of the queue, and offers them to the others
/// with room; items with a status stay (B-054). Returns the finished command
/// (`spec.assignmentId`, `spec.cleared`, `spec.operationId`) or the preview. Errors: the same.
[[nodiscard]] Result<Outcome> clear_batch(
    Env& env, const Caller& caller, const AssignmentBatch& input
);

}  // namespace allot

#pragma once

#include "usecases/tasks/moving.h"

namespace allot {

struct DeleteAssignment {
  AssignmentId assignment;
  MoveOptions how = {};
};

/// Takes all items of an assignment out of its task, handled ones with their statuses too, and the
/// assignment with them; the history stays (B-145). The task stays even when empty. Atomic. Cannot
/// be undone. Returns the finished command (`spec.deleteAssignmentId`) or the preview. Errors:
/// not_found, forbidden (may not move work of the task), conflict (the task is dismissed).
[[nodiscard]] Result<Outcome> delete_assignment(
    Env& env, const Caller& caller, const DeleteAssignment& input
);

}  // namespace allot

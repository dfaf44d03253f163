#pragma once

#include "usecases/tasks/moving.h"

namespace allot {

struct UndoOperation {
  OperationId operation;
  MoveOptions how = {};
};

/// Takes a move back as far as its items are untouched (B-292 … B-296): still as they came, with
/// whom they came to, and with no annotation change since. What was worked on stays with who did.
/// Atomic; an operation is undone at most once, and an undo is an operation that can be undone. An
/// assignment that the move had emptied comes back as it was. Whom it takes from a pulling task's
/// contributors is locked, but not while they hold something open, and who is one again and has
/// nothing is offered a batch (B-055). Returns the finished command
/// (`spec.operationId`, `spec.undone`, `spec.kept`), the preview, or that the plan is another one
/// now. Errors: not_found (no such operation, or its task is gone or not visible), forbidden (may
/// not move work of the task), not_undoable (of another kind, or nothing would change: it may be
/// asked again), conflict (undone already, made
/// before there was undoing, the task is dismissed, somebody who would get items back was removed
/// from the project, or from the contributors). Source: docs/spec/operations.md.
[[nodiscard]] Result<Outcome> undo_operation(
    Env& env, const Caller& caller, const UndoOperation& input
);

}  // namespace allot

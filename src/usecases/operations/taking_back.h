#pragma once

#include "domain/undo.h"
#include "usecases/env.h"

namespace allot {

/// What became of an operation's items up to a moment, so that on the writer only what came after
/// it is looked at.
struct SeenSince {
  ItemSet annotated;
  ItemSet restated;
  WorkMoment moment;
};

/// From right after the operation until now. Costs what came since: for a reader's side.
/// Precondition: operation.after.
[[nodiscard]] SeenSince seen_since(
    const Transaction& tx, const Task& task, const Operation& operation
);

/// The same up to now, and what exists.
[[nodiscard]] Since until_now(const Transaction& tx, const Task& task, SeenSince seen);

/// Why it cannot be undone at all; "" when it can: of another kind, undone already, or too old.
[[nodiscard]] std::string why_not_undoable(const Operation& operation);

/// The operation with its task. Errors: not_found (also when its task is gone or not visible),
/// forbidden.
struct OperationInTask {
  Operation operation;
  Task task;
};

[[nodiscard]] Result<OperationInTask> get_operation(
    const Transaction& tx, const Caller& caller, const OperationId& id, Verb verb
);

}  // namespace allot

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

/// The same of several operations of a task, from the newest to the oldest: of each it looks only
/// at what came before the one before it. On one reading.
class SinceEach {
 public:
  SinceEach(const Transaction& tx, const Task& task);

  /// Precondition: operation.after; it is older than the one asked about before.
  [[nodiscard]] Since since(const Operation& operation);

 private:
  const Transaction& tx_;
  const Task& task_;
  ItemSet live_;
  ItemSet annotated_;
  ItemSet restated_;
  std::optional<WorkMoment> annotated_from_;  // what both hold came after this
  std::optional<WorkMoment> restated_from_;
};

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

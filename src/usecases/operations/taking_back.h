#pragma once

#include "domain/undo.h"
#include "usecases/access.h"
#include "usecases/env.h"
#include "usecases/tasks/move_options.h"

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

/// The same up to now, and what exists. Costs what came after that moment.
[[nodiscard]] Since until_now(const Transaction& tx, const Task& task, SeenSince seen);

/// What became of the items of several operations of a task up to now, from the newest to the
/// oldest: of each it looks only at what came before the one before it. On one reading.
class SinceEach {
 public:
  SinceEach(const Transaction& tx, const Task& task);

  /// Precondition: operation.after; it is older than the one asked about before.
  [[nodiscard]] Since since(const Operation& operation);

 private:
  const Transaction& tx_;
  const Task& task_;
  const ItemSet live_;
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
  Standings standings;  // of the caller in the task
};

[[nodiscard]] Result<OperationInTask> get_operation(
    const Transaction& tx, const Caller& caller, const OperationId& id, Verb verb
);

/// What an undo does now: moves, and in a pulling task who is a contributor again, or no longer.
struct TakingBack {
  UndoPlan undo;
  std::vector<UserId> come;
  std::vector<UserId> go;
  std::vector<UserId> locked;  // of `go`: whose assignment stays, with nothing open (B-055, B-295)

  /// The contributors are others then (B-295).
  [[nodiscard]] bool changes_terms() const { return !come.empty() || !go.empty(); }
};

/// Plans the undo of an operation that can be undone (why_not_undoable): `since` is from after it
/// until now, `ledger` that of now. Only who is not what they were before the operation comes or
/// goes, and nobody comes who was removed from the project (B-147); who goes finishes what they
/// hold besides. Errors: conflict (the task is dismissed; somebody who would get items back was
/// removed from the project, or would get open ones and was removed from the contributors, B-055),
/// not_undoable (it would do nothing at all now).
[[nodiscard]] Result<TakingBack> plan_taking_back(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const Operation& operation,
    const Since& since,
    const MoveOptions& how
);

}  // namespace allot

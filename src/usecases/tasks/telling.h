#pragma once

#include <span>

#include "usecases/telling.h"

namespace allot {

// What the outbox tells of tasks and their assignments, in the transaction of the change.

/// Tells of each of these in the outbox; very many share one line, which has the id of the task,
/// and theirs in its detail.
void note_assignments(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    Act act,
    std::span<const AssignmentId> assignments
);

/// The task's status from its ledger and its dataset's issues.
[[nodiscard]] TaskStatus status_of(const Transaction& tx, const Task& task, const Ledger& ledger);

/// Tells of the flip, if there is one, in the outbox (B-124).
void note_status_change(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    TaskStatus before,
    TaskStatus after
);

}  // namespace allot

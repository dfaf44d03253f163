#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/tasks/moving.h"
#include "usecases/tasks/read.h"

namespace allot {

enum class ContributorsChange { add, remove };

struct ChangeContributors {
  TaskId task;
  ContributorsChange change = ContributorsChange::add;
  std::vector<UserId> people;  // distinct
};

/// What naming people changes in a pulling task.
struct Arrivals {
  std::vector<UserId> coming;  // become contributors
  std::vector<UserId> first;   // have a first batch to get: those, and who has no assignment
  std::vector<UserId> served;  // of `first`, in this change: of the first hundred, who is there
};

/// Precondition: the task is pulling.
[[nodiscard]] Arrivals arrivals(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const std::vector<UserId>& named
);

/// Makes those who come contributors, does the move by which they have their first batches, and
/// leaves who is served later to offer_due. In the transaction of a change. `before` is the ledger
/// that the plan was made on.
Moved take_in(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    Task& task,
    const Ledger& before,
    const Plan& plan,
    const Arrivals& who
);

/// Changes who pulls from a task (B-055). New people get an assignment with a first batch; removed
/// ones give their open items back to the queue's front and keep a locked assignment with what they
/// handled, and others with room are offered batches. Who is a contributor already and has no
/// assignment gets one with a first batch; else who is one, or is none, stays as they are. Atomic;
/// one operation named `contributors`, which can be undone, and one named `batch` for what was
/// offered. Returns the task. Errors: not_found, forbidden (may not move work), invalid (nobody
/// named; the task is not pulling; a removed member of the project), conflict (dismissed).
[[nodiscard]] Result<TaskView> change_contributors(
    Env& env, const Caller& caller, const ChangeContributors& input
);

}  // namespace allot

#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/tasks/read.h"

namespace allot {

enum class ContributorsChange { add, remove };

struct ChangeContributors {
  TaskId task;
  ContributorsChange change = ContributorsChange::add;
  std::vector<UserId> people;  // distinct
};

/// Lets people pull from a task: they get an assignment with a first batch, and so do contributors
/// among them who have none: a hundred at once, the others by offer_due. Who has one stays as they
/// are. In the transaction of a change. Returns those whose turn it was for a first batch, whether
/// or not there was one. Precondition: the task is pulling.
[[nodiscard]] std::vector<UserId> add_contributors(
    Env& env, Transaction& tx, const Caller& caller, Task& task, const std::vector<UserId>& people
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

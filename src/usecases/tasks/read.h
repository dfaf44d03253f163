#pragma once

#include <optional>
#include <span>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// A task with what is derived of it at this moment.
struct TaskView {
  Task task;
  std::string query;  // by which it was made
  TaskStatus status = TaskStatus::open;
  Counts counts;
  SharedLedger ledger = empty_ledger();
  std::optional<UserId> only_of;  // the caller sees the assignment of this person alone

  /// Those that the caller may see; never hidden ones (B-071).
  [[nodiscard]] std::vector<AssignmentId> assignments() const;
  [[nodiscard]] bool shows(const AssignmentId& assignment) const;
};

struct AssignmentView {
  Assignment assignment;
  Task task;
  AssignmentStatus status = AssignmentStatus::todo;
  Counts counts;
  bool active = true;  // false: its person was removed from the project (B-146) or task (B-055)
};

/// Neither removed from the project (B-146) nor, of a pulling task, from its contributors (B-055).
[[nodiscard]] bool is_at_work(const Transaction& tx, const Task& task, const UserId& person);

[[nodiscard]] TaskView view_task(const Transaction& tx, const Caller& caller, const Task& task);
[[nodiscard]] AssignmentView view_assignment(
    const Transaction& tx, const Task& task, const Assignment& assignment
);

/// May the caller see every assignment of the task, or only the own one (B-171)?
[[nodiscard]] bool sees_all_assignments(
    const Transaction& tx, const Caller& caller, const Task& task
);

/// Errors: not_found, forbidden.
[[nodiscard]] Result<TaskView> read_task(Env& env, const Caller& caller, const TaskId& id);
[[nodiscard]] Result<AssignmentView> read_assignment(
    Env& env, const Caller& caller, const AssignmentId& id
);

/// The tasks that the caller may see, newest first: of the given projects, or (none given) of all
/// that the caller is in or has work in. Projects that the caller may not see add nothing.
[[nodiscard]] std::vector<Task> visible_tasks(
    const Transaction& tx, const Caller& caller, std::span<const ProjectId> projects
);
/// The same, each with what is derived of it.
[[nodiscard]] std::vector<TaskView> list_tasks(
    const Transaction& tx, const Caller& caller, std::span<const ProjectId> projects
);
[[nodiscard]] std::vector<TaskView> list_tasks(
    Env& env, const Caller& caller, std::span<const ProjectId> projects
);

struct RelatedTask {
  TaskId id;
  std::string name;
};

/// The parent and the QA tasks of a task, those that exist and the caller may see (B-087). Errors:
/// not_found, forbidden.
[[nodiscard]] Result<std::vector<RelatedTask>> list_relatives(
    Env& env, const Caller& caller, const TaskId& id
);

}  // namespace allot

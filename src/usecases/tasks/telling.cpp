#include "usecases/tasks/telling.h"

namespace allot {

namespace {

/// So many lines of the outbox about assignments of a task say it one by one.
constexpr std::size_t told_apart_max = 100;

}  // namespace

TaskStatus status_of(const Transaction& tx, const Task& task, const Ledger& ledger) {
  auto counts = count(ledger);
  // Only what is complete asks for its issues.
  if (counts.remaining() == 0) counts = count(ledger, tx.datasets().with_issue(task.dataset), {});
  return derive_task_status(counts, task.dismissed);
}

void note_status_change(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    TaskStatus before,
    TaskStatus after
) {
  if (before == after) return;
  tell(env, tx, caller, task, TaskStatusChanged{.from = before, .to = after});
}

void note_assignments(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    Act act,
    std::span<const AssignmentId> assignments
) {
  if (assignments.size() > told_apart_max) {
    AssignmentsChanged many{.act = act, .assignments = {assignments.begin(), assignments.end()}};
    tell(env, tx, caller, task, std::move(many));
    return;
  }
  for (const auto& id : assignments) tell(env, tx, caller, task, change_of(act, id));
}

}  // namespace allot

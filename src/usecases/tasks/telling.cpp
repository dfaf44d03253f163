#include "usecases/tasks/telling.h"

#include <fmt/format.h>

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
  note_event(
      env,
      tx,
      caller,
      task,
      "Task",
      "statusChanged",
      task.id.text,
      fmt::format(R"({{"from":"{}","to":"{}"}})", name_of(before), name_of(after))
  );
}

void note_assignments(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::string_view action,
    std::span<const AssignmentId> assignments
) {
  if (assignments.size() <= told_apart_max) {
    for (const auto& id : assignments) {
      note_event(env, tx, caller, task, "Assignment", action, id.text);
    }
    return;
  }
  std::string ids;
  for (const auto& id : assignments) {
    ids += ids.empty() ? "\"" : ",\"";
    ids += id.text;
    ids += '"';
  }
  const auto detail = fmt::format(R"({{"ids":[{}]}})", ids);
  note_event(env, tx, caller, task, "Assignment", action, task.id.text, detail);
}

void note_event(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::string_view resource,
    std::string_view action,
    std::string_view id,
    std::string detail
) {
  tx.journal().append(
      {.resource = std::string(resource),
       .action = std::string(action),
       .resource_id = std::string(id),
       .project = task.project,
       .task = task.id,
       .actor = caller.user,
       .at = env.clock.now(),
       .detail = std::move(detail)}
  );
}

}  // namespace allot

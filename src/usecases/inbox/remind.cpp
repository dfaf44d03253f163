#include "usecases/inbox/remind.h"

#include <vector>

#include "usecases/telling.h"

namespace allot {

namespace {

constexpr std::size_t tasks_of_a_slice = 100;

struct DueTask {
  Reminders::Due due;
  ProjectId project;
  bool has_open_work = false;
};

std::vector<DueTask> due_tasks(const Transaction& tx, Time now) {
  std::vector<DueTask> tasks;
  for (auto& due : tx.reminders().due(now, tasks_of_a_slice)) {
    const auto task = tx.tasks().find(due.task);
    CHECK(task.has_value());
    const auto left = count(*tx.ledgers().of(task->id)).remaining();
    tasks.push_back({.due = due, .project = task->project, .has_open_work = left > 0});
  }
  return tasks;
}

}  // namespace

bool remind_of_due_tasks(Env& env) {
  const auto now = env.clock.now();
  const auto tasks = read(env.store, [&](const Transaction& tx) { return due_tasks(tx, now); });
  if (tasks.empty()) return false;
  const auto written = write(env.store, Scope{}, [&](Transaction& tx) -> Result<Done> {
    // Somebody may have told of it meanwhile, or moved the date.
    for (const auto& [due, project, has_open_work] : tasks) {
      if (!tx.reminders().is_still_due(due, now)) continue;
      if (!has_open_work) {
        tx.reminders().note_without_work(due);  // of that version: it may have some again
        continue;
      }
      tx.reminders().note(due.task, due.step);
      tx.journal().append(
          {.what = TaskDue{.step = due.step},
           .project = project,
           .task = due.task,
           .actor = {},
           .at = now}
      );
    }
    return Done{};
  });
  CHECK(written.has_value());
  return tasks.size() == tasks_of_a_slice;
}

}  // namespace allot

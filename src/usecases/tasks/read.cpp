#include "usecases/tasks/read.h"

#include <algorithm>
#include <ranges>

#include "usecases/access.h"

namespace allot {

namespace {

/// May the caller see every assignment of the task, or only own ones (B-171)?
bool sees_all_assignments(const Transaction& tx, const Caller& caller, const Task& task) {
  return standings_without_work(tx, caller, task).may(Verb::see_assignment);
}

std::vector<Task> visible_tasks(
    const Transaction& tx, const Caller& caller, std::span<const ProjectId> projects
) {
  const auto own_projects = projects_of(tx, caller);
  std::vector<ProjectId> asked(projects.begin(), projects.end());
  if (projects.empty()) asked = own_projects;
  std::vector<ProjectId> as_member;
  for (const auto& id : asked) {
    if (std::ranges::find(own_projects, id) != own_projects.end()) as_member.push_back(id);
  }
  auto tasks = tx.tasks().of_projects(as_member);
  for (auto& task : tx.tasks().concerning(caller.user)) {
    if (!projects.empty() && std::ranges::find(asked, task.project) == asked.end()) continue;
    if (std::ranges::find(tasks, task.id, &Task::id) == tasks.end())
      tasks.push_back(std::move(task));
  }
  std::erase_if(tasks, [&](const Task& task) {
    return !standings_for(tx, caller, task).may(Verb::see_task);
  });
  std::ranges::sort(tasks, std::greater{}, &Task::id);
  return tasks;
}

}  // namespace

TaskView view_task(const Transaction& tx, const Caller& caller, const Task& task) {
  const auto ledger = tx.ledgers().of(task.id);
  const auto sets = tx.datasets().sets(task.dataset);
  TaskView view{.task = task, .counts = count(ledger, sets.issue, sets.for_review)};
  view.status = derive_task_status(view.counts, task.dismissed);
  const bool all = sees_all_assignments(tx, caller, task);
  for (const auto& assignment : tx.assignments().of_task(task.id)) {
    if (assignment.kind != ShareKind::normal) continue;
    if (all || assignment.annotator == caller.user) view.assignments.push_back(assignment.id);
  }
  return view;
}

AssignmentView view_assignment(
    const Transaction& tx, const Task& task, const Assignment& assignment
) {
  AssignmentView view{.assignment = assignment, .task = task};
  const auto sets = tx.datasets().sets(task.dataset);
  const auto ledger = tx.ledgers().of(task.id);
  if (const auto* share = ledger.find(assignment.id)) {
    view.counts = count(*share, sets.issue, sets.for_review);
  }
  view.status = derive_assignment_status(view.counts);
  view.active = !is_inactive(tx, task.project, assignment.annotator);
  return view;
}

Result<TaskView> read_task(Env& env, const Caller& caller, const TaskId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<TaskView> {
    return view_task(tx, caller, TRY(get_task(tx, caller, id, Verb::see_task)));
  });
}

Result<AssignmentView> read_assignment(Env& env, const Caller& caller, const AssignmentId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<AssignmentView> {
    const auto found = TRY(get_assignment(tx, caller, id, Verb::see_assignment));
    return view_assignment(tx, found.task, found.assignment);
  });
}

std::vector<TaskView> list_tasks(
    const Transaction& tx, const Caller& caller, std::span<const ProjectId> projects
) {
  std::vector<TaskView> views;
  for (const auto& task : visible_tasks(tx, caller, projects)) {
    views.push_back(view_task(tx, caller, task));
  }
  return views;
}

std::vector<TaskView> list_tasks(
    Env& env, const Caller& caller, std::span<const ProjectId> projects
) {
  return read(env.store, [&](const Transaction& tx) { return list_tasks(tx, caller, projects); });
}

std::vector<AssignmentView> list_assignments(
    Env& env,
    const Caller& caller,
    std::span<const ProjectId> projects,
    const std::optional<TaskId>& only
) {
  return read(env.store, [&](const Transaction& tx) {
    std::vector<AssignmentView> views;
    for (const auto& task : visible_tasks(tx, caller, projects)) {
      if (only && task.id != *only) continue;
      const bool all = sees_all_assignments(tx, caller, task);
      for (const auto& assignment : tx.assignments().of_task(task.id)) {
        if (assignment.kind != ShareKind::normal) continue;
        if (all || assignment.annotator == caller.user) {
          views.push_back(view_assignment(tx, task, assignment));
        }
      }
    }
    std::ranges::sort(views, {}, [](const AssignmentView& view) { return view.assignment.id; });
    return views;
  });
}

Result<std::vector<RelatedTask>> list_relatives(Env& env, const Caller& caller, const TaskId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<RelatedTask>> {
    const auto task = TRY(get_task(tx, caller, id, Verb::see_task));
    auto related = tx.tasks().children(id);
    if (!task.parent.empty()) {
      if (auto parent = tx.tasks().find(task.parent)) related.insert(related.begin(), *parent);
    }
    std::vector<RelatedTask> list;
    for (const auto& each : related) {
      if (standings_for(tx, caller, each).may(Verb::see_task)) {
        list.push_back({.id = each.id, .name = each.name});
      }
    }
    return list;
  });
}

}  // namespace allot

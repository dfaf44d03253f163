#include "usecases/tasks/read.h"

#include <algorithm>
#include <unordered_set>

#include "usecases/access.h"

namespace allot {

std::vector<AssignmentId> TaskView::assignments() const {
  std::vector<AssignmentId> ids;
  if (only_of) {
    if (const auto* own = ledger->find(*only_of)) ids.push_back(own->assignment);
    return ids;
  }
  for (const auto& share : ledger->shares) {
    if (share.kind == ShareKind::normal) ids.push_back(share.assignment);
  }
  return ids;
}

bool TaskView::shows(const AssignmentId& assignment) const {
  const auto* share = ledger->find(assignment);
  return share != nullptr && share->kind == ShareKind::normal &&
         (!only_of || share->annotator == *only_of);
}

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
  std::unordered_set<TaskId> found;
  for (const auto& task : tasks) found.insert(task.id);
  for (auto& task : tx.tasks().concerning(caller.user)) {
    if (!projects.empty() && std::ranges::find(asked, task.project) == asked.end()) continue;
    if (found.insert(task.id).second) tasks.push_back(std::move(task));
  }
  std::erase_if(tasks, [&](const Task& task) {
    return !standings_for(tx, caller, task).may(Verb::see_task);
  });
  std::ranges::sort(tasks, std::greater{}, &Task::id);
  return tasks;
}

TaskView view_task(const Transaction& tx, const Caller& caller, const Task& task) {
  TaskView view{
      .task = task,
      .query = tx.tasks().query(task.id),
      .ledger = tx.ledgers().of(task.id),
      .only_of = {}
  };
  const auto sets = tx.datasets().sets(task.dataset);
  view.counts = count(*view.ledger, sets.issue, sets.for_review);
  view.status = derive_task_status(view.counts, task.dismissed);
  if (!sees_all_assignments(tx, caller, task)) view.only_of = caller.user;
  return view;
}

bool is_at_work(const Transaction& tx, const Task& task, const UserId& person) {
  if (task.pulling && task.pulling->locks(person)) return false;
  return !is_inactive(tx, task.project, person);
}

AssignmentView view_assignment(
    const Transaction& tx, const Task& task, const Assignment& assignment
) {
  AssignmentView view{.assignment = assignment, .task = task};
  const auto sets = tx.datasets().sets(task.dataset);
  const auto ledger = tx.ledgers().of(task.id);
  if (const auto* share = ledger->find(assignment.id)) {
    view.counts = count(*share, sets.issue, sets.for_review);
  }
  view.status = derive_assignment_status(view.counts);
  view.active = is_at_work(tx, task, assignment.annotator);
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

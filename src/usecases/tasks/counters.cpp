#include "usecases/tasks/counters.h"

#include <algorithm>

#include "usecases/access.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

constexpr std::string_view default_actions =
    R"([{"action":"completed","displayName":"Completed","color":"#1b7f4b"},)"
    R"({"action":"approved","displayName":"Approved","color":"#0b7285"},)"
    R"({"action":"discard","displayName":"Discarded","color":"#626c79"}])";

void add_assignment(OpenWork& work, const AssignmentView& view, bool counts_items) {
  if (view.counts.remaining() > 0) ++work.assignments;
  if (!counts_items) return;
  work.issues += view.counts.issues;
  work.reviews += view.counts.for_review;
}

}  // namespace

Result<OpenWork> count_open_work(
    Env& env, const Caller& caller, const ProjectId& project, std::span<const UserId> people
) {
  TRY(read(env.store, [&](const Transaction& tx) -> Result<Project> {
    return get_project(tx, caller, project, Verb::see_project);
  }));
  OpenWork work;
  const bool narrowed = !people.empty();
  std::vector<TaskId> open;
  for (const auto& view : list_tasks(env, caller, {&project, 1})) {
    if (view.status != TaskStatus::open) continue;
    open.push_back(view.task.id);
    if (narrowed) continue;
    work.issues += view.counts.issues;
    work.reviews += view.counts.for_review;
  }
  std::vector<TaskId> touched;
  for (const auto& view : list_assignments(env, caller, {&project, 1}, std::nullopt)) {
    if (std::ranges::find(open, view.task.id) == open.end()) continue;
    if (narrowed && std::ranges::find(people, view.assignment.annotator) == people.end()) continue;
    add_assignment(work, view, narrowed);
    if (std::ranges::find(touched, view.task.id) == touched.end()) touched.push_back(view.task.id);
  }
  work.tasks = narrowed ? touched.size() : open.size();
  return work;
}

Result<std::vector<std::string>> list_actions(
    Env& env, const Caller& caller, const ProjectId& project, const DatasetId& dataset
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<std::string>> {
    const auto found = TRY(get_dataset(tx, caller, dataset, Verb::see_project));
    if (found.project != project) {
      return fail(ErrorCode::not_found, "There is no such dataset in this project.");
    }
    std::vector<std::string> lists{std::string(default_actions)};
    for (const auto& task : tx.tasks().of_dataset(dataset)) {
      if (task.available_actions.empty()) continue;
      if (!standings_for(tx, caller, task).may(Verb::see_task)) continue;
      lists.push_back(task.available_actions);
    }
    return lists;
  });
}

}  // namespace allot

#include "http/asked_tasks.h"

#include <algorithm>

#include "base/text.h"
#include "http/project_list.h"
#include "json/text.h"
#include "query/names.h"
#include "query/query.h"

namespace allot::http {

namespace {

bool is_due(const AskedTasks& asked, const Task& task) {
  if (!asked.due_after && !asked.due_before) return true;
  const auto due = query::parse_date(task.due_date);
  return due && (!asked.due_after || *due > *asked.due_after) &&
         (!asked.due_before || *due < *asked.due_before);
}

/// All but the name, which depends on what else is there.
bool is_asked_for(const AskedTasks& asked, const TaskView& view) {
  const auto& task = view.task;
  const bool archived = json::member(task.system_metadata, "archive") == "true";
  const bool has_assignment =
      asked.assignments.empty() ||
      std::ranges::any_of(asked.assignments, [&](const auto& id) { return view.shows(id); });
  return has_assignment && is_among(asked.datasets, task.dataset) &&
         is_among(asked.recipes, task.recipe) && is_among(asked.parents, task.parent) &&
         is_among(asked.creators, task.creator) && is_among(asked.owners, task.owner) &&
         is_among(asked.statuses, name_of(view.status)) &&
         is_among(asked.types, name_of(task.type)) && archived == asked.archived &&
         is_due(asked, task);
}

/// Those whose whole name it is; only when there are none, those that it is a wildcard for.
void keep_named(const AskedName& name, std::vector<TaskView>& views) {
  const bool is_whole =
      std::ranges::any_of(views, [&](const TaskView& view) { return name.is(view.task.name); });
  std::erase_if(views, [&](const TaskView& view) {
    if (is_whole) return !name.is(view.task.name);
    return !matches_wildcard(name.as_it_stands, view.task.name) &&
           !matches_wildcard(name.with_spaces, view.task.name);
  });
}

}  // namespace

Result<AskedTasks> asked_tasks(const Parameters& parameters) {
  const std::string_view types[] = {name_of(TaskType::annotation), name_of(TaskType::qa)};
  // The fourth is never produced (B-120).
  const std::string_view statuses[] = {
      name_of(TaskStatus::open),
      name_of(TaskStatus::completed),
      name_of(TaskStatus::completed_with_issues),
      "in progress",
      name_of(TaskStatus::dismissed)
  };
  AskedTasks asked;
  asked.projects = to_project_ids(parameters.any_ids("projects"));
  for (const auto& id : parameters.any_ids("dataset")) asked.datasets.push_back({id});
  asked.recipes = TRY(parameters.ids<RecipeId>("recipe", "recipe"));
  asked.parents = TRY(parameters.ids<TaskId>("parentTaskId", "task"));
  asked.assignments = TRY(parameters.ids<AssignmentId>("assignments", "assignment"));
  asked.name = TRY(parameters.name("name"));
  asked.creators = TRY(parameters.emails("creator"));
  asked.owners = TRY(parameters.emails("taskOwner"));
  asked.statuses = TRY(parameters.words("status", statuses));
  asked.types = TRY(parameters.words("type", types));
  asked.due_after = TRY(parameters.date("minDate"));
  asked.due_before = TRY(parameters.date("maxDate"));
  asked.archived = TRY(parameters.flag("archive"));
  return asked;
}

void keep_asked(const AskedTasks& asked, std::vector<TaskView>& views) {
  std::erase_if(views, [&](const TaskView& view) { return !is_asked_for(asked, view); });
  if (asked.name) keep_named(*asked.name, views);
}

}  // namespace allot::http

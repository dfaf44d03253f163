#include "allot/tasks.h"

#include <boost/json.hpp>

#include "json_text.h"
#include "plans.h"
#include "pulling_json.h"
#include "session.h"
#include "task_json.h"
#include "the_only.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

json::object filter_of(const TaskQuery& wanted) {
  json::object filter;
  const auto narrow = [&](const char* field, const std::string& value) {
    if (!value.empty()) filter[field] = value;
  };
  narrow("name", wanted.name);
  if (wanted.status) narrow("status", wanted.status->text());
  narrow("creator", wanted.creator);
  narrow("taskOwner", wanted.owner);
  narrow("recipeId", wanted.recipe_id);
  json::object due;
  if (wanted.due_after) due["$gt"] = milliseconds_of(*wanted.due_after);
  if (wanted.due_before) due["$lt"] = milliseconds_of(*wanted.due_before);
  if (!due.empty()) filter["dueDate"] = std::move(due);
  if (wanted.type) narrow("spec.type", wanted.type->text());
  narrow("spec.parentTaskId", wanted.parent_task_id);
  if (wanted.priority) filter["priority"] = static_cast<int>(*wanted.priority);
  if (!wanted.assignment_ids.empty()) {
    const auto& ids = wanted.assignment_ids;
    filter["assignmentIds"] = {{"$in", json::array(ids.begin(), ids.end())}};
  }
  if (wanted.archived && *wanted.archived) filter["metadata.system.archive"] = true;
  if (wanted.archived && !*wanted.archived) filter["metadata.system.archive"] = {{"$ne", true}};
  if (!wanted.condition_json.empty()) {
    filter["$and"] = json::array{parse_object(wanted.condition_json, "condition_json")};
  }
  return filter;
}

json::object query_of(const Tasks::Scope& scope, const TaskQuery& wanted) {
  auto filter = filter_of(wanted);
  if (!scope.dataset_id.empty()) filter["datasetId"] = scope.dataset_id;
  json::object query{{"filter", std::move(filter)}};
  auto projects = wanted.project_ids;
  if (projects.empty() && !scope.project_id.empty()) projects.push_back(scope.project_id);
  if (!projects.empty()) {
    query["context"] = {{"projectIds", json::array(projects.begin(), projects.end())}};
  }
  if (!wanted.sort_by.empty()) {
    query["sort"] = {{wanted.sort_by, wanted.descending ? "descending" : "ascending"}};
  }
  return query;
}

std::vector<Task> tasks_of(
    const std::shared_ptr<Session>& session, const Tasks::Scope& scope, const TaskQuery& wanted
) {
  auto query = query_of(scope, wanted);
  query["pageSize"] = 500;
  std::vector<Task> all;
  for (int page = 0;; ++page) {
    query["page"] = page;
    const auto answer = session->post("/annotationtasks/query", query);
    if (const auto* entries = member_of(answer, "items")) {
      for (const auto& text : elements_of(*entries)) all.emplace_back(session, text);
    }
    if (!flag_of(answer, "hasNextPage")) return all;
  }
}

}  // namespace

Task Tasks::get(const Name& name) const {
  if (!name.task_id.empty()) return task_of(session_, name.task_id);
  std::vector<Task> found;
  for (auto& task : tasks_of(session_, scope_, {.name = name.task_name})) {
    if (task.name == name.task_name) found.push_back(std::move(task));
  }
  return the_only(std::move(found), "task", name.task_name);
}

std::vector<Task> Tasks::list(const TaskQuery& query) const {
  return tasks_of(session_, scope_, query);
}

std::string Tasks::creation_of(const NewTask& task) const {
  if (scope_.dataset_id.empty()) {
    throw BadRequest(0, "invalid", "A task is made in a dataset: use `dataset.tasks.create`.");
  }
  auto recipe = task.recipe_id;
  if (recipe.empty()) {
    const auto dataset = session_->get("/datasets/" + encoded(scope_.dataset_id));
    if (const auto* metadata = member_of(dataset, "metadata")) {
      if (const auto* system = member_of(*metadata, "system")) {
        const auto recipes = texts_of(*system, "recipes");
        if (!recipes.empty()) recipe = recipes.front();
      }
    }
  }
  json::object body{
      {"name", task.name},
      {"query", task.filters.to_json()},
      {"projectId", scope_.project_id},
      {"datasetId", scope_.dataset_id},
      {"recipeId", recipe},
      {"taskOwner", task.owner.empty() ? session_->email() : task.owner},
      {"spec", {{"type", "annotation"}}},
      {"workload", json_of(task.workload)},
      {"priority", static_cast<int>(task.priority)},
      {"dueDate", milliseconds_of(task.due_date.value_or(in_seven_days()))},
      {"assignmentIds", json::array()},
      {"asynced", true}
  };
  if (task.empty) body["emptyTask"] = true;
  if (task.limit) body["limit"] = *task.limit;
  if (!task.description.empty()) body["description"] = {{"content", task.description}};
  if (!task.status_words.empty()) body["availableActions"] = actions_of(task.status_words);
  if (!task.metadata_json.empty()) {
    body["metadata"] = parse_object(task.metadata_json, "metadata_json");
  }
  if (task.pulling) {
    auto& metadata = body["metadata"];
    if (!metadata.is_object()) metadata = json::object();
    metadata.get_object()["system"] = json_of(*task.pulling);
  }
  return to_text(body);
}

Task Tasks::create(const NewTask& task) const {
  const auto command = session_->command("POST", "/annotationtasks", parse_json(creation_of(task)));
  return created_by(session_, command);
}

Task Tasks::get_or_create(const TaskQuery& query, const NewTask& task) const {
  auto body = parse_json(creation_of(task));
  auto present = query_of(scope_, query);
  present.erase("context");  // the project of the body is the one that is searched
  body.get_object()["checkIfExist"] = {{"query", std::move(present)}};
  // A task has a name, a command has none.
  const auto answer = session_->post("/annotationtasks", body);
  if (member_of(answer, "name") != nullptr) return {session_, to_text(answer)};
  return created_by(session_, session_->ended(answer));
}

TaskTally Tasks::count() const {
  json::object body{{"projectIds", json::array()}};
  if (!scope_.project_id.empty()) body["projectIds"] = json::array{scope_.project_id};
  if (!scope_.dataset_id.empty()) body["datasetId"] = scope_.dataset_id;
  const auto answer = session_->post("/annotationtasks/count", body);
  return {
      .tasks = count_of(answer, "tasksCount"),
      .active_tasks = count_of(answer, "activeTasks"),
      .active_datasets = count_of(answer, "activeDatasets"),
      .active_projects = count_of(answer, "activeProjects")
  };
}

Plan Tasks::preview_create(const NewTask& task) const {
  return plan_of(session_->post("/annotationtasks?dryRun=true", parse_json(creation_of(task))));
}

}  // namespace allot::inline v1

#include "allot/tasks.h"

#include <boost/json.hpp>
#include <chrono>

#include "counts.h"
#include "item_pages.h"
#include "json_text.h"
#include "plans.h"
#include "session.h"
#include "the_only.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr int priority_medium = 2;

std::string path_of(const std::string& id) {
  return "/annotationtasks/" + encoded(id);
}

double in_seven_days() {
  const auto then = std::chrono::system_clock::now().time_since_epoch() + std::chrono::days{7};
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(then).count());
}

Task task_of(const std::shared_ptr<Session>& session, const std::string& id) {
  return {session, json::serialize(session->get(path_of(id)))};
}

json::value body_of(const Task::Addition& addition) {
  json::object body{{"query", addition.filters.to_json()}, {"asynced", true}};
  if (addition.workload) body["workload"] = json_of(*addition.workload);
  if (addition.limit) body["limit"] = *addition.limit;
  return body;
}

json::value body_of(const Filters& filters) {
  return {{"query", filters.to_json()}, {"asynced", true}};
}

json::value actions_of(const std::vector<StatusWord>& words) {
  json::array actions;
  for (const auto& [word, display_name, color] : words) {
    json::object action{
        {"action", word}, {"displayName", display_name.empty() ? word : display_name}
    };
    if (!color.empty()) action["color"] = color;
    actions.push_back(std::move(action));
  }
  return actions;
}

json::object filter_of(const TaskQuery& wanted) {
  json::object filter;
  const auto narrow = [&](const char* field, const std::string& value) {
    if (!value.empty()) filter[field] = value;
  };
  narrow("name", wanted.name);
  narrow("status", wanted.status);
  narrow("creator", wanted.creator);
  narrow("taskOwner", wanted.owner);
  narrow("recipeId", wanted.recipe_id);
  json::object due;
  if (wanted.due_after) due["$gt"] = number_json(*wanted.due_after);
  if (wanted.due_before) due["$lt"] = number_json(*wanted.due_before);
  if (!due.empty()) filter["dueDate"] = std::move(due);
  return filter;
}

std::vector<Task> tasks_of(
    const std::shared_ptr<Session>& session, const Tasks::Scope& scope, const TaskQuery& wanted
) {
  auto filter = filter_of(wanted);
  if (!scope.dataset_id.empty()) filter["datasetId"] = scope.dataset_id;
  json::object query{{"filter", std::move(filter)}, {"pageSize", 500}};
  if (!scope.project_id.empty()) {
    query["context"] = {{"projectIds", json::array{scope.project_id}}};
  }
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

std::string created_task(const json::value& command) {
  const auto* spec = member_of(command, "spec");
  return spec == nullptr ? std::string() : text_of(*spec, "createdTaskId");
}

}  // namespace

Task::Task(std::shared_ptr<Session> session, const std::string& text)
    : assignments(session, {}), session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  name = text_of(value, "name");
  status = text_of(value, "status");
  project_id = text_of(value, "projectId");
  dataset_id = text_of(value, "datasetId");
  recipe_id = text_of(value, "recipeId");
  creator = text_of(value, "creator");
  owner = text_of(value, "taskOwner");
  priority = static_cast<int>(count_of(value, "priority"));
  due_date = number_of(value, "dueDate");
  counts = counts_of(value);
  assignment_ids = texts_of(value, "assignmentIds");
  metadata_json = json_of(value, "metadata");
  if (const auto* spec = member_of(value, "spec")) {
    type = text_of(*spec, "type");
    parent_task_id = text_of(*spec, "parentTaskId");
  }
  assignments = Assignments(session_, {.project_id = project_id, .task_id = id});
}

ItemPages Task::get_items(const Filters& filters) const {
  return item_pages(session_, dataset_id, filters.to_json(), in_task_or_assignment(id));
}

Task Task::add_items(const Addition& addition) const {
  session_->command("POST", path_of(id) + "/addToTask", body_of(addition));
  return task_of(session_, id);
}

Plan Task::preview_add_items(const Addition& addition) const {
  return plan_of(session_->post(path_of(id) + "/addToTask?dryRun=true", body_of(addition)));
}

Task Task::remove_items(const Filters& filters) const {
  session_->command("POST", path_of(id) + "/removeFromTask", body_of(filters));
  return task_of(session_, id);
}

Plan Task::preview_remove_items(const Filters& filters) const {
  return plan_of(session_->post(path_of(id) + "/removeFromTask?dryRun=true", body_of(filters)));
}

Task Task::update(const Changes& changes) const {
  json::object body;
  if (changes.name) body["name"] = *changes.name;
  if (changes.owner) body["taskOwner"] = *changes.owner;
  if (changes.priority) body["priority"] = *changes.priority;
  if (changes.due_date) body["dueDate"] = number_json(*changes.due_date);
  if (changes.description) body["description"] = {{"content", *changes.description}};
  if (changes.status_words) body["availableActions"] = actions_of(*changes.status_words);
  if (changes.status) body["status"] = *changes.status;
  if (changes.metadata_json) {
    body["metadata"] = parse_object(*changes.metadata_json, "metadata_json");
  }
  return {session_, json::serialize(session_->patch(path_of(id), body))};
}

Task Task::create_qa_task(const Review& review) const {
  const json::object with_status{
      {"id", id}, {"type", "task"}, {"metadata", {{"status", {{"$exists", true}}}}}
  };
  const json::object condition{{"metadata.system.refs", {{"$match", with_status}}}};
  const auto filters = Filters().add_json(json::serialize(condition));
  const json::object body{
      {"name", review.name.empty() ? name + "_qa" : review.name},
      {"query", filters.to_json()},
      {"projectId", project_id},
      {"datasetId", dataset_id},
      {"recipeId", recipe_id},
      {"taskOwner", session_->email()},
      {"spec", {{"type", "qa"}, {"parentTaskId", id}}},
      {"workload", json_of(review.workload)},
      {"dueDate", number_json(review.due_date.value_or(in_seven_days()))},
      {"priority", priority_medium},
      {"assignmentIds", json::array()},
      {"asynced", true}
  };
  return task_of(session_, created_task(session_->command("POST", "/annotationtasks", body)));
}

std::vector<Task::Relative> Task::relatives() const {
  std::vector<Relative> found;
  const auto answer = session_->get(path_of(id) + "/relatives");
  if (!answer.is_array()) return found;
  for (const auto& task : answer.get_array()) {
    found.push_back({.id = text_of(task, "id"), .name = text_of(task, "name")});
  }
  return found;
}

void Task::remove_if_empty() const {
  session_->command("DELETE", path_of(id), {{"emptyOnly", true}});
}

void Task::remove() const {
  session_->command("DELETE", path_of(id), json::object());
}

Plan Task::preview_remove() const {
  return plan_of(session_->remove(path_of(id) + "?dryRun=true"));
}

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
      {"priority", task.priority},
      {"dueDate", number_json(task.due_date.value_or(in_seven_days()))},
      {"assignmentIds", json::array()},
      {"asynced", true}
  };
  if (task.limit) body["limit"] = *task.limit;
  if (!task.description.empty()) body["description"] = {{"content", task.description}};
  if (!task.status_words.empty()) body["availableActions"] = actions_of(task.status_words);
  if (!task.metadata_json.empty()) {
    body["metadata"] = parse_object(task.metadata_json, "metadata_json");
  }
  return json::serialize(body);
}

Task Tasks::create(const NewTask& task) const {
  const auto command = session_->command("POST", "/annotationtasks", parse_json(creation_of(task)));
  return task_of(session_, created_task(command));
}

Plan Tasks::preview_create(const NewTask& task) const {
  return plan_of(session_->post("/annotationtasks?dryRun=true", parse_json(creation_of(task))));
}

}  // namespace allot::inline v1

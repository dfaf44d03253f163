#include <boost/json.hpp>

#include "allot/tasks.h"
#include "counts.h"
#include "expectation.h"
#include "item_pages.h"
#include "json_text.h"
#include "pace.h"
#include "plans.h"
#include "pulling_json.h"
#include "session.h"
#include "status_body.h"
#include "task_json.h"
#include "times.h"
#include "work_lists.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

const json::value* system_of(const json::value& task) {
  const auto* metadata = member_of(task, "metadata");
  return metadata == nullptr ? nullptr : member_of(*metadata, "system");
}

json::value body_of(const Task::Addition& addition) {
  json::object body{{"query", addition.filters.to_json()}, {"asynced", true}};
  if (addition.workload) body["workload"] = json_of(*addition.workload);
  if (addition.limit) body["limit"] = *addition.limit;
  if (addition.expect) body["expect"] = expectation_of(*addition.expect);
  return body;
}

json::value body_of(const Filters& filters) {
  return {{"query", filters.to_json()}, {"asynced", true}};
}

/// `metadata` of a change; empty when it stays. What is there is sent again where only flags
/// change, since what is left out goes.
json::object metadata_of(const Task::Changes& changes, const std::string& present) {
  json::object system;
  if (changes.archived) system["archive"] = *changes.archived;
  if (changes.locked) system["locked"] = *changes.locked;
  if (changes.enforces_due_date) system["enforceDueDate"] = *changes.enforces_due_date;
  if (changes.idle) {
    auto& minutes = system["batchIdleMinutes"];
    if (changes.idle->count() != 0) minutes = changes.idle->count();  // else null: none
  }
  if (!changes.metadata_json && system.empty()) return {};
  auto metadata =
      parse_object(changes.metadata_json.value_or(present), "metadata_json").get_object();
  metadata["system"] = std::move(system);
  return metadata;
}

/// The items of a review.
Filters selection_of(const Task::Review& review, const std::string& task_id) {
  if (!review.item_ids.empty()) return Filters::items(review.item_ids);
  const json::object with_status{
      {"id", task_id}, {"type", "task"}, {"metadata", {{"status", {{"$exists", true}}}}}
  };
  const json::object condition{{"metadata.system.refs", {{"$match", with_status}}}};
  auto filters = review.filters.value_or(Filters());
  filters.add_json(to_text(condition));
  return filters;
}

}  // namespace

Task::Task(std::shared_ptr<Session> session, const std::string& text)
    : assignments(session, {}), session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  name = text_of(value, "name");
  status = Word<TaskStatus>(text_of(value, "status"));
  project_id = text_of(value, "projectId");
  dataset_id = text_of(value, "datasetId");
  recipe_id = text_of(value, "recipeId");
  creator = text_of(value, "creator");
  owner = text_of(value, "taskOwner");
  priority = priority_of(value);
  due_date = due_date_of(value);
  counts = counts_of(value);
  assignment_ids = texts_of(value, "assignmentIds");
  metadata_json = json_of(value, "metadata");
  query_json = text_of(value, "query");
  url = text_of(value, "url");
  created_at = time_of(text_of(value, "createdAt"));
  updated_at = time_of(text_of(value, "updatedAt"));
  updated_by = text_of(value, "updatedBy");
  if (const auto* given = member_of(value, "description")) {
    description = text_of(*given, "content");
  }
  if (const auto* words = member_of(value, "availableActions")) {
    status_words = status_words_of(*words);
  }
  if (const auto* system = system_of(value)) {
    is_archived = flag_of(*system, "archive");
    is_locked = flag_of(*system, "locked");
    enforces_due_date = flag_of(*system, "enforceDueDate");
    pulling = pulling_of(*system);
  }
  if (const auto* spec = member_of(value, "spec")) {
    type = Word<TaskType>(text_of(*spec, "type"));
    parent_task_id = text_of(*spec, "parentTaskId");
  }
  assignments = Assignments(session_, {.project_id = project_id, .task_id = id});
}

Task Task::reload() const {
  return task_of(session_, id);
}

ItemPages Task::get_items(const Filters& filters) const {
  return item_pages(session_, dataset_id, filters.to_json(), in_task_or_assignment(id));
}

Task Task::add_items(const Addition& addition) const {
  session_->command("POST", path_of_task(id) + "/addToTask", body_of(addition));
  return task_of(session_, id);
}

Plan Task::preview_add_items(const Addition& addition) const {
  return plan_of(session_->post(path_of_task(id) + "/addToTask?dryRun=true", body_of(addition)));
}

Task Task::remove_items(const Filters& filters) const {
  session_->command("POST", path_of_task(id) + "/removeFromTask", body_of(filters));
  return task_of(session_, id);
}

Plan Task::preview_remove_items(const Filters& filters) const {
  return plan_of(session_->post(path_of_task(id) + "/removeFromTask?dryRun=true", body_of(filters))
  );
}

Task Task::update(const Changes& changes) const {
  json::object body;
  if (changes.name) body["name"] = *changes.name;
  if (changes.owner) body["taskOwner"] = *changes.owner;
  if (changes.priority) body["priority"] = static_cast<int>(*changes.priority);
  if (changes.due_date) body["dueDate"] = milliseconds_of(*changes.due_date);
  if (changes.description) body["description"] = {{"content", *changes.description}};
  if (changes.status_words) body["availableActions"] = actions_of(*changes.status_words);
  if (changes.status) body["status"] = changes.status->text();
  if (changes.recipe_id) body["recipeId"] = *changes.recipe_id;
  if (changes.filters) body["query"] = changes.filters->to_json();
  if (const auto metadata = metadata_of(changes, metadata_json); !metadata.empty()) {
    body["metadata"] = metadata;
  }
  return {session_, to_text(session_->patch(path_of_task(id), body))};
}

std::string Task::creation_of(const Review& review) const {
  json::object body{
      {"name", review.name.empty() ? name + "_qa" : review.name},
      {"query", selection_of(review, id).to_json()},
      {"projectId", project_id},
      {"datasetId", dataset_id},
      {"recipeId", recipe_id},
      {"taskOwner", review.owner.empty() ? creator : review.owner},
      {"spec", {{"type", "qa"}, {"parentTaskId", id}}},
      {"workload", json_of(review.workload)},
      {"dueDate", milliseconds_of(review.due_date.value_or(in_seven_days()))},
      {"priority", static_cast<int>(review.priority)},
      {"assignmentIds", json::array()},
      {"asynced", true}
  };
  if (!review.status_words.empty()) body["availableActions"] = actions_of(review.status_words);
  if (!review.metadata_json.empty()) {
    body["metadata"] = parse_object(review.metadata_json, "metadata_json");
  }
  return to_text(body);
}

Task Task::create_qa_task(const Review& review) const {
  const auto body = parse_json(creation_of(review));
  return created_by(session_, session_->command("POST", "/annotationtasks", body));
}

Plan Task::preview_create_qa_task(const Review& review) const {
  return plan_of(session_->post("/annotationtasks?dryRun=true", parse_json(creation_of(review))));
}

std::vector<Task::Relative> Task::relatives() const {
  std::vector<Relative> found;
  const auto answer = session_->get(path_of_task(id) + "/relatives");
  if (!answer.is_array()) return found;
  for (const auto& task : answer.get_array()) {
    found.push_back({.id = text_of(task, "id"), .name = text_of(task, "name")});
  }
  return found;
}

std::vector<ItemStatus> Task::set_status(
    const std::string& word, const std::vector<std::string>& item_ids, bool clear
) const {
  return statuses_of(session_->post(
      "/assignments/items/tasks/" + encoded(id) + "/status", status_body(word, item_ids, clear)
  ));
}

TaskItemPages Task::list_items(const TaskItemQuery& wanted) const {
  return task_item_pages(session_, id, wanted);
}

std::uint64_t Task::queued() const {
  return count_of(session_->get(path_of_task(id) + "/queue"), "remaining");
}

Pace Task::pace(const PaceDays& days) const {
  return pace_of(session_->get(path_of_task(id) + "/pace" + query_of(days)));
}

void Task::remove_if_empty() const {
  session_->command("DELETE", path_of_task(id), {{"emptyOnly", true}});
}

void Task::remove() const {
  session_->command("DELETE", path_of_task(id), json::object());
}

Plan Task::preview_remove() const {
  return plan_of(session_->remove(path_of_task(id) + "?dryRun=true"));
}

}  // namespace allot::inline v1

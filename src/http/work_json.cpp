#include "http/work_json.h"

#include "json/description_text.h"
#include "json/text.h"

namespace allot::http {

namespace {

void write_item_status(JsonWriter& json, const Counts& counts) {
  json.member_object("itemStatus", [&] {
    json.member("completed", counts.completed);
    json.member("remaining", counts.remaining());
    json.member_object("actions", [&] {
      for (const auto& [word, count] : counts.actions) json.member(word, count);
    });
  });
}

void write_counts(JsonWriter& json, const Counts& counts) {
  json.member("totalItems", counts.total);
  write_item_status(json, counts);
  json.member("progress", counts.progress());
  json.member("forReview", counts.for_review);
  json.member("issues", counts.issues);
}

void write_spec(JsonWriter& json, const Task& task) {
  json.member_object("spec", [&] {
    json.member("type", name_of(task.type));
    json.member_if("parentTaskId", task.parent.text);
  });
}

void write_due_date(JsonWriter& json, const Task& task) {
  json.member_raw("dueDate", task.due_date.empty() ? "0" : std::string_view(task.due_date));
  json.member("hasDueDate", !task.due_date.empty() && task.due_date != "0");
}

/// With the terms of a pulling task; of its contributors who sees own work alone is told of
/// themself (B-171).
std::string system_metadata(const TaskView& view) {
  const auto& task = view.task;
  if (!task.pulling) return task.system_metadata;
  const auto& terms = *task.pulling;
  JsonWriter json;
  json.object([&] {
    json.member("batchSize", terms.batch_size);
    json.member("maxBatchWorkload", terms.max_workload);
    if (terms.idle) json.member("batchIdleMinutes", terms.idle->count());
    json.member_array("allowedAssignees", [&] {
      for (const auto& person : terms.allowed) {
        if (!view.only_of || person == *view.only_of) json.value(person);
      }
    });
  });
  return json::merged(task.system_metadata, json.text()).value();
}

/// What was kept under `system` by request, and over it the server's part. Nothing per person or
/// count: after a reassignment it must be equal.
std::string assignment_system_metadata(const AssignmentView& view) {
  JsonWriter json;
  json.object([&] {
    json.member("taskId", view.task.id);
    json.member("datasetId", view.task.dataset);
    json.member("markForDeletion", false);
    if (!view.task.due_date.empty()) json.member_raw("dueDate", view.task.due_date);
    if (view.assignment.is_default) json.member("defaultAssignment", true);
    if (!view.active) json.member("active", false);
  });
  const auto kept = json::member(view.assignment.user_metadata, "system").value_or("{}");
  return json::merged(kept, json.text()).value();
}

}  // namespace

void write_task(JsonWriter& json, const Env& env, const TaskView& view) {
  const auto& task = view.task;
  json.object([&] {
    json.member("id", task.id);
    json.member("name", task.name);
    json.member("projectId", task.project);
    json.member("datasetId", task.dataset);
    json.member("recipeId", task.recipe);
    json.member("creator", task.creator);
    json.member("taskOwner", task.owner);
    write_spec(json, task);
    json.member("hasParent", !task.parent.empty());
    json.member("query", view.query);
    json.member_array("assignmentIds", [&] {
      for (const auto& id : view.assignments()) json.value(id);
    });
    json.member("status", name_of(view.status));
    json.member_raw(
        "metadata", json::with_member(task.user_metadata, "system", system_metadata(view))
    );
    write_counts(json, view.counts);
    json.member_raw_if("availableActions", task.available_actions);
    json.member("priority", task.priority);
    write_due_date(json, task);
    if (task.description) json.member_raw("description", text_of(*task.description));
    json.member_iso("createdAt", task.created_at);
    json.member_iso("updatedAt", task.updated_at);
    json.member("updatedBy", task.updated_by);
    json.member("url", api_url(env) + "/annotationtasks/" + task.id.text);
  });
}

std::string task_json(const Env& env, const TaskView& view) {
  JsonWriter json;
  write_task(json, env, view);
  return json.take();
}

void write_assignment(JsonWriter& json, const Env& env, const AssignmentView& view) {
  const auto& assignment = view.assignment;
  json.object([&] {
    json.member("id", assignment.id);
    json.member("name", assignment.name);
    json.member("annotator", assignment.annotator);
    json.member("status", name_of(view.status));
    json.member("projectId", assignment.project);
    json.member_raw(
        "metadata",
        json::with_member(assignment.user_metadata, "system", assignment_system_metadata(view))
    );
    write_counts(json, view.counts);
    json.member("taskType", name_of(view.task.type));
    json.member("priority", view.task.priority);
    json.member_iso("createdAt", assignment.created_at);
    json.member_iso("updatedAt", assignment.updated_at);
    json.member_if("updatedBy", assignment.updated_by.text);
    json.member("url", api_url(env) + "/assignments/" + assignment.id.text);
  });
}

std::string assignment_json(const Env& env, const AssignmentView& view) {
  JsonWriter json;
  write_assignment(json, env, view);
  return json.take();
}

}  // namespace allot::http

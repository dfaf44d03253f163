#include "allot/assignments.h"

#include <algorithm>
#include <boost/json.hpp>

#include "allot/client.h"
#include "counts.h"
#include "expectation.h"
#include "item_pages.h"
#include "json_text.h"
#include "plans.h"
#include "session.h"
#include "status_body.h"
#include "task_json.h"
#include "the_only.h"
#include "times.h"
#include "work_lists.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& id) {
  return "/assignments/" + encoded(id);
}

Query query_of(const Assignments::Scope& scope, const AssignmentQuery& wanted) {
  Query query{{"pageSize", "500"}};
  const auto narrow = [&](const char* name, const std::string& value) {
    if (!value.empty()) query.emplace_back(name, value);
  };
  if (wanted.project_ids.empty()) narrow("projects", scope.project_id);
  for (const auto& project : wanted.project_ids) narrow("projects", project);
  narrow("taskId", scope.task_id);
  narrow("name", wanted.name);
  narrow("annotator", wanted.annotator);
  if (wanted.status) narrow("status", wanted.status->text());
  if (wanted.active) narrow("active", *wanted.active ? "true" : "false");
  if (wanted.archived) narrow("archive", "true");
  return query;
}

/// Of all pages.
std::vector<Assignment> assignments_at(
    const std::shared_ptr<Session>& session, std::string_view path, Query query
) {
  std::vector<Assignment> all;
  for (int page = 0;; ++page) {
    query.emplace_back("pageOffset", std::to_string(page));
    const auto answer = session->get(path, query);
    query.pop_back();
    if (const auto* entries = member_of(answer, "items")) {
      for (const auto& text : elements_of(*entries)) all.emplace_back(session, text);
    }
    if (!flag_of(answer, "hasNextPage")) return all;
  }
}

std::vector<Assignment> assignments_of(
    const std::shared_ptr<Session>& session,
    const Assignments::Scope& scope,
    const AssignmentQuery& wanted = {}
) {
  return assignments_at(session, "/assignments", query_of(scope, wanted));
}

/// Is it this person's? Addresses are compared in any letter case, as the server does.
bool is_of(const Assignment& assignment, const std::string& address) {
  return std::ranges::equal(assignment.annotator, address, [](char a, char b) {
    return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a');
  });
}

Conflict conflict(const std::string& sentence) {
  return {0, "conflict", sentence};
}

}  // namespace

Assignment::Assignment(std::shared_ptr<Session> session, const std::string& text)
    : session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  name = text_of(value, "name");
  annotator = text_of(value, "annotator");
  status = Word<AssignmentStatus>(text_of(value, "status"));
  project_id = text_of(value, "projectId");
  task_type = Word<TaskType>(text_of(value, "taskType"));
  counts = counts_of(value);
  metadata_json = json_of(value, "metadata");
  priority = priority_of(value);
  url = text_of(value, "url");
  created_at = time_of(text_of(value, "createdAt"));
  updated_at = time_of(text_of(value, "updatedAt"));
  updated_by = text_of(value, "updatedBy");
  if (const auto* metadata = member_of(value, "metadata")) {
    if (const auto* system = member_of(*metadata, "system")) {
      task_id = text_of(*system, "taskId");
      dataset_id = text_of(*system, "datasetId");
      due_date = due_date_of(*system);
      is_default = flag_of(*system, "defaultAssignment");
      const auto* active = member_of(*system, "active");
      is_active = active == nullptr || !active->is_bool() || active->get_bool();
    }
  }
}

Assignment Assignment::reload() const {
  return {session_, to_text(session_->get(path_of(id)))};
}

ItemPages Assignment::get_items(const Filters& filters) const {
  return item_pages(session_, dataset_id, filters.to_json(), in_task_or_assignment(id));
}

NextItems Assignment::next(const NextQuery& wanted) const {
  Query query{{"count", std::to_string(wanted.count)}};
  if (!wanted.after_item_id.empty()) query.emplace_back("after", wanted.after_item_id);
  return next_items_of(session_, session_->get(path_of(id) + "/next", query));
}

std::vector<Assignment> Assignment::redistribute(
    const Workload& workload, const Redistribution& which
) const {
  session_->command("POST", path_of(id) + "/redistribute", redistribution_body(workload, which));
  const auto present = assignments_of(session_, {.project_id = project_id, .task_id = task_id});
  std::vector<Assignment> receivers;
  for (const auto& unit : workload.units()) {
    const auto is_theirs = [&](const Assignment& each) { return is_of(each, unit.assignee_id); };
    const auto is_listed = std::ranges::any_of(receivers, is_theirs);
    const auto found = std::ranges::find_if(present, is_theirs);
    if (found != present.end() && !is_listed) receivers.push_back(*found);
  }
  return receivers;
}

Plan Assignment::preview_redistribute(const Workload& workload, const Redistribution& which) const {
  return plan_of(session_->post(
      path_of(id) + "/redistribute?dryRun=true", redistribution_body(workload, which)
  ));
}

Assignment Assignment::reassign(const std::string& assignee_id, const std::optional<Plan>& expect)
    const {
  json::object body{{"annotator", assignee_id}};
  if (expect) body["expect"] = expectation_of(*expect);
  const auto command = session_->command("POST", path_of(id) + "/reassign", body);
  const auto* spec = member_of(command, "spec");
  const auto target = spec == nullptr ? std::string() : text_of(*spec, "toAssignment");
  return {session_, to_text(session_->get(path_of(target)))};
}

Plan Assignment::preview_reassign(const std::string& assignee_id) const {
  return plan_of(session_->post(path_of(id) + "/reassign?dryRun=true", {{"annotator", assignee_id}})
  );
}

void Assignment::remove() const {
  session_->command("DELETE", path_of(id), json::object());
}

Plan Assignment::preview_remove() const {
  return plan_of(session_->remove(path_of(id) + "?dryRun=true"));
}

Reassignment Assignment::latest_reassignment() const {
  const auto command = session_->get(path_of(id) + "/reassign");
  Reassignment found{
      .command_id = text_of(command, "id"),
      .status = Word<CommandStatus>(text_of(command, "status")),
      .to_assignment_id = {},
      .annotator = {},
      .creator = text_of(command, "creator"),
      .at = time_of(text_of(command, "createdAt"))
  };
  if (const auto* spec = member_of(command, "spec")) {
    found.to_assignment_id = text_of(*spec, "toAssignment");
    found.annotator = text_of(*spec, "annotator");
  }
  return found;
}

Assignment Assignment::update(const Changes& changes) const {
  json::object body;
  if (changes.name) body["name"] = *changes.name;
  if (changes.metadata_json) {
    body["metadata"] = parse_object(*changes.metadata_json, "metadata_json");
  }
  return {session_, to_text(session_->patch(path_of(id), body))};
}

Assignment Assignment::rename(const std::string& to) const {
  return update({.name = to, .metadata_json = {}});
}

std::string Assignment::partial(
    const std::vector<std::string>& fields, const std::string& holding_item_id
) const {
  json::object body{{"fields", json::array(fields.begin(), fields.end())}};
  if (!holding_item_id.empty()) body["relatedItemId"] = holding_item_id;
  return to_text(session_->post(path_of(id) + "/partial", body));
}

std::vector<ItemStatus> Assignment::set_status(
    const std::string& word, const std::vector<std::string>& item_ids, bool clear
) const {
  const auto body = status_body(word, item_ids, clear);
  return statuses_of(session_->post(path_of(id) + "/items/status", body));
}

ItemStatus Assignment::set_item_status(
    const std::string& item_id, const std::string& word, bool clear
) const {
  const auto path = path_of(id) + "/items/" + encoded(item_id) + "/status";
  const auto reference = session_->post(path, status_order(word, clear));
  ItemStatus now{
      .item_id = item_id,
      .task_id = task_id,
      .assignment_id = id,
      .status = {},
      .creator = {},
      .at = {}
  };
  if (const auto* entry = member_of(reference, "metadata")) {
    now.status = text_of(*entry, "status");
    now.creator = text_of(*entry, "creator");
    now.at = time_of(text_of(*entry, "timestamp"));
  }
  return now;
}

Assignment Assignments::get(const Name& name) const {
  if (!name.assignment_id.empty()) {
    return {session_, to_text(session_->get(path_of(name.assignment_id)))};
  }
  std::vector<Assignment> found;
  for (auto& each : assignments_of(session_, scope_)) {
    if (each.name == name.assignment_name) found.push_back(std::move(each));
  }
  return the_only(std::move(found), "assignment", name.assignment_name);
}

std::vector<Assignment> Assignments::list(const AssignmentQuery& query) const {
  return assignments_of(session_, scope_, query);
}

std::vector<Assignment> Client::my_assignments(std::optional<bool> active) const {
  Query query{{"pageSize", "500"}};
  if (active) query.emplace_back("active", *active ? "true" : "false");
  return assignments_at(session_, "/users/me/assignments", std::move(query));
}

std::string Assignments::path_of_task() const {
  if (scope_.task_id.empty()) {
    throw BadRequest(
        0, "invalid", "An assignment is made in a task: use `task.assignments.create`."
    );
  }
  return "/annotationtasks/" + encoded(scope_.task_id) + "/addToTask";
}

void Assignments::require_new(const std::string& assignee_id) const {
  (void)path_of_task();
  if (list({.annotator = assignee_id}).empty()) return;
  throw conflict(
      assignee_id + " has an assignment in the task already; `task.add_items` puts items into it."
  );
}

std::string Assignments::creation_of(const NewAssignment& wanted) const {
  return to_text(json::object{
      {"query", wanted.filters.to_json()},
      {"workload", json_of(Workload{{wanted.assignee_id, 100}})},
      {"asynced", true}
  });
}

Assignment Assignments::create(const NewAssignment& wanted) const {
  require_new(wanted.assignee_id);
  session_->command("POST", path_of_task(), parse_json(creation_of(wanted)));
  auto created = list({.annotator = wanted.assignee_id});
  if (created.empty()) {
    throw conflict(
        "No matching item is outside the task, so " + wanted.assignee_id + " gets no assignment."
    );
  }
  return std::move(created.front());
}

Plan Assignments::preview_create(const NewAssignment& wanted) const {
  require_new(wanted.assignee_id);
  return plan_of(session_->post(path_of_task() + "?dryRun=true", parse_json(creation_of(wanted))));
}

}  // namespace allot::inline v1

#include "allot/assignments.h"

#include <algorithm>
#include <boost/json.hpp>

#include "counts.h"
#include "item_pages.h"
#include "json_text.h"
#include "plans.h"
#include "session.h"
#include "status_body.h"
#include "the_only.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& id) {
  return "/assignments/" + encoded(id);
}

json::value body_of(const Workload& workload, const Redistribution& which) {
  json::object body{{"workload", json_of(workload)}, {"asynced", true}};
  if (which.filters) body["query"] = which.filters->to_json();
  if (which.only_not_annotated) body["selectNotAnnotatedOnly"] = true;
  return body;
}

std::vector<Assignment> assignments_of(
    const std::shared_ptr<Session>& session, const Assignments::Scope& scope
) {
  Query query{{"pageSize", "500"}};
  if (!scope.project_id.empty()) query.emplace_back("projects", scope.project_id);
  if (!scope.task_id.empty()) query.emplace_back("taskId", scope.task_id);
  std::vector<Assignment> all;
  for (int page = 0;; ++page) {
    query.emplace_back("pageOffset", std::to_string(page));
    const auto answer = session->get("/assignments", query);
    query.pop_back();
    if (const auto* entries = member_of(answer, "items")) {
      for (const auto& text : elements_of(*entries)) all.emplace_back(session, text);
    }
    if (!flag_of(answer, "hasNextPage")) return all;
  }
}

}  // namespace

json::value status_body(
    const std::string& status, const std::vector<std::string>& item_ids, bool clear
) {
  return {
      {"itemIds", json::array(item_ids.begin(), item_ids.end())},
      {"statusPayload",
       {{"operation", clear ? "delete" : "create"}, {"status", status}, {"returnLastStatus", true}}}
  };
}

Assignment::Assignment(std::shared_ptr<Session> session, const std::string& text)
    : session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  name = text_of(value, "name");
  annotator = text_of(value, "annotator");
  status = text_of(value, "status");
  project_id = text_of(value, "projectId");
  task_type = text_of(value, "taskType");
  counts = counts_of(value);
  metadata_json = json_of(value, "metadata");
  if (const auto* metadata = member_of(value, "metadata")) {
    if (const auto* system = member_of(*metadata, "system")) {
      task_id = text_of(*system, "taskId");
      dataset_id = text_of(*system, "datasetId");
    }
  }
}

ItemPages Assignment::get_items(const Filters& filters) const {
  return item_pages(session_, dataset_id, filters.to_json(), in_task_or_assignment(id));
}

std::vector<Assignment> Assignment::redistribute(
    const Workload& workload, const Redistribution& which
) const {
  session_->command("POST", path_of(id) + "/redistribute", body_of(workload, which));
  const auto present = assignments_of(session_, {.project_id = project_id, .task_id = task_id});
  std::vector<Assignment> receivers;
  for (const auto& unit : workload.units()) {
    const auto is_theirs = [&](const Assignment& each) {
      return std::ranges::equal(each.annotator, unit.assignee_id, [](char a, char b) {
        return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a');
      });
    };
    const auto is_listed = std::ranges::any_of(receivers, is_theirs);
    const auto found = std::ranges::find_if(present, is_theirs);
    if (found != present.end() && !is_listed) receivers.push_back(*found);
  }
  return receivers;
}

Plan Assignment::preview_redistribute(const Workload& workload, const Redistribution& which) const {
  return plan_of(session_->post(path_of(id) + "/redistribute?dryRun=true", body_of(workload, which))
  );
}

Assignment Assignment::reassign(const std::string& assignee_id) const {
  const auto command =
      session_->command("POST", path_of(id) + "/reassign", {{"annotator", assignee_id}});
  const auto* spec = member_of(command, "spec");
  const auto target = spec == nullptr ? std::string() : text_of(*spec, "toAssignment");
  return {session_, json::serialize(session_->get(path_of(target)))};
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

Assignment Assignment::rename(const std::string& to) const {
  return {session_, json::serialize(session_->patch(path_of(id), {{"name", to}}))};
}

void Assignment::set_status(
    const std::string& word, const std::vector<std::string>& item_ids, bool clear
) const {
  session_->post(path_of(id) + "/items/status", status_body(word, item_ids, clear));
}

Assignment Assignments::get(const Name& name) const {
  if (!name.assignment_id.empty()) {
    return {session_, json::serialize(session_->get(path_of(name.assignment_id)))};
  }
  std::vector<Assignment> found;
  for (auto& each : assignments_of(session_, scope_)) {
    if (each.name == name.assignment_name) found.push_back(std::move(each));
  }
  return the_only(std::move(found), "assignment", name.assignment_name);
}

std::vector<Assignment> Assignments::list() const {
  return assignments_of(session_, scope_);
}

}  // namespace allot::inline v1

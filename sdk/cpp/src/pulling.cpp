#include "allot/pulling.h"

#include <boost/json.hpp>

#include "allot/tasks.h"
#include "expectation.h"
#include "json_text.h"
#include "plans.h"
#include "pulling_json.h"
#include "session.h"
#include "task_json.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::optional<std::uint32_t> number_in(const json::value& system, std::string_view name) {
  const auto number = count_of(system, name);
  if (number == 0) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

std::string path_of(const Assignment& assignment, std::string_view verb) {
  return "/assignments/" + encoded(assignment.id) + std::string(verb);
}

json::value keeping_to(const std::optional<Plan>& expect) {
  json::object body;
  if (expect) body["expect"] = expectation_of(*expect);
  return body;
}

/// How many items a command of a batch has moved.
std::uint64_t moved_by(const json::value& command, std::string_view name) {
  const auto* spec = member_of(command, "spec");
  return spec == nullptr ? 0 : count_of(*spec, name);
}

json::value change_of(const char* action, const std::vector<std::string>& people) {
  return json::object{{"action", action}, {"assignees", json::array(people.begin(), people.end())}};
}

}  // namespace

std::optional<Pulling> pulling_of(const json::value& system) {
  Pulling pulling{
      .batch_size = number_in(system, "batchSize"),
      .max_workload = number_in(system, "maxBatchWorkload"),
      .allowed_assignees = texts_of(system, "allowedAssignees"),
      .idle = std::nullopt
  };
  if (!pulling.batch_size && !pulling.max_workload) return std::nullopt;
  if (const auto idle = number_in(system, "batchIdleMinutes")) {
    pulling.idle = std::chrono::minutes(*idle);
  }
  return pulling;
}

json::value json_of(const Pulling& pulling) {
  json::object system;
  if (pulling.batch_size) system["batchSize"] = *pulling.batch_size;
  if (pulling.max_workload) system["maxBatchWorkload"] = *pulling.max_workload;
  const auto& people = pulling.allowed_assignees;
  system["allowedAssignees"] = json::array(people.begin(), people.end());
  if (pulling.idle) system["batchIdleMinutes"] = pulling.idle->count();
  return system;
}

Task Task::add_contributors(const std::vector<std::string>& assignee_ids) const {
  const auto path = path_of_task(id) + "/contributors";
  return {session_, to_text(session_->post(path, change_of("add", assignee_ids)))};
}

Task Task::remove_contributors(const std::vector<std::string>& assignee_ids) const {
  const auto path = path_of_task(id) + "/contributors";
  return {session_, to_text(session_->post(path, change_of("remove", assignee_ids)))};
}

std::uint64_t Assignment::load_batch(const std::optional<Plan>& expect) const {
  return moved_by(
      session_->command("POST", path_of(*this, "/batch"), keeping_to(expect)), "loaded"
  );
}

Plan Assignment::preview_load_batch() const {
  return plan_of(session_->post(path_of(*this, "/batch?dryRun=true"), json::object()));
}

std::uint64_t Assignment::clear_batch(const std::optional<Plan>& expect) const {
  return moved_by(
      session_->command("POST", path_of(*this, "/clear"), keeping_to(expect)), "cleared"
  );
}

Plan Assignment::preview_clear_batch() const {
  return plan_of(session_->post(path_of(*this, "/clear?dryRun=true"), json::object()));
}

}  // namespace allot::inline v1

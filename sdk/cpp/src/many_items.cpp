// What is done with many items at once, and counts of their labels.

#include <boost/json.hpp>

#include "allot/datasets.h"
#include "json_text.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& dataset_id) {
  return "/datasets/" + encoded(dataset_id);
}

/// How many items a command was about.
std::uint64_t items_of(const json::value& command) {
  const auto* spec = member_of(command, "spec");
  return spec == nullptr ? 0 : count_of(*spec, "itemsCount");
}

std::string from_root(const std::string& path) {
  return path.starts_with('/') ? path : "/" + path;
}

}  // namespace

Item Items::make_folder(const std::string& path) const {
  const json::value body{{"type", "dir"}, {"path", from_root(path)}};
  return {session_, to_text(session_->post(path_of(dataset_id_) + "/items", body))};
}

std::uint64_t Items::move_into(const std::string& folder, const std::string& which) const {
  const auto into = make_folder(folder).id;
  const auto path = path_of(dataset_id_) + "/items/" + encoded(into);
  return items_of(session_->command("PUT", path, parse_json(which)));
}

std::uint64_t Items::move(const std::vector<std::string>& item_ids, const std::string& folder)
    const {
  return move_into(folder, json::serialize(json::array(item_ids.begin(), item_ids.end())));
}

std::uint64_t Items::move(const Filters& which, const std::string& folder) const {
  return move_into(folder, R"({"dqlQuery":)" + which.to_json() + "}");
}

std::uint64_t Items::update_metadata(const Filters& which, const std::string& user_json) const {
  const json::object update{{"metadata", {{"user", parse_object(user_json, "user_json")}}}};
  const json::value body{
      {"query", parse_json(which.to_json())}, {"updateQuery", {{"update", update}}}
  };
  return items_of(
      session_->command("POST", path_of(dataset_id_) + "/items/bulk-update-metadata", body)
  );
}

std::uint64_t Items::remove(const Filters& which) const {
  return items_of(
      session_->command("DELETE", path_of(dataset_id_) + "/items", parse_json(which.to_json()))
  );
}

std::uint64_t Dataset::split(const Filters& which, const SubsetShares& shares) const {
  const json::value body{
      {"itemsQuery", parse_json(which.to_json())},
      {"MLSplitList",
       {{"train", shares.train}, {"validation", shares.validation}, {"test", shares.test}}}
  };
  return items_of(session_->command("POST", path_of(id) + "/split", body));
}

std::vector<LabelCount> Dataset::counts(
    const std::string& of_what, const std::string& member, const LabelScope& scope
) const {
  json::object body;
  if (!scope.task_id.empty()) body["taskId"] = scope.task_id;
  if (!scope.assignment_id.empty()) body["assignmentId"] = scope.assignment_id;
  if (!scope.creators.empty()) {
    body["creators"] = json::array(scope.creators.begin(), scope.creators.end());
  }
  std::vector<LabelCount> counts;
  const auto lines = session_->post(path_of(id) + "/annotations/" + of_what, body);
  if (!lines.is_array()) return counts;
  for (const auto& line : lines.get_array()) {
    counts.push_back({.word = text_of(line, member), .count = count_of(line, "count")});
  }
  return counts;
}

std::vector<LabelCount> Dataset::label_counts(const LabelScope& of) const {
  return counts("labels", "label", of);
}

std::vector<LabelCount> Dataset::type_counts(const LabelScope& of) const {
  return counts("types", "type", of);
}

}  // namespace allot::inline v1

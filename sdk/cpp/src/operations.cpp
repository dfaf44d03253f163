#include "allot/operations.h"

#include <boost/json.hpp>

#include "expectation.h"
#include "json_text.h"
#include "moments.h"
#include "operations_json.h"
#include "pages_by_number.h"
#include "plans.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

json::value body_of(const Undoing& how) {
  json::object body;
  if (how.include_in_use) body["includeInUse"] = true;
  if (how.expect) body["expect"] = expectation_of(*how.expect);
  return body;
}

/// "" as nothing: outside of the task.
std::optional<std::string> person_at(const json::value& value, std::string_view name) {
  auto address = text_of(value, name);
  if (address.empty()) return std::nullopt;
  return address;
}

MovedItem moved_item_of(const std::string& text) {
  const auto value = parse_json(text);
  return {
      .item_id = text_of(value, "itemId"),
      .from = person_at(value, "from"),
      .to = person_at(value, "to")
  };
}

std::vector<Undone::Kept> kept_of(const json::value& spec) {
  std::vector<Undone::Kept> kept;
  const auto* lines = member_of(spec, "kept");
  if (lines == nullptr || !lines->is_array()) return kept;
  for (const auto& line : lines->get_array()) {
    kept.push_back(
        {.assignee_id = text_of(line, "assigneeId"),
         .moved = count_of(line, "moved"),
         .handled = count_of(line, "handled"),
         .annotated = count_of(line, "annotated"),
         .in_use = count_of(line, "inUse")}
    );
  }
  return kept;
}

}  // namespace

std::string path_of_operation(const std::string& id) {
  return "/operations/" + encoded(id);
}

Operation operation_of(const std::shared_ptr<Session>& session, const std::string& id) {
  return {session, to_text(session->get(path_of_operation(id)))};
}

Operation operation_by(const std::shared_ptr<Session>& session, const json::value& command) {
  const auto* spec = member_of(command, "spec");
  return operation_of(session, spec == nullptr ? std::string() : text_of(*spec, "operationId"));
}

Operation::Operation(std::shared_ptr<Session> session, const std::string& text)
    : session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  kind = Word<PlanKind>(text_of(value, "kind"));
  task_id = text_of(value, "taskId");
  by = text_of(value, "by");
  at = moment_of(value, "at").value_or(Time());
  total = count_of(value, "total");
  undo_of = text_of(value, "undoOf");
  undone_by = text_of(value, "undoneBy");
  if (const auto* left = member_of(value, "undoable")) {
    undoable = count_of(*left, "items");
    why_not_undoable = text_of(*left, "reason");
  }
  const auto* all = member_of(value, "people");
  if (all == nullptr || !all->is_array()) return;
  for (const auto& person : all->get_array()) {
    people.push_back(
        {.assignee_id = text_of(person, "assigneeId"),
         .gave = count_of(person, "gave"),
         .got = count_of(person, "got")}
    );
  }
}

Operation Operation::reload() const {
  return operation_of(session_, id);
}

MovedItemPages Operation::items(const MovedItemQuery& wanted) const {
  constexpr std::size_t page_size = 1000;
  Query query;
  if (!wanted.from.empty()) query.emplace_back("from", wanted.from);
  if (!wanted.to.empty()) query.emplace_back("to", wanted.to);
  return pages_by_number<MovedItem>(
      {.session = session_,
       .path = path_of_operation(id) + "/items",
       .query = std::move(query),
       .page_size = page_size},
      moved_item_of,
      [](const MovedItem& a, const MovedItem& b) { return a.item_id == b.item_id; }
  );
}

Undone Operation::undo(const Undoing& how) const {
  const auto command = session_->command("POST", path_of_operation(id) + "/undo", body_of(how));
  Undone undone{.operation = operation_by(session_, command), .items = 0, .kept = {}};
  if (const auto* spec = member_of(command, "spec")) {
    undone.items = count_of(*spec, "undone");
    undone.kept = kept_of(*spec);
  }
  return undone;
}

Plan Operation::preview_undo(const Undoing& how) const {
  return plan_of(session_->post(path_of_operation(id) + "/undo?dryRun=true", body_of(how)));
}

Operation Operations::get(const std::string& operation_id) const {
  return operation_of(session_, operation_id);
}

}  // namespace allot::inline v1

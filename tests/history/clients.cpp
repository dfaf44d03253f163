#include "clients.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/command_text.h"
#include "json/text.h"

namespace allot::history {

std::vector<ItemId> Items::ids(const std::vector<Ordinal>& ordinals) const {
  std::vector<ItemId> ids;
  for (const auto ordinal : ordinals) ids.push_back(id(ordinal));
  return ids;
}

Ordinal Items::ordinal(const ItemId& id) const {
  const auto found = std::ranges::lower_bound(ids_, id);
  CHECK(found != ids_.end() && *found == id);
  return static_cast<Ordinal>(found - ids_.begin());
}

void read_command(Event& event, const std::string& spec) {
  event.operation = {json::string_member(spec, "operationId").value_or("")};
  event.answer.created = {json::string_member(spec, "createdTaskId").value_or("")};
  event.answer.holder = {json::string_member(spec, "toAssignment").value_or("")};
  const auto result = read_result("UndoOperation", spec).value();
  event.answer.kept = std::get<Undone>(result).kept;
  event.answer.preview = read_plan_of_spec(spec);
}

std::string task_name(const Event& event) {
  return fmt::format("Task {} of {}", event.invoked, event.client);
}

}  // namespace allot::history

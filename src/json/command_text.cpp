#include "json/command_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json_writer.h"
#include "json/text.h"

namespace allot {

namespace {

/// By the alternatives of CommandResult, in their order.
constexpr std::array<std::string_view, std::variant_size_v<CommandResult>> types{
    "CreateTask",
    "AddToTask",
    "RemoveFromTask",
    "DeleteTask",
    "DeleteAssignment",
    "ReassignAssignment",
    "RedistributeAssignment"
};

/// Writes the members of a spec.
struct Writer {
  JsonWriter& json;

  void operator()(const TaskCreated& it) const {
    json.member_raw("createTaskPayload", it.payload);
    json.member("createdTaskId", it.task);
    json.member("operationId", it.operation);
  }

  void operator()(const ItemsAdded& it) const {
    json.member_raw("addToTaskPayload", it.payload);
    json.member("taskId", it.task);
    json.member("operationId", it.operation);
  }

  void operator()(const ItemsRemoved& it) const {
    json.member("removeFromTaskId", it.task);
    json.member("removeItemsCount", it.removed);
    json.member("totalItemsCount", it.named);
    json.member("operationId", it.operation);
  }

  void operator()(const TaskDeleted& it) const {
    json.member("deleteTaskId", it.task);
    json.member("operationId", it.operation);
  }

  void operator()(const AssignmentDeleted& it) const {
    json.member("deleteAssignmentId", it.assignment);
    json.member("operationId", it.operation);
  }

  void operator()(const Reassigned& it) const {
    json.member("assignmentId", it.from);
    json.member("toAssignment", it.to);
    json.member("annotator", it.annotator);
    json.key("operationId");
    it.operation.empty() ? json.null() : json.value(it.operation);
  }

  void operator()(const Redistributed& it) const {
    json.member("assignmentId", it.assignment);
    json.member_array("workload", [&] {
      for (const auto& load : it.workload) {
        json.object([&] {
          json.member("assigneeId", load.assignee);
          json.member("load", load.percent);
        });
      }
    });
    json.member("operationId", it.operation);
  }
};

/// Reads the members of a spec.
struct Reader {
  const std::string& spec;

  [[nodiscard]] std::string text(std::string_view member) const {
    return json::string_member(spec, member).value_or("");
  }

  [[nodiscard]] std::uint64_t number(std::string_view member) const {
    const auto text = json::number_member(spec, member).value_or("0");
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  [[nodiscard]] std::vector<Load> workload() const {
    std::vector<Load> loads;
    for (const auto& element : json::elements_of(json::member(spec, "workload").value_or("[]"))) {
      auto& load = loads.emplace_back();
      load.assignee = {json::string_member(element, "assigneeId").value_or("")};
      const auto percent = json::number_member(element, "load").value_or("0");
      std::from_chars(percent.data(), percent.data() + percent.size(), load.percent);
    }
    return loads;
  }

  [[nodiscard]] OperationId operation() const { return {text("operationId")}; }

  void operator()(TaskCreated& it) const {
    it = {
        json::member(spec, "createTaskPayload").value_or("{}"), {text("createdTaskId")}, operation()
    };
  }

  void operator()(ItemsAdded& it) const {
    it = {json::member(spec, "addToTaskPayload").value_or("{}"), {text("taskId")}, operation()};
  }

  void operator()(ItemsRemoved& it) const {
    it = {
        {text("removeFromTaskId")},
        number("removeItemsCount"),
        number("totalItemsCount"),
        operation()
    };
  }

  void operator()(TaskDeleted& it) const { it = {{text("deleteTaskId")}, operation()}; }

  void operator()(AssignmentDeleted& it) const { it = {{text("deleteAssignmentId")}, operation()}; }

  void operator()(Reassigned& it) const {
    it = {{text("assignmentId")}, {text("toAssignment")}, {text("annotator")}, operation()};
  }

  void operator()(Redistributed& it) const {
    it = {{text("assignmentId")}, workload(), operation()};
  }
};

/// The alternative at this place.
template <std::size_t at = 0>
CommandResult alternative(std::size_t place) {
  if constexpr (at + 1 < std::variant_size_v<CommandResult>) {
    if (place != at) return alternative<at + 1>(place);
  }
  return CommandResult{std::in_place_index<at>};
}

}  // namespace

std::string_view type_of(const CommandResult& result) {
  return types[result.index()];
}

std::string spec_of(const CommandResult& result) {
  JsonWriter json;
  json.object([&] { std::visit(Writer{json}, result); });
  return json.take();
}

std::optional<CommandResult> read_result(std::string_view type, const std::string& spec) {
  const auto found = std::ranges::find(types, type);
  if (found == types.end()) return std::nullopt;
  auto result = alternative(static_cast<std::size_t>(found - types.begin()));
  std::visit(Reader{spec}, result);
  return result;
}

}  // namespace allot

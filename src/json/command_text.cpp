#include "json/command_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/json_writer.h"
#include "json/plan_text.h"
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
    "RedistributeAssignment",
    "RedistributeTask",
    "UndoOperation",
    "LoadBatch",
    "ClearBatch",
    "ExportDatasetAsJson",
    "CloneDataset",
    "CloneItem",
    "MoveItems",
    "DeleteItems",
    "BulkUpdateMetadata",
    "SplitDataset",
    "MergeDatasets"
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

  void operator()(const TaskDeleted& it) const { json.member("deleteTaskId", it.task); }

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
    write_workload(it.workload);
    json.member("operationId", it.operation);
  }

  void operator()(const TaskRedistributed& it) const {
    json.member("taskId", it.task);
    write_workload(it.workload);
    json.member("operationId", it.operation);
  }

  void operator()(const Undone& it) const {
    json.member("undoneOperationId", it.undone);
    json.member("operationId", it.operation);
    json.member("undone", it.count);
    json.member_array("kept", [&] {
      for (const auto& line : it.kept) {
        json.object([&] {
          json.key("assigneeId");
          line.person.empty() ? json.null() : json.value(line.person);
          json.member("handled", line.handled);
          json.member("annotated", line.annotated);
          json.member("moved", line.moved);
          json.member("inUse", line.in_use);
        });
      }
    });
  }

  void operator()(const BatchLoaded& it) const {
    write_batch(it.assignment, "loaded", it.count, it.operation);
  }

  void operator()(const BatchCleared& it) const {
    write_batch(it.assignment, "cleared", it.count, it.operation);
  }

  /// A client takes `outputItemId` for a file that is there.
  void operator()(const DatasetExported& it) const {
    json.member("datasetId", it.dataset);
    json.member_if("outputItemId", it.output.text);
  }

  // A client asks for `returnedModelId` once it is told of it.

  void operator()(const DatasetCloned& it) const {
    json.member("sourceDatasetId", it.source);
    json.member_if("returnedModelId", it.clone.text);
  }

  void operator()(const ItemCloned& it) const {
    json.member("sourceItemId", it.source);
    if (it.clone.empty()) return;
    json.member_array("returnedModelId", [&] { json.value(it.clone); });
  }

  void operator()(const ItemsMoved& it) const {
    write_items(it);
    json.member("directoryId", it.folder);
  }

  void operator()(const ItemsDeleted& it) const { write_items(it); }

  void operator()(const MetadataChanged& it) const { write_items(it); }

  void operator()(const DatasetSplit& it) const { write_items(it); }

  void operator()(const DatasetsMerged& it) const {
    json.member_object("mergeDatasetsConfiguration", [&] {
      json.member_array("datasetsIds", [&] {
        for (const auto& source : it.sources) json.value(source);
      });
      json.member_if("datasetId", it.dataset.text);
    });
  }

  template <class Changed>
  void write_items(const Changed& it) const {
    json.member("datasetId", it.dataset);
    json.member("itemsCount", it.count);
  }

  void write_batch(
      const AssignmentId& assignment,
      std::string_view did,
      std::uint64_t count,
      const OperationId& operation
  ) const {
    json.member("assignmentId", assignment);
    json.member(did, count);
    json.key("operationId");
    operation.empty() ? json.null() : json.value(operation);
  }

  void write_workload(const std::vector<Load>& loads) const {
    json.member_array("workload", [&] {
      for (const auto& load : loads) {
        json.object([&] {
          json.member("assigneeId", load.assignee);
          json.member("load", load.percent);
        });
      }
    });
  }
};

/// Reads the members of a spec.
struct Reader {
  const std::string& spec;

  [[nodiscard]] std::string text(std::string_view member) const {
    return json::string_member(spec, member).value_or("");
  }

  [[nodiscard]] std::uint64_t number(std::string_view member) const {
    return number_of(spec, member);
  }

  static std::uint64_t number_of(const std::string& object, std::string_view member) {
    const auto text = json::number_member(object, member).value_or("0");
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  [[nodiscard]] std::vector<KeptBack> kept() const {
    std::vector<KeptBack> lines;
    for (const auto& line : json::elements_of(json::member(spec, "kept").value_or("[]"))) {
      lines.push_back(
          {.person = {json::string_member(line, "assigneeId").value_or("")},
           .moved = number_of(line, "moved"),
           .handled = number_of(line, "handled"),
           .annotated = number_of(line, "annotated"),
           .in_use = number_of(line, "inUse")}
      );
    }
    return lines;
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

  void operator()(TaskDeleted& it) const { it = {{text("deleteTaskId")}}; }

  void operator()(AssignmentDeleted& it) const { it = {{text("deleteAssignmentId")}, operation()}; }

  void operator()(Reassigned& it) const {
    it = {{text("assignmentId")}, {text("toAssignment")}, {text("annotator")}, operation()};
  }

  void operator()(Redistributed& it) const {
    it = {{text("assignmentId")}, workload(), operation()};
  }

  void operator()(TaskRedistributed& it) const { it = {{text("taskId")}, workload(), operation()}; }

  void operator()(BatchLoaded& it) const {
    it = {{text("assignmentId")}, number("loaded"), operation()};
  }

  void operator()(BatchCleared& it) const {
    it = {{text("assignmentId")}, number("cleared"), operation()};
  }

  void operator()(DatasetExported& it) const { it = {{text("datasetId")}, {text("outputItemId")}}; }

  void operator()(DatasetCloned& it) const {
    it = {{text("sourceDatasetId")}, {text("returnedModelId")}};
  }

  void operator()(ItemCloned& it) const {
    auto clones = json::strings_member(spec, "returnedModelId");
    it = {{text("sourceItemId")}, {clones.empty() ? "" : std::move(clones.front())}};
  }

  void operator()(ItemsMoved& it) const {
    it = {{text("datasetId")}, {text("directoryId")}, number("itemsCount")};
  }

  void operator()(ItemsDeleted& it) const { read_items(it); }

  void operator()(MetadataChanged& it) const { read_items(it); }

  void operator()(DatasetSplit& it) const { read_items(it); }

  void operator()(DatasetsMerged& it) const {
    const auto merged = json::member(spec, "mergeDatasetsConfiguration").value_or("{}");
    for (auto& source : json::strings_member(merged, "datasetsIds")) {
      it.sources.emplace_back(std::move(source));
    }
    it.dataset = {json::string_member(merged, "datasetId").value_or("")};
  }

  template <class Changed>
  void read_items(Changed& it) const {
    it = {{text("datasetId")}, number("itemsCount")};
  }

  void operator()(Undone& it) const {
    it = {{text("undoneOperationId")}, operation(), number("undone"), kept()};
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

std::string spec_of(const CommandResult& result, const std::optional<PlanSummary>& plan) {
  JsonWriter json;
  json.object([&] {
    std::visit(Writer{json}, result);
    if (!plan) return;
    json.key("plan");
    write_plan(json, *plan);
  });
  return json.take();
}

std::optional<PlanSummary> read_plan_of_spec(const std::string& spec) {
  const auto plan = json::member(spec, "plan");
  if (!plan) return std::nullopt;
  return read_plan(*plan);
}

std::optional<CommandResult> read_result(std::string_view type, const std::string& spec) {
  const auto found = std::ranges::find(types, type);
  if (found == types.end()) return std::nullopt;
  auto result = alternative(static_cast<std::size_t>(found - types.begin()));
  std::visit(Reader{spec}, result);
  return result;
}

}  // namespace allot

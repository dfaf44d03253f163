#include "query/comparable.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "query/operand.h"

namespace allot::query {

namespace {

/// What a field holds, whatever document it is read from.
enum class Holds { anything, date, number, flag, flag_or_discarded, text };

struct Known {
  std::string_view field;  // dotted
  Holds holds = Holds::anything;
};

using enum Holds;

constexpr Known everywhere[] = {
    {"id", text},
    {"name", text},
    {"creator", text},
    {"updatedBy", text},
    {"url", text},
    {"createdAt", date},
    {"updatedAt", date},
};

constexpr Known of_items[] = {
    {"filename", text},
    {"dir", text},
    {"type", text},
    {"datasetId", text},
    {"description", text},
    {"hidden", flag},
    {"annotated", flag_or_discarded},
    {"annotationsCount", number},
    {"metadata.system.size", number},
    {"metadata.system.width", number},
    {"metadata.system.height", number},
    {"metadata.system.mimetype", text},
    {"metadata.system.originalname", text},
    {"metadata.system.refs.id", text},
    {"metadata.system.refs.type", text},
    {"metadata.system.refs.metadata.status", text},
    {"metadata.system.refs.metadata.creator", text},
    {"metadata.system.taskStatusLog.action", text},
    {"metadata.system.taskStatusLog.status.taskId", text},
    {"metadata.system.taskStatusLog.status.assignmentId", text},
    {"metadata.system.taskStatusLog.status.status", text},
    {"metadata.system.taskStatusLog.status.creator", text},
};

constexpr Known of_annotations[] = {
    {"itemId", text},
    {"datasetId", text},
    {"label", text},
    {"type", text},
    {"source", text},
    {"description", text},
    {"metadata.system.status", text},
    {"metadata.system.frame", number},
};

constexpr Known of_tasks[] = {
    {"projectId", text},
    {"datasetId", text},
    {"recipeId", text},
    {"taskOwner", text},
    {"status", text},
    {"query", text},
    {"spec.type", text},
    {"spec.parentTaskId", text},
    {"assignmentIds", text},
    {"dueDate", date},
    {"priority", number},
    {"totalItems", number},
    {"progress", number},
    {"forReview", number},
    {"issues", number},
    {"itemStatus.completed", number},
    {"itemStatus.remaining", number},
    {"hasParent", flag},
    {"hasDueDate", flag},
};

constexpr Known of_datasets[] = {
    {"accessLevel", text},
    {"itemsCount", number},
    {"annotated", number},
    {"annotationsCount", number},
    {"readonly", flag},
    {"isSyncing", flag},
    {"enableSyncWithCloned", flag},
};

std::span<const Known> known_fields(Resource resource) {
  switch (resource) {
    case Resource::items: return of_items;
    case Resource::annotations: return of_annotations;
    case Resource::tasks: return of_tasks;
    case Resource::datasets: return of_datasets;
    case Resource::recipes:
    case Resource::other: return {};
  }
  return {};
}

/// Times that the server writes: what clients write below `metadata` is theirs.
bool is_date(const Path& path) {
  const bool is_metadata = path.front() == "metadata";
  const bool is_ours = is_metadata ? path.size() > 1 && path[1] == "system" : path.size() == 1;
  return is_ours && kind_of(path) == FieldKind::time;
}

Holds what_is_at(const Path& path, Resource resource) {
  if (path.empty()) return anything;
  const auto field = dotted(path);
  for (const auto known : {std::span<const Known>(everywhere), known_fields(resource)}) {
    const auto* found = std::ranges::find(known, field, &Known::field).base();
    if (found != known.data() + known.size()) return found->holds;
  }
  return is_date(path) ? date : anything;
}

bool is_null(const Value& value) {
  return std::holds_alternative<std::nullptr_t>(value) || is_empty_array(value);
}

/// May the pattern match a time as it is stored, `2024-01-02T03:04:05.678Z`?
bool is_pattern_of_time(std::string_view text) {
  return is_pattern(text) && text.find_first_not_of("0123456789-:.TZ*") == std::string_view::npos;
}

bool is_comparable(const Value& value, Op op, Holds holds) {
  const bool is_equality = op == Op::equals_any;
  if (is_equality && is_null(value)) return true;
  const auto* words = std::get_if<std::string>(&value);
  switch (holds) {
    case anything: return true;
    // A wildcard looks at the ISO text; in an order it is none.
    case date:
      return as_time(value) || (is_equality && words != nullptr && is_pattern_of_time(*words));
    case number: return as_number(value).has_value();
    case flag: return is_equality && std::holds_alternative<bool>(value);
    case flag_or_discarded:
      return is_equality &&
             (std::holds_alternative<bool>(value) || (words != nullptr && *words == "discarded"));
    case text: return words != nullptr;
  }
  return false;
}

std::string_view wanted(Holds holds) {
  switch (holds) {
    case anything: return "anything";
    case date: return "a date, in ISO 8601 or in epoch milliseconds";
    case number: return "a number";
    case flag:
    case flag_or_discarded: return "true or false, and has no order";
    case text: return "a text";
  }
  return "anything";
}

Result<Done> require_comparable(const Test& test, const Path& path, Resource resource) {
  const auto holds = what_is_at(path, resource);
  for (const auto& value : test.values) {
    if (is_comparable(value, test.op, holds)) continue;
    constexpr std::size_t excerpt_max = 40;
    return invalid_field(
        printable(dotted(path)),
        "is " + std::string(wanted(holds)) + ": it cannot be compared with " +
            printable(json_of(value), excerpt_max)
    );
  }
  return Done{};
}

Path joined(Path path, const Path& below) {
  path.insert(path.end(), below.begin(), below.end());
  return path;
}

Result<Done> require_comparable(const Condition& condition, const Path& at, Resource resource) {
  const auto path = joined(at, condition.test.path);
  if (condition.kind == Condition::Kind::test) {
    return require_comparable(condition.test, path, resource);
  }
  for (const auto& operand : condition.operands) TRY(require_comparable(operand, path, resource));
  return Done{};
}

}  // namespace

Result<Done> require_comparable(const Condition& condition, Resource resource) {
  return require_comparable(condition, Path{}, resource);
}

}  // namespace allot::query

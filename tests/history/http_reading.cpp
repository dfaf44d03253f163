#include "http_reading.h"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "http/json_body.h"
#include "json/text.h"

namespace allot::history {

namespace {

using http::JsonBody;

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

std::string text_of(const std::string& json, std::string_view path) {
  return json::string_member(json, path).value_or("");
}

std::uint64_t number(std::string_view object, std::string_view path) {
  const auto text = json::number_member(object, path).value_or("");
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Counts counts_of(const std::string& json) {
  Counts counts{
      .total = number(json, "totalItems"),
      .completed = number(json, "itemStatus.completed"),
      .actions = {},
      .issues = number(json, "issues"),
      .for_review = number(json, "forReview")
  };
  const auto actions = json::member(json, "itemStatus.actions").value_or("{}");
  for (const auto& word : value_of(JsonBody::parse(actions)).names()) {
    counts.actions[word] = number(actions, word);
  }
  return counts;
}

template <class Status>
Status status_named(std::string_view name) {
  for (int i = 0; i < 4; ++i) {
    if (allot::name_of(static_cast<Status>(i)) == name) return static_cast<Status>(i);
  }
  throw std::runtime_error("no status " + std::string(name));
}

MoveKind kind_named(std::string_view name) {
  for (const auto kind : all_move_kinds) {
    if (allot::name_of(kind) == name) return kind;
  }
  throw std::runtime_error("no move " + std::string(name));
}

ErrorCode conflict_named(std::string_view name) {
  if (name == "plan_changed") return ErrorCode::plan_changed;
  return name == "not_undoable" ? ErrorCode::not_undoable : ErrorCode::conflict;
}

}  // namespace

std::optional<ErrorCode> refusal(long status, const std::string& body) {
  switch (status) {
    case 200:
    case 204: return std::nullopt;
    case 400: return ErrorCode::invalid;
    case 403: return ErrorCode::forbidden;
    case 404: return ErrorCode::not_found;
    case 409: return conflict_named(text_of(body, "error"));
    default: throw std::runtime_error(fmt::format("{}: {}", status, body));
  }
}

std::vector<std::string> names_in(const std::string& json) {
  return value_of(JsonBody::parse(json)).names();
}

std::vector<std::string> objects_in(const std::string& json, std::string_view member) {
  std::vector<std::string> objects;
  for (const auto& each : value_of(value_of(JsonBody::parse(json)).objects(member))) {
    objects.push_back(each.raw());
  }
  return objects;
}

SeenTask task_seen(const std::string& json) {
  SeenTask seen{
      .status = status_named<TaskStatus>(text_of(json, "status")),
      .counts = counts_of(json),
      .assignments = {}
  };
  for (const auto& id : json::strings_of(json::member(json, "assignmentIds").value())) {
    seen.assignments.push_back({id});
  }
  return seen;
}

SeenAssignment assignment_seen(const std::string& json) {
  return {
      .id = {text_of(json, "id")},
      .annotator = {text_of(json, "annotator")},
      .status = status_named<AssignmentStatus>(text_of(json, "status")),
      .counts = counts_of(json)
  };
}

SeenItem item_seen(const Items& items, const std::string& json) {
  SeenItem item{.item = items.ordinal({text_of(json, "id")}), .references = {}};
  const auto system = value_of(JsonBody::parse(json::member(json, "metadata.system").value()));
  for (const auto& each : value_of(system.objects("refs"))) {
    const auto id = value_of(each.text("id"));
    const auto word = text_of(each.raw(), "metadata.status");
    if (value_of(each.text("type")) == "task") {
      item.references.push_back({.task = {id}, .assignment = {}, .word = word});
      continue;
    }
    auto& last = item.references.back();
    if (!last.assignment.empty() || last.word != word) throw std::runtime_error(json);
    last.assignment = {id};
  }
  return item;
}

SeenOperation operation_seen(const std::string& json) {
  return {
      .id = {text_of(json, "id")},
      .kind = kind_named(text_of(json, "kind")),
      .total = number(json, "total"),
      .undoable = number(json, "undoable.items")
  };
}

}  // namespace allot::history

#include "http/operations.h"

#include <algorithm>
#include <map>

#include "http/json_body.h"
#include "http/move_body.h"
#include "http/outcome.h"
#include "http/page.h"
#include "http/parameters.h"
#include "usecases/operations/read.h"
#include "usecases/operations/undo.h"

namespace allot::http::operations {

namespace {

// Each operation of a page is read with its sets.
constexpr std::uint64_t operations_max = 100;

OperationId operation_id(const Request& request) {
  return any_id<OperationId>(request.param("id"));
}

/// Nothing when the parameter is absent. Errors: invalid (several people).
Result<std::optional<UserId>> person(const Request& request, std::string_view name) {
  auto people = TRY(Parameters(request).emails(name));
  if (people.empty()) return std::optional<UserId>{};
  if (people.size() > 1) return invalid_field(std::string(name), "must name one person");
  return std::optional(std::move(people.front()));
}

void write_id(JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  text.empty() ? json.null() : json.value(text);
}

/// What people gave and got, those first who are first in the plan.
void write_people(JsonWriter& json, const Plan& plan) {
  json.member_array("people", [&] {
    for (const auto& person : plan.people) {
      if (person.gives == 0 && person.gets == 0) continue;
      json.object([&] {
        json.member("assigneeId", person.person);
        json.member("gave", person.gives);
        json.member("got", person.gets);
      });
    }
  });
}

void write_operation(JsonWriter& json, const OperationView& view) {
  const auto& operation = view.operation;
  json.object([&] {
    json.member("id", operation.id);
    json.member("kind", name_of(operation.plan.kind));
    json.member("taskId", operation.task);
    write_id(json, "by", operation.by.text);
    json.member("at", to_epoch_ms(operation.at));
    json.member("total", operation.plan.total());
    write_people(json, operation.plan);
    json.member_object("undoable", [&] {
      json.member("items", view.undoable.items);
      json.member_if("reason", view.undoable.reason);
    });
    json.member_if("undoOf", operation.undo_of.text);
    json.member_if("undoneBy", operation.undone_by.text);
  });
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  const auto task = TRY(parse_id<TaskId>(request.param("id"), "task"));
  auto page = TRY(page_of_query(request));
  page.size = std::min(page.size, operations_max);
  const auto found = TRY(list_operations(env, request.caller, task, page.offset(), page.size));
  return page_response(page, found.total, [&](JsonWriter& json) {
    for (const auto& view : found.operations) write_operation(json, view);
  });
}

Result<Response> get(Env& env, const Request& request) {
  const auto view = TRY(read_operation(env, request.caller, operation_id(request)));
  JsonWriter json;
  write_operation(json, view);
  return json_response(json.take());
}

Result<Response> items(Env& env, const Request& request) {
  const auto page = TRY(page_of_query(request));
  const auto found = TRY(list_moved_items(
      env,
      request.caller,
      operation_id(request),
      TRY(person(request, "from")),
      TRY(person(request, "to")),
      page.offset(),
      page.size
  ));
  return page_response(page, found.total, [&](JsonWriter& json) {
    for (const auto& moved : found.items) {
      json.object([&] {
        json.member("itemId", moved.item);
        write_id(json, "from", moved.from.text);
        write_id(json, "to", moved.to.text);
      });
    }
  });
}

Result<Response> holders(Env& env, const Request& request) {
  const auto item = TRY(parse_id<ItemId>(request.param("id"), "item"));
  const auto tasks = TRY(Parameters(request).ids<TaskId>("taskId", "task"));
  if (tasks.size() != 1) return invalid_field("taskId", "must name exactly one task");
  const auto page = TRY(page_of_query(request));
  const auto holdings = TRY(list_holders(env, request.caller, item, tasks.front()));
  return page_response(page, holdings.size(), [&](JsonWriter& json) {
    const auto end = std::min<std::uint64_t>(holdings.size(), page.offset() + page.size);
    for (auto at = page.offset(); at < end; ++at) {
      const auto& holding = holdings[at];
      json.object([&] {
        json.member("assigneeId", holding.person);
        json.member("from", to_epoch_ms(holding.from));
        json.key("to");
        holding.to ? json.value(to_epoch_ms(*holding.to)) : json.null();
        json.member("operationId", holding.operation);
        write_id(json, "by", holding.by.text);
      });
    }
  });
}

Result<Response> undo(Env& env, const Request& request) {
  UndoOperation input;
  input.operation = operation_id(request);
  input.how = TRY(move_options(request, TRY(JsonBody::of(request))));
  return outcome_response(env, request, TRY(undo_operation(env, request.caller, input)));
}

}  // namespace allot::http::operations

#include "http/assignments.h"

#include <algorithm>

#include "base/text.h"
#include "http/commands.h"
#include "http/items_json.h"
#include "http/json_body.h"
#include "http/move_body.h"
#include "http/outcome.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/project_list.h"
#include "http/work_json.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/list.h"
#include "usecases/assignments/next.h"
#include "usecases/assignments/own.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/assignments/update.h"
#include "usecases/assignments/use_item.h"
#include "usecases/items/holding.h"
#include "usecases/items/view.h"

namespace allot::http::assignments {

namespace {

Result<AssignmentId> assignment_id(const Request& request) {
  return parse_id<AssignmentId>(request.param("id"), "assignment");
}

/// What `GET /assignments` is narrowed by.
Result<AssignmentsAsked> asked_of(const Parameters& parameters) {
  constexpr AssignmentStatus all_statuses[] = {
      AssignmentStatus::todo,
      AssignmentStatus::in_progress,
      AssignmentStatus::done,
      AssignmentStatus::completed_with_issues
  };
  std::vector<std::string_view> words;
  for (const auto status : all_statuses) words.push_back(name_of(status));
  AssignmentsAsked asked;
  asked.projects = to_project_ids(parameters.any_ids("projects"));
  const auto tasks = TRY(parameters.ids<TaskId>("taskId", "task"));
  if (tasks.size() > 1) return invalid_field("taskId", "must name one task");
  if (!tasks.empty()) asked.task = tasks.front();
  if (const auto name = TRY(parameters.name("name"))) {
    if (name->with_spaces == name->as_it_stands) {
      asked.name = name->as_it_stands;
    } else {
      asked.is_named = [name](std::string_view text) { return name->is(text); };
    }
  }
  asked.annotators = TRY(parameters.emails("annotator"));
  const auto statuses = TRY(parameters.words("status", words));
  for (const auto status : all_statuses) {
    if (!statuses.empty() && is_among(statuses, name_of(status))) asked.statuses.push_back(status);
  }
  asked.active = TRY(parameters.optional_flag("active"));
  asked.archived = TRY(parameters.flag("archive"));
  return asked;
}

/// `{operation, status?, returnLastStatus?}`
struct StatusOrder {
  std::string word;  // "" clears
  bool returns_status = false;
};

Result<StatusOrder> status_order(const JsonBody& payload) {
  const auto operation = TRY(payload.text("operation"));
  if (operation != "create" && operation != "delete") {
    return invalid_field("operation", "must be `create` or `delete`");
  }
  StatusOrder order;
  order.returns_status = TRY(payload.flag_or("returnLastStatus", false));
  if (operation == "create") {
    order.word = TRY(payload.text("status"));
    if (order.word.empty()) return invalid_field("status", "must not be empty");
  }
  return order;
}

void write_status_entry(JsonWriter& json, const StatusChange& change) {
  if (!change.now) {
    json.null();
    return;
  }
  json.object([&] {
    json.member("taskId", change.task);
    json.member("assignmentId", change.assignment);
    json.member("status", change.now->word);
    json.member("creator", change.now->creator);
    json.member_iso("timestamp", change.now->at);
  });
}

Result<Response> set_statuses(
    Env& env, const Request& request, std::variant<TaskId, AssignmentId> where
) {
  const auto body = TRY(JsonBody::of(request));
  const auto order = TRY(status_order(TRY(body.object("statusPayload"))));
  SetStatus input{
      .where = std::move(where),
      .items = {},
      .word = order.word,
      .lists_changes = order.returns_status
  };
  // No client hands a single one on here, so a text is a mistake.
  if (body.raw("itemIds").starts_with('"')) {
    return invalid_field("itemIds", "must be an array of texts, not a text");
  }
  for (const auto& id : TRY(body.texts("itemIds"))) input.items.push_back({to_lower(id)});
  const auto changes = TRY(set_status(env, request.caller, input));
  JsonWriter json;
  json.object([&] {
    if (!order.returns_status) return;
    for (const auto& change : changes) {
      json.key(change.item.text);
      write_status_entry(json, change);
    }
  });
  return json_response(json.take());
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  const auto asked = TRY(asked_of(Parameters(request)));
  const auto page = TRY(page_of_query(request));
  const auto found =
      list_assignments(env, request.caller, asked, {.offset = page.offset(), .size = page.size});
  return page_response(page, found.total, [&](JsonWriter& json) {
    for (const auto& view : found.views) write_assignment(json, env, view);
  });
}

Result<Response> get(Env& env, const Request& request) {
  const auto id = TRY(assignment_id(request));
  return json_response(assignment_json(env, TRY(read_assignment(env, request.caller, id))));
}

Result<Response> next(Env& env, const Request& request) {
  constexpr Bounds counts{.least = 1, .most = 10};
  const Parameters asked(request);
  AskNextItems input;
  input.assignment = TRY(assignment_id(request));
  input.count = TRY(asked.count("count", 1, counts));
  const auto after = TRY(asked.ids<ItemId>("after", "item"));
  if (after.size() > 1) return invalid_field("after", "must name one item");
  if (!after.empty()) input.after = after.front();
  const auto next = TRY(list_next_items(env, request.caller, input));
  JsonWriter json;
  json.object([&] {
    json.member_array("items", [&] {
      for (const auto& view : next.items) write_item(json, env, view);
    });
    json.member("remaining", next.remaining);
    if (next.waiting) json.member("waiting", *next.waiting);
  });
  return json_response(json.take());
}

Result<Response> list_own(Env& env, const Request& request) {
  const auto active = TRY(Parameters(request).optional_flag("active"));
  const auto page = TRY(page_of_query(request));
  const auto own = list_own_assignments(
      env, request.caller, active, {.offset = page.offset(), .size = page.size}
  );
  return page_response(page, own.total, [&](JsonWriter& json) {
    for (const auto& view : own.views) write_assignment(json, env, view);
  });
}

Result<Response> update(Env& env, const Request& request) {
  const bool counts_system = TRY(Parameters(request).flag("system"));
  const auto body = TRY(JsonBody::of(request));
  UpdateAssignment input;
  input.assignment = TRY(assignment_id(request));
  input.name = TRY(body.optional_text("name"));
  if (const auto metadata = TRY(body.optional_object("metadata"))) {
    input.user_metadata = json::without_members(metadata->raw(), {"system"});
    const auto system = TRY(metadata->optional_object("system"));
    if (system && counts_system) input.system_metadata = system->raw();
  }
  return json_response(assignment_json(env, TRY(update_assignment(env, request.caller, input))));
}

Result<Response> partial(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const auto fields = TRY(body.texts("fields"));
  const auto view = TRY(read_assignment(env, request.caller, TRY(assignment_id(request))));
  if (const auto item = TRY(body.optional_id<ItemId>("relatedItemId", "item"))) {
    TRY(require_item_in(env, view.assignment, *item));
  }
  const auto whole = assignment_json(env, view);
  JsonWriter json;
  json.object([&] {
    for (const auto& field : fields) {
      if (const auto value = json::member(whole, field == "_id" ? "id" : field)) {
        json.member_raw(field, *value);
      }
    }
  });
  return json_response(json.take());
}

Result<Response> redistribute(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  RedistributeAssignment input;
  input.assignment = TRY(assignment_id(request));
  input.loads = TRY(body.workload("workload"));
  TRY(allow_to_skip(body));
  input.task = TRY(body.optional_id<TaskId>("taskId", "task"));
  input.which = TRY(work_filter(body));
  input.how = TRY(move_options(request, body));
  return outcome_response(env, request, TRY(redistribute_assignment(env, request.caller, input)));
}

Result<Response> reassign(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const auto people = TRY(body.texts("annotator"));
  if (people.size() != 1) return invalid_field("annotator", "must name exactly one person");
  ReassignAssignment input;
  input.assignment = TRY(assignment_id(request));
  input.to = TRY(parse_email(people.front(), "annotator"));
  input.task = TRY(body.optional_id<TaskId>("taskId", "task"));
  input.how = TRY(move_options(request, body));
  return outcome_response(env, request, TRY(reassign_assignment(env, request.caller, input)));
}

Result<Response> latest_reassign(Env& env, const Request& request) {
  const auto id = TRY(assignment_id(request));
  const auto creators = TRY(Parameters(request).emails("creator"));
  // Commands are shown to who started them.
  if (!is_among(creators, request.caller.user)) return not_found("reassignment", id.text);
  return command_response(env, TRY(latest_reassignment(env, request.caller, id)));
}

Result<Response> remove(Env& env, const Request& request) {
  const auto id = TRY(assignment_id(request));
  const auto how = TRY(move_options(request, TRY(JsonBody::of(request))));
  const auto outcome = TRY(delete_assignment(env, request.caller, {.assignment = id, .how = how}));
  return outcome_response(env, request, outcome);
}

Result<Response> set_status_in_task(Env& env, const Request& request) {
  return set_statuses(env, request, TRY(parse_id<TaskId>(request.param("task"), "task")));
}

Result<Response> set_status_in_assignment(Env& env, const Request& request) {
  return set_statuses(env, request, TRY(assignment_id(request)));
}

Result<Response> set_status_of_item(Env& env, const Request& request) {
  const auto order = TRY(status_order(TRY(JsonBody::of(request))));
  const auto assignment = TRY(assignment_id(request));
  const auto item = TRY(parse_id<ItemId>(request.param("item"), "item"));
  const auto changes = TRY(set_status(
      env,
      request.caller,
      {.where = assignment, .items = {item}, .word = order.word, .single = true}
  ));
  const auto* now = changes.empty() || !changes.front().now ? nullptr : &*changes.front().now;
  JsonWriter json;
  write_reference(json, assignment.text, "assignment", now);
  return json_response(json.take());
}

Result<Response> batch(Env& env, const Request& request) {
  AssignmentBatch input;
  input.assignment = TRY(assignment_id(request));
  input.how = TRY(move_options(request, TRY(JsonBody::of(request))));
  return outcome_response(env, request, TRY(load_batch(env, request.caller, input)));
}

Result<Response> clear(Env& env, const Request& request) {
  AssignmentBatch input;
  input.assignment = TRY(assignment_id(request));
  input.how = TRY(move_options(request, TRY(JsonBody::of(request))));
  return outcome_response(env, request, TRY(clear_batch(env, request.caller, input)));
}

Result<Response> use_item(Env& env, const Request& request) {
  const auto assignment = TRY(assignment_id(request));
  const auto item = TRY(parse_id<ItemId>(request.param("item"), "item"));
  const auto until = TRY(allot::use_item(env, request.caller, assignment, item));
  JsonWriter json;
  json.object([&] { json.member("until", to_epoch_ms(until)); });
  return json_response(json.take());
}

Result<Response> end_use(Env& env, const Request& request) {
  const auto assignment = TRY(assignment_id(request));
  const auto item = TRY(parse_id<ItemId>(request.param("item"), "item"));
  TRY(allot::end_use(env, request.caller, assignment, item));
  return no_content();
}

}  // namespace allot::http::assignments

#include "http/pulling.h"

#include <unordered_set>

#include "base/text.h"
#include "http/move_body.h"
#include "http/work_json.h"
#include "usecases/tasks/contributors.h"

namespace allot::http::pulling {

namespace {

Result<TaskId> task_id(const Request& request) {
  return parse_id<TaskId>(request.param("id"), "task");
}

}  // namespace

Result<Response> queue(Env& env, const Request& request) {
  const auto view = TRY(read_task(env, request.caller, TRY(task_id(request))));
  JsonWriter json;
  json.object([&] { json.member("remaining", waiting(*view.ledger)); });
  return json_response(json.take());
}

Result<Response> contributors(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  ChangeContributors input;
  input.task = TRY(task_id(request));
  const auto action = TRY(body.text("action"));
  if (action != "add" && action != "remove") {
    return invalid_field("action", "must be `add` or `remove`");
  }
  input.change = action == "add" ? ContributorsChange::add : ContributorsChange::remove;
  const auto named = TRY(body.texts_or_empty("assignees"));
  if (named.size() > people_max) {
    return invalid_field("assignees", "must not name more than 1000 people");
  }
  std::unordered_set<UserId> seen;
  for (const auto& text : named) {
    auto person = TRY(parse_email(text, "assignees"));
    if (seen.insert(person).second) input.people.push_back(std::move(person));
  }
  TRY(require_no_groups(body));
  return json_response(task_json(env, TRY(change_contributors(env, request.caller, input))));
}

}  // namespace allot::http::pulling

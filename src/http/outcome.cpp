#include "http/outcome.h"

#include "base/json_writer.h"
#include "http/commands.h"
#include "json/plan_text.h"
#include "json/text.h"

namespace allot::http {

namespace {

std::string plan_text(const Preview& preview) {
  JsonWriter json;
  write_plan(json, summary_of(preview));
  return json.take();
}

Response preview_response(const Preview& preview) {
  return json_response(R"({"plan":)" + plan_text(preview) + "}");
}

Response changed_response(const PlanChanged& changed, std::string_view request_id) {
  const Error error{
      .code = ErrorCode::plan_changed,
      .message = "The work has changed since it was previewed; `plan` is what it would be now.",
      .fields = {}
  };
  auto response = error_response(error, request_id);
  auto& body = std::get<std::string>(response.body);
  body = json::with_member(body, "plan", plan_text(changed.now));
  return response;
}

}  // namespace

Response outcome_response(const Env& env, const Request& request, const Outcome& outcome) {
  if (const auto* preview = std::get_if<Preview>(&outcome)) return preview_response(*preview);
  if (const auto* changed = std::get_if<PlanChanged>(&outcome)) {
    return changed_response(*changed, request.head.request_id);
  }
  return command_response(env, std::get<Command>(outcome));
}

}  // namespace allot::http

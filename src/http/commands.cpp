#include "http/commands.h"

#include "base/json_writer.h"
#include "http/page.h"
#include "json/command_text.h"
#include "usecases/commands/commands.h"

namespace allot::http {

namespace {

void write_command_json(JsonWriter& json, const Env& env, const Command& command) {
  json.object([&] {
    json.member("id", command.id);
    json.member("url", api_url(env) + "/commands/" + command.id.text);
    json.member("status", http::name_of(command.status));
    json.member("progress", command.progress);
    json.member_raw("spec", spec_of(command.result, command.plan));
    json.member("type", type_of(command.result));
    json.key("error");
    command.error.empty() ? json.null() : json.value(command.error);
    json.member("creator", command.creator);
    json.member_iso("createdAt", command.created_at);
    json.member_iso("updatedAt", command.updated_at);
  });
}

}  // namespace

std::string_view name_of(CommandStatus status) {
  switch (status) {
    case CommandStatus::created: return "created";
    case CommandStatus::in_progress: return "in-progress";
    case CommandStatus::success: return "success";
    case CommandStatus::failed: return "failed";
    case CommandStatus::canceled: return "canceled";
  }
  return "failed";
}

Response command_response(const Env& env, const Command& command) {
  JsonWriter json;
  write_command_json(json, env, command);
  return json_response(json.take());
}

namespace commands {

Result<Response> list(Env& env, const Request& request) {
  const auto page = TRY(page_of_query(request));
  JsonWriter json;
  json.array([&] {
    for (const auto& command : list_commands(env, request.caller, page.offset(), page.size)) {
      write_command_json(json, env, command);
    }
  });
  return json_response(json.take());
}

Result<Response> get(Env& env, const Request& request) {
  const auto id = any_id<CommandId>(request.param("id"));
  return command_response(env, TRY(get_command(env, request.caller, id)));
}

Result<Response> abort(Env& env, const Request& request) {
  const auto id = any_id<CommandId>(request.param("id"));
  return command_response(env, TRY(abort_command(env, request.caller, id)));
}

Result<Scope> where_aborted(const Transaction& tx, const Request& request) {
  return scope_of_abort(tx, any_id<CommandId>(request.param("id")));
}

}  // namespace commands

}  // namespace allot::http

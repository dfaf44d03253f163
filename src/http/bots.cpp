#include "http/bots.h"

#include "base/text.h"
#include "http/json_body.h"
#include "http/users_json.h"
#include "usecases/bots/create.h"
#include "usecases/bots/read.h"
#include "usecases/bots/remove.h"
#include "usecases/users/read.h"

namespace allot::http::bots {

namespace {

ProjectId project_id(const Request& request) {
  return any_id<ProjectId>(request.param("id"));
}

/// What is no address is no bot's: unknown, not malformed (B-150).
Result<UserId> bot_id(const Request& request) {
  auto id = parse_email(request.param("email"));
  if (id) return id;
  return fail(ErrorCode::not_found, "There is no bot `" + printable(request.param("email")) + "`.");
}

Result<RemoveBot> bot_to_remove(const Request& request) {
  auto bot = TRY(bot_id(request));
  return RemoveBot{.project = project_id(request), .bot = std::move(bot)};
}

void write_bot(
    JsonWriter& json, const MemberView& bot, const OrgId& organization, std::string_view password
) {
  json.object([&] {
    write_user_members(json, bot.user, wire_word(bot.member.role), organization);
    json.member("projectId", bot.member.project);
    json.member_if("password", password);
  });
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  const auto bots = TRY(list_bots(env, request.caller, project_id(request)));
  const auto organization = get_organization(env).id;
  JsonWriter json;
  json.array([&] {
    for (const auto& bot : bots) write_bot(json, bot, organization, "");
  });
  return json_response(json.take());
}

Result<Response> create(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  CreateBot input;
  input.project = project_id(request);
  input.name = TRY(body.text("name"));
  input.return_credentials = TRY(body.flag_or("returnCredentials", false));
  const auto made = TRY(create_bot(env, request.caller, input));
  JsonWriter json;
  write_bot(json, made.bot, get_organization(env).id, made.password);
  auto response = json_response(json.take());
  if (!made.password.empty()) response.with("Cache-Control", "no-store");
  return response;
}

Result<Response> get(Env& env, const Request& request) {
  const auto bot = TRY(get_bot(env, request.caller, project_id(request), TRY(bot_id(request))));
  JsonWriter json;
  write_bot(json, bot, get_organization(env).id, "");
  return json_response(json.take());
}

Result<Scope> where_removed(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(bot_to_remove(request)));
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(remove_bot(env, request.caller, TRY(bot_to_remove(request))));
  return no_content();
}

}  // namespace allot::http::bots

#include "http/users.h"

#include "base/text.h"
#include "http/json_body.h"
#include "http/users_json.h"
#include "usecases/users/read.h"
#include "usecases/users/update_me.h"

namespace allot::http::users {

namespace {

Response user_response(const UserView& view) {
  JsonWriter json;
  write_user(json, view.user, wire_word(view.user.org_role), view.organization.id);
  return json_response(json.take());
}

}  // namespace

Result<Response> me(Env& env, const Request& request) {
  return user_response(TRY(get_me(env, request.caller)));
}

Result<Response> update_me(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  UpdateMe input;
  input.first_name = TRY(body.optional_text("firstName"));
  input.last_name = TRY(body.optional_text("lastName"));
  return user_response(TRY(allot::update_me(env, request.caller, input)));
}

Result<Response> get(Env& env, const Request& request) {
  // What is no address is nobody's: unknown, not malformed (B-150).
  const auto id = parse_email(request.param("email"));
  if (id) return user_response(TRY(get_user(env, request.caller, *id)));
  return fail(
      ErrorCode::not_found, "There is no user `" + printable(request.param("email")) + "`."
  );
}

Result<Response> organizations(Env& env, const Request& request) {
  const auto [user, organization] = TRY(get_me(env, request.caller));
  JsonWriter json;
  json.array([&] {
    json.object([&] {
      json.member("id", user.id);
      json.member("member", user.id);
      json.member("org", organization.id);
      json.member("role", wire_word(user.org_role));
      json.member("status", "active");
    });
  });
  return json_response(json.take());
}

}  // namespace allot::http::users

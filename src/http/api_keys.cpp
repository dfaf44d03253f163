#include "http/api_keys.h"

#include "http/json_body.h"
#include "http/page.h"
#include "usecases/accounts/api_keys.h"
#include "usecases/scopes.h"

namespace allot::http::api_keys {

namespace {

ApiKeyId key_id(const Request& request) {
  return any_id<ApiKeyId>(request.param("id"));
}

void write_key(JsonWriter& json, const ApiKey& key) {
  json.object([&] {
    json.member("id", key.id);
    json.member("creator", key.creator);
    json.member("description", key.description);
    json.member("type", key.project.empty() ? "user" : "project");
    json.member("userId", key.user);
    json.member_if("projectId", key.project.text);
    json.member_iso("createdAt", key.created_at);
    json.member_iso("updatedAt", key.updated_at);
    json.member_iso("expiresAt", key.expires_at);
    if (key.revoked_at) json.member_iso("revokedAt", *key.revoked_at);
  });
}

}  // namespace

Result<Scope> where_made(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(TRY(JsonBody::of(request)).email("userId")));
}

Result<Response> list(Env& env, const Request& request) {
  JsonWriter json;
  json.array([&] {
    for (const auto& key : list_api_keys(env, request.caller)) write_key(json, key);
  });
  return json_response(json.take());
}

Result<Response> create(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const auto user = TRY(body.email("userId"));
  const auto description = TRY(body.text_or("description", ""));
  const auto made = TRY(create_api_key(env, request.caller, user, description));
  JsonWriter json;
  json.object([&] {
    json.key("key");
    write_key(json, made.key);
    json.member("jwt", made.token);
  });
  return json_response(json.take()).with("cache-control", "no-store");
}

Result<Response> get(Env& env, const Request& request) {
  JsonWriter json;
  write_key(json, TRY(get_api_key(env, request.caller, key_id(request))));
  return json_response(json.take());
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(revoke_api_key(env, request.caller, key_id(request)));
  return no_content();
}

}  // namespace allot::http::api_keys

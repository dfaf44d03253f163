#include "http/invitations.h"

#include "base/json_writer.h"
#include "base/text.h"
#include "usecases/accounts/links.h"
#include "usecases/scopes.h"

namespace allot::http::invitations {

Result<Scope> where_made(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(parse_email(request.param("email")))) |
         Scope::inside(any_id<ProjectId>(request.param("id")));
}

Result<Response> create(Env& env, const Request& request) {
  const auto project = any_id<ProjectId>(request.param("id"));
  const auto link = TRY(invite_member(env, request.caller, project, request.param("email")));
  JsonWriter json;
  json.object([&] {
    json.member("url", link.url);
    json.member_iso("expiresAt", link.expires_at);
  });
  return json_response(json.take()).with("cache-control", "no-store");
}

}  // namespace allot::http::invitations

#include "http/invitations.h"

#include "base/json_writer.h"
#include "usecases/accounts/links.h"

namespace allot::http::invitations {

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

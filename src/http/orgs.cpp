#include "http/orgs.h"

#include "base/json_writer.h"
#include "http/projects_json.h"
#include "http/users_json.h"
#include "usecases/projects/read.h"
#include "usecases/users/read.h"

namespace allot::http::orgs {

namespace {

OrgId org_id(const Request& request) {
  return any_id<OrgId>(request.param("id"));
}

void write_users(JsonWriter& json, const std::vector<User>& users, const OrgId& organization) {
  json.array([&] {
    for (const auto& user : users) {
      write_user(json, user, wire_word(user.org_role), organization);
    }
  });
}

/// `members` are shown to the owner and to admins; to others the list is empty.
void write_organization(
    JsonWriter& json, Env& env, const Caller& caller, const Organization& organization
) {
  const auto members = list_organization_members(env, caller, organization.id);
  json.object([&] {
    json.member("id", organization.id);
    json.member("name", organization.name);
    json.member("owner", organization.owner);
    json.member("creator", organization.owner);
    json.key("members");
    write_users(json, members.value_or(std::vector<User>{}), organization.id);
    json.key("groups").raw("[]");
    json.member_object("account", [&] { json.member("id", organization.id); });
    json.key("plan").null();
    json.key("logoUrl").null();
    json.member_ms("createdAt", organization.created_at);
    json.member_ms("updatedAt", organization.updated_at);
    json.member("role", wire_word(caller.org_role));
  });
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  JsonWriter json;
  json.array([&] { write_organization(json, env, request.caller, get_organization(env)); });
  return json_response(json.take());
}

Result<Response> get(Env& env, const Request& request) {
  JsonWriter json;
  write_organization(json, env, request.caller, TRY(get_organization(env, org_id(request))));
  return json_response(json.take());
}

Result<Response> members(Env& env, const Request& request) {
  const auto id = org_id(request);
  const auto users = TRY(list_organization_members(env, request.caller, id));
  JsonWriter json;
  write_users(json, users, id);
  return json_response(json.take());
}

Result<Response> projects(Env& env, const Request& request) {
  TRY(get_organization(env, org_id(request)));
  JsonWriter json;
  json.array([&] {
    for (const auto& view : list_projects(env, request.caller)) write_project(json, env, view);
  });
  return json_response(json.take());
}

Result<Response> groups(Env& env, const Request& request) {
  TRY(get_organization(env, org_id(request)));
  return json_response("[]");  // nothing makes groups yet, so there are none
}

}  // namespace allot::http::orgs

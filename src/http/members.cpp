#include "http/members.h"

#include <algorithm>

#include "base/text.h"
#include "http/json_body.h"
#include "http/users_json.h"
#include "usecases/members/add.h"
#include "usecases/members/change_role.h"
#include "usecases/members/remove.h"
#include "usecases/users/read.h"

namespace allot::http::members {

namespace {

ProjectId project_id(const Request& request) {
  return any_id<ProjectId>(request.param("id"));
}

Response members_response(Env& env, const std::vector<MemberView>& members) {
  JsonWriter json;
  write_members(json, members, get_organization(env).id);
  return json_response(json.take());
}

void write_membership(JsonWriter& json, const MemberView& view) {
  const auto& member = view.member;
  const auto& user = view.user;
  json.object([&] {
    json.member("id", user.id);
    json.member("member", user.id);
    json.member("project", member.project);
    json.member("role", wire_word(member.role));
    json.member("creator", member.added_by);
    json.member("status", user.state == UserState::invited ? "pending" : "active");
    json.member_ms("createdAt", member.created_at);
    json.member_ms("updatedAt", member.updated_at);
  });
}

Result<AddMembers> one_to_add(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  AddMembers input;
  input.project = project_id(request);
  input.users = {TRY(parse_email(request.param("email")))};
  input.role = TRY(parse_role(TRY(body.text("role"))));
  return input;
}

Result<AddMembers> many_to_add(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  AddMembers input;
  input.project = project_id(request);
  input.role = TRY(parse_role(TRY(body.text("role"))));
  for (const auto& text : TRY(body.texts("users"))) {
    input.users.push_back(TRY(parse_email(text, "users")));
  }
  return input;
}

}  // namespace

Result<Scope> where_added(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(one_to_add(request)));
}

Result<Scope> where_many_added(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(many_to_add(request)));
}

Result<Response> list(Env& env, const Request& request) {
  return members_response(env, TRY(list_members(env, request.caller, project_id(request))));
}

Result<Response> add(Env& env, const Request& request) {
  return members_response(env, TRY(add_members(env, request.caller, TRY(one_to_add(request)))));
}

Result<Response> add_many(Env& env, const Request& request) {
  const auto input = TRY(many_to_add(request));
  const auto members = TRY(add_members(env, request.caller, input));
  JsonWriter json;
  json.array([&] {
    for (const auto& view : members) {
      const bool is_named = std::ranges::find(input.users, view.user.id) != input.users.end();
      if (is_named) write_membership(json, view);
    }
  });
  return json_response(json.take());
}

Result<Response> change_role(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  ChangeRole input;
  input.project = project_id(request);
  input.user = TRY(parse_email(request.param("email")));
  input.role = TRY(parse_role(TRY(body.text("role"))));
  return members_response(env, TRY(allot::change_role(env, request.caller, input)));
}

Result<Response> remove(Env& env, const Request& request) {
  RemoveMember input;
  input.project = project_id(request);
  input.user = TRY(parse_email(request.param("email")));
  return members_response(env, TRY(remove_member(env, request.caller, input)));
}

}  // namespace allot::http::members

#include "http/users_json.h"

#include "http/availability.h"

namespace allot::http {

std::string_view wire_word(Role role) {
  switch (role) {
    case Role::owner: return "owner";
    case Role::developer: return "engineer";
    case Role::annotation_manager: return "annotationManager";
    case Role::annotator: return "annotator";
  }
  return "annotator";
}

std::string_view wire_word(OrgRole role) {
  switch (role) {
    case OrgRole::owner: return "owner";
    case OrgRole::admin: return "admin";
    case OrgRole::member: return "member";
    case OrgRole::worker: return "worker";
  }
  return "worker";
}

Result<Role> parse_role(std::string_view word) {
  for (const auto role :
       {Role::owner, Role::developer, Role::annotation_manager, Role::annotator}) {
    if (word == wire_word(role)) return role;
  }
  return invalid_field("role", "must be one of owner, engineer, annotationManager, annotator");
}

void write_user_members(
    JsonWriter& json, const User& user, std::string_view role, const OrgId& organization
) {
  json.member("id", user.id);
  json.member("email", user.id);
  json.member("username", user.id);
  const auto& address = user.id.text;
  json.member(
      "firstName", user.first_name.empty() ? address.substr(0, address.find('@')) : user.first_name
  );
  json.member("lastName", user.last_name);
  json.key("avatar").null();
  json.member("role", role);
  json.member("type", user.is_bot ? "bot" : "user");
  json.member("org", organization);
  if (user.state == UserState::invited) json.member("status", "pending");
  json.member_ms("createdAt", user.created_at);
  json.member_ms("updatedAt", user.updated_at);
}

void write_user(
    JsonWriter& json, const User& user, std::string_view role, const OrgId& organization
) {
  json.object([&] { write_user_members(json, user, role, organization); });
}

void write_members(
    JsonWriter& json, const std::vector<MemberView>& members, const OrgId& organization
) {
  json.array([&] {
    for (const auto& [member, user, said] : members) {
      json.object([&] {
        write_user_members(json, user, wire_word(member.role), organization);
        if (!said) return;
        json.key("availability");
        availability::write(json, said);
      });
    }
  });
}

}  // namespace allot::http

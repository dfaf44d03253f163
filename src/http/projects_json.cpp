#include "http/projects_json.h"

#include "http/users_json.h"

namespace allot::http {

void write_project(
    JsonWriter& json, const Env& env, const ProjectView& view, bool with_contributors
) {
  const auto& [project, role, contributors, organization] = view;
  json.object([&] {
    json.member("id", project.id);
    json.member("url", api_url(env) + "/projects/" + project.id.text);
    json.member("name", project.name);
    json.member("creator", project.creator);
    json.key("contributors");
    write_members(
        json, with_contributors ? contributors : std::vector<MemberView>{}, organization.id
    );
    json.member_object("org", [&] {
      json.member("id", organization.id);
      json.member("name", organization.name);
    });
    json.member("role", wire_word(role));
    json.member_object("account", [&] { json.member("id", organization.id); });
    json.member("archived", project.archived);
    json.member("isBlocked", false);
    json.key("featureConstraints").raw("[]");
    json.member_ms("createdAt", project.created_at);
    json.member_ms("updatedAt", project.updated_at);
  });
}

}  // namespace allot::http

#include "http/projects.h"

#include "http/json_body.h"
#include "http/parameters.h"
#include "http/projects_json.h"
#include "usecases/projects/create.h"
#include "usecases/projects/remove.h"
#include "usecases/projects/rename.h"

namespace allot::http::projects {

namespace {

ProjectId project_id(const Request& request) {
  return any_id<ProjectId>(request.param("id"));
}

Response project_response(const Env& env, const ProjectView& view) {
  JsonWriter json;
  write_project(json, env, view);
  return json_response(json.take());
}

Result<Response> projects_response(
    const Env& env, const Request& request, const std::vector<ProjectView>& views
) {
  const bool with_people = !TRY(Parameters(request).flag("excludeContributors"));
  JsonWriter json;
  json.array([&] {
    for (const auto& view : views) write_project(json, env, view, with_people);
  });
  return json_response(json.take());
}

}  // namespace

Result<Scope> where_renamed(const Transaction& tx, const Request& request) {
  return scope_of(tx, RenameProject{.project = project_id(request), .name = {}});
}

Result<Scope> where_removed(const Transaction& tx, const Request& request) {
  return scope_of_removal(tx, project_id(request));
}

Result<Response> create(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const auto name = TRY(body.text("name"));
  return project_response(env, TRY(create_project(env, request.caller, {.name = name})));
}

Result<Response> list(Env& env, const Request& request) {
  return projects_response(env, request, list_projects(env, request.caller));
}

Result<Response> get(Env& env, const Request& request) {
  return project_response(env, TRY(get_project(env, request.caller, project_id(request))));
}

Result<Response> get_named(Env& env, const Request& request) {
  const auto& name = request.param("name");
  return projects_response(env, request, TRY(get_projects_named(env, request.caller, name)));
}

Result<Response> update(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const auto name = TRY(body.optional_text("name"));
  return project_response(
      env, TRY(rename_project(env, request.caller, {.project = project_id(request), .name = name}))
  );
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(remove_project(env, request.caller, project_id(request)));
  return no_content();
}

}  // namespace allot::http::projects

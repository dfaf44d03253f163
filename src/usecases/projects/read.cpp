#include "usecases/projects/read.h"

#include "base/text.h"
#include "usecases/access.h"

namespace allot {

ProjectView view_of(const Transaction& tx, const Caller& caller, const Project& project) {
  ProjectView view{.project = project, .organization = tx.projects().organization()};
  const auto member = tx.projects().member(project.id, caller.user);
  if (member && member->active) view.role = member->role;
  if (standings_in(tx, caller, project.id).may(Verb::see_members)) {
    view.contributors = active_members(tx, project.id);
  }
  return view;
}

std::vector<ProjectView> list_projects(Env& env, const Caller& caller) {
  return read(env.store, [&](const Transaction& tx) {
    std::vector<ProjectView> views;
    for (const auto& project : tx.projects().of_member(caller.user)) {
      if (!project.archived) views.push_back(view_of(tx, caller, project));
    }
    return views;
  });
}

Result<ProjectView> get_project(Env& env, const Caller& caller, const ProjectId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<ProjectView> {
    return view_of(tx, caller, TRY(get_project(tx, caller, id, Verb::see_project)));
  });
}

Result<std::vector<ProjectView>> get_projects_named(
    Env& env, const Caller& caller, const std::string& name
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<ProjectView>> {
    std::vector<ProjectView> views;
    for (const auto& project : tx.projects().named(name)) {
      if (get_project(tx, caller, project.id, Verb::see_project)) {
        views.push_back(view_of(tx, caller, project));
      }
    }
    if (views.empty()) {
      return fail(
          ErrorCode::not_found,
          "There is no project named `" + printable(name) + "` that you may see."
      );
    }
    return views;
  });
}

}  // namespace allot

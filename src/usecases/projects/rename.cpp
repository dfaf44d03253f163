#include "usecases/projects/rename.h"

#include "usecases/access.h"
#include "usecases/projects/create.h"
#include "usecases/projects/name.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

Scope scope_of(const Transaction& tx, const RenameProject& input) {
  const auto project = tx.projects().find(input.project);
  return project ? Scope::project(project->id) | Scope::account(project->creator) : Scope{};
}

Result<ProjectView> rename_project(Env& env, const Caller& caller, const RenameProject& input) {
  return write(env.store, scope_of(input), [&](Transaction& tx) -> Result<ProjectView> {
    auto project = TRY(get_project(tx, caller, input.project, Verb::rename_project));
    if (!input.name || *input.name == project.name) return view_of(tx, caller, project);

    TRY(check_project_name(*input.name));
    project.name = *input.name;
    project.updated_at = env.clock.now();
    TRY(require_free_project_name(tx, project, "Failed to rename project"));
    tx.projects().put(project);
    tell(env, tx, caller, project.id, updated(project.id));
    return view_of(tx, caller, project);
  });
}

}  // namespace allot

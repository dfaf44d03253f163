#include "usecases/projects/rename.h"

#include "usecases/access.h"
#include "usecases/projects/create.h"
#include "usecases/projects/events.h"
#include "usecases/projects/name.h"

namespace allot {

Result<ProjectView> rename_project(Env& env, const Caller& caller, const RenameProject& input) {
  const auto scope = Scope::project(input.project);
  return write(env.store, scope, [&](Transaction& tx) -> Result<ProjectView> {
    auto project = TRY(get_project(tx, caller, input.project, Verb::rename_project));
    if (!input.name || *input.name == project.name) return view_of(tx, caller, project);

    TRY(check_project_name(*input.name));
    project.name = *input.name;
    project.updated_at = env.clock.now();
    TRY(require_free_project_name(tx, project, "Failed to rename project"));
    tx.projects().put(project);
    append_event(tx, env, caller, "Project", "Updated", project.id.text, project.id);
    return view_of(tx, caller, project);
  });
}

}  // namespace allot

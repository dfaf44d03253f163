#include "usecases/projects/create.h"

#include "usecases/access.h"
#include "usecases/bots/create.h"
#include "usecases/projects/name.h"
#include "usecases/telling.h"

namespace allot {

Result<Done> require_free_project_name(
    const Transaction& tx, const Project& project, std::string_view intent
) {
  for (const auto& other : tx.projects().named(project.name)) {
    if (other.creator != project.creator || other.id == project.id) continue;
    return invalid_field(
        "name",
        "is taken",
        std::string(intent) + ": you already have a project named `" + project.name + "`."
    );
  }
  return Done{};
}

Result<ProjectView> create_project(Env& env, const Caller& caller, const CreateProject& input) {
  TRY(require(caller, Verb::create_project));
  TRY(check_project_name(input.name));
  const ProjectId id{random_uuid(env.random)};
  const auto scope = Scope::account(caller.user) | Scope::making(id);
  return write(env.store, scope, [&](Transaction& tx) -> Result<ProjectView> {
    const auto now = env.clock.now();
    const Project project{
        .id = id, .name = input.name, .creator = caller.user, .created_at = now, .updated_at = now
    };
    TRY(require_free_project_name(tx, project, "Failed to create project"));

    tx.projects().put(project);
    tx.projects().put_member(
        {.project = project.id,
         .user = caller.user,
         .role = Role::owner,
         .added_by = caller.user,
         .created_at = now,
         .updated_at = now}
    );
    static_cast<void>(add_bot(env, tx, caller, {.project = project.id, .name = "default bot"}, ""));
    tell(env, tx, caller, project.id, created(project.id));
    return view_of(tx, caller, project);
  });
}

}  // namespace allot

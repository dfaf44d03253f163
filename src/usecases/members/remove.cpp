#include "usecases/members/remove.h"

#include "usecases/access.h"
#include "usecases/members/add.h"
#include "usecases/members/change_role.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// They could not take it off the screen themself any more.
void end_use_by(Env& env, const Transaction& tx, const UserId& person, const ProjectId& project) {
  for (const auto& id : env.in_use.tasks_of(person)) {
    const auto task = tx.tasks().find(id);
    if (!task || task->project == project) env.in_use.end(person, id);
  }
}

}  // namespace

Result<std::vector<MemberView>> remove_member(
    Env& env, const Caller& caller, const RemoveMember& input
) {
  const auto scope = Scope::project(input.project);
  return write(env.store, scope, [&](Transaction& tx) -> Result<std::vector<MemberView>> {
    TRY(get_project(tx, caller, input.project, Verb::manage_members));
    auto member = TRY(require_member(tx, input.project, input.user));
    member.active = false;
    member.updated_at = env.clock.now();
    tx.projects().put_member(member);
    TRY(require_an_owner(tx, input.project));
    end_use_by(env, tx, member.user, input.project);
    tell(
        env,
        tx,
        caller,
        input.project,
        ThingChanged{.thing = Thing::member, .act = Act::deleted, .id = member.user.text}
    );
    return active_members(tx, input.project);
  });
}

}  // namespace allot

#include "usecases/members/remove.h"

#include "usecases/access.h"
#include "usecases/members/add.h"
#include "usecases/members/change_role.h"
#include "usecases/telling.h"

namespace allot {

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

#include "usecases/members/change_role.h"

#include "base/text.h"
#include "usecases/access.h"
#include "usecases/members/add.h"
#include "usecases/telling.h"

namespace allot {

Result<Member> require_member(const Transaction& tx, const ProjectId& project, const UserId& user) {
  auto member = tx.projects().member(project, user);
  if (member && member->active) return *std::move(member);
  return fail(ErrorCode::not_found, "`" + printable(user.text) + "` is no member of this project.");
}

Result<std::vector<MemberView>> change_role(
    Env& env, const Caller& caller, const ChangeRole& input
) {
  const auto scope = Scope::project(input.project);
  return write(env.store, scope, [&](Transaction& tx) -> Result<std::vector<MemberView>> {
    TRY(get_project(tx, caller, input.project, Verb::manage_members));
    auto member = TRY(require_member(tx, input.project, input.user));
    if (member.role == input.role) return active_members(tx, input.project);

    member.role = input.role;
    member.updated_at = env.clock.now();
    tx.projects().put_member(member);
    TRY(require_an_owner(tx, input.project));
    tell(
        env,
        tx,
        caller,
        input.project,
        ThingChanged{.thing = Thing::member, .act = Act::updated, .id = member.user.text}
    );
    return active_members(tx, input.project);
  });
}

}  // namespace allot

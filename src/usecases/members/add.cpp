#include "usecases/members/add.h"

#include <algorithm>

#include "store/offers.h"
#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Owners do anything; annotation managers bring annotators, and cannot so change anybody's role.
Result<Done> require_may_add(const Transaction& tx, const Caller& caller, const AddMembers& input) {
  TRY(get_project(tx, caller, input.project, Verb::invite_annotators));
  if (standings_in(tx, caller, input.project).may(Verb::manage_members)) return Done{};
  if (input.role != Role::annotator) {
    return fail(ErrorCode::forbidden, "You may add annotators only.");
  }
  for (const auto& user : input.users) {
    const auto member = tx.projects().member(input.project, user);
    if (member && member->role != Role::annotator) {
      return fail(ErrorCode::forbidden, "You may not change the role of `" + user.text + "`.");
    }
  }
  return Done{};
}

/// A bot works in the project that it was made for, and in no other.
Result<Done> require_no_foreign_bot(const User& user, const ProjectId& project) {
  if (!user.is_bot) return Done{};
  if (user.bot_project == project && user.state != UserState::disabled) return Done{};
  return fail(ErrorCode::invalid, "`" + user.id.text + "` is no bot of this project.");
}

void put_member(Env& env, Transaction& tx, const Caller& caller, Member member) {
  member.updated_at = env.clock.now();
  tx.projects().put_member(member);
  tell(
      env,
      tx,
      caller,
      member.project,
      ThingChanged{.thing = Thing::member, .act = Act::updated, .id = member.user.text}
  );
}

}  // namespace

User find_or_invite(const Env& env, Transaction& tx, const UserId& id) {
  if (auto user = tx.users().find(id)) return *std::move(user);
  const auto now = env.clock.now();
  User user{
      .id = id,
      .first_name = id.text.substr(0, id.text.find('@')),
      .state = UserState::invited,
      .org_role = OrgRole::worker,
      .created_at = now,
      .updated_at = now
  };
  tx.users().put(user);
  return user;
}

Result<Done> require_an_owner(const Transaction& tx, const ProjectId& project) {
  const bool has_owner = std::ranges::any_of(tx.projects().members(project), [&](const auto& m) {
    if (!m.active || m.role != Role::owner) return false;
    const auto user = tx.users().find(m.user);
    return user && !user->is_bot;
  });
  if (has_owner) return Done{};
  return fail(
      ErrorCode::invalid, "The last owner of a project can be neither removed nor demoted."
  );
}

Scope scope_of(const Transaction&, const AddMembers& input) {
  auto scope = Scope::project(input.project);
  for (const auto& id : input.users) scope |= Scope::account(id);
  return scope;
}

Result<std::vector<MemberView>> add_members(
    Env& env, const Caller& caller, const AddMembers& input
) {
  if (input.users.empty()) return invalid_field("users", "must name somebody");
  return write(env.store, scope_of(input), [&](Transaction& tx) -> Result<std::vector<MemberView>> {
    TRY(require_may_add(tx, caller, input));
    const auto now = env.clock.now();
    for (const auto& id : input.users) {
      const auto user = find_or_invite(env, tx, id);
      TRY(require_no_foreign_bot(user, input.project));
      auto member = tx.projects().member(input.project, id);
      if (member && member->active && member->role == input.role) continue;
      if (!member) {
        member = Member{
            .project = input.project, .user = user.id, .added_by = caller.user, .created_at = now
        };
      } else if (!member->active) {
        tx.offers().note({.person = id, .project = input.project, .from = now});
      }
      member->role = input.role;
      member->active = true;
      put_member(env, tx, caller, *member);
    }
    TRY(require_an_owner(tx, input.project));
    return active_members(tx, input.project);
  });
}

}  // namespace allot

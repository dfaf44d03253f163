#include "usecases/members/read.h"

#include "usecases/access.h"

namespace allot {

std::vector<MemberView> active_members(const Transaction& tx, const ProjectId& project) {
  std::vector<MemberView> views;
  for (auto& member : tx.projects().members(project)) {
    if (!member.active) continue;
    auto user = tx.users().find(member.user);
    CHECK(user.has_value());
    views.push_back({.member = std::move(member), .user = *std::move(user)});
  }
  return views;
}

Result<std::vector<MemberView>> list_members(
    Env& env, const Caller& caller, const ProjectId& project
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<MemberView>> {
    TRY(get_project(tx, caller, project, Verb::see_members));
    return active_members(tx, project);
  });
}

}  // namespace allot

#include "usecases/members/read.h"

#include <map>

#include "store/availabilities.h"
#include "usecases/access.h"

namespace allot {

namespace {

/// Whoever may ask about somebody alone (B-423) sees it in the list, too.
bool may_read_time_of(const Standings& standings, const Caller& caller, const Member& member) {
  if (standings.may(Verb::members_availability)) return true;
  if (member.user == caller.user) return standings.may(Verb::own_availability);
  return member.role == Role::annotator && standings.may(Verb::annotators_availability);
}

}  // namespace

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
    auto views = active_members(tx, project);
    std::map<UserId, Availability> said;
    for (auto& [person, time] : tx.availabilities().of_project(project)) said[person] = time;
    const auto standings = standings_in(tx, caller, project);
    for (auto& view : views) {
      const auto found = said.find(view.member.user);
      if (found == said.end() || !may_read_time_of(standings, caller, view.member)) continue;
      view.availability = found->second;
    }
    return views;
  });
}

}  // namespace allot

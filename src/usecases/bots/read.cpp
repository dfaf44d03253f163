#include "usecases/bots/read.h"

#include "base/text.h"
#include "usecases/access.h"

namespace allot {

std::vector<MemberView> bots_of(const Transaction& tx, const ProjectId& project) {
  std::vector<MemberView> bots;
  for (auto& member : tx.projects().members(project)) {
    auto user = tx.users().find(member.user);
    CHECK(user.has_value());
    const bool is_ours = user->is_bot && user->bot_project == project;
    if (!is_ours || user->state == UserState::disabled) continue;
    bots.push_back({.member = std::move(member), .user = *std::move(user)});
  }
  return bots;
}

Result<MemberView> require_bot(const Transaction& tx, const ProjectId& project, const UserId& bot) {
  for (auto& candidate : bots_of(tx, project)) {
    if (candidate.user.id == bot) return std::move(candidate);
  }
  return fail(
      ErrorCode::not_found, "There is no bot `" + printable(bot.text) + "` in this project."
  );
}

Result<std::vector<MemberView>> list_bots(
    Env& env, const Caller& caller, const ProjectId& project
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<MemberView>> {
    TRY(get_project(tx, caller, project, Verb::manage_bots));
    return bots_of(tx, project);
  });
}

Result<MemberView> get_bot(
    Env& env, const Caller& caller, const ProjectId& project, const UserId& bot
) {
  return read(env.store, [&](const Transaction& tx) -> Result<MemberView> {
    TRY(get_project(tx, caller, project, Verb::manage_bots));
    return require_bot(tx, project, bot);
  });
}

}  // namespace allot

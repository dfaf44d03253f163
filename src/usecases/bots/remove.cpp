#include "usecases/bots/remove.h"

#include "usecases/access.h"
#include "usecases/bots/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

void disable_bot(const Env& env, Transaction& tx, const Caller& caller, User bot) {
  const auto now = env.clock.now();
  bot.state = UserState::disabled;
  bot.password_hash.clear();
  bot.token_epoch += 1;
  bot.updated_at = now;
  tx.users().put(bot);
  tx.sessions().revoke_all(bot.id);
  for (const auto& key : tx.api_keys().of_user(bot.id)) tx.api_keys().revoke(key.id, now);
  tell(env, tx, caller.user, SignInsEnded{.user = bot.id});
}

Scope scope_of(const Transaction&, const RemoveBot& input) {
  return Scope::project(input.project) | Scope::account(input.bot);
}

Result<Done> remove_bot(Env& env, const Caller& caller, const RemoveBot& input) {
  return write(env.store, scope_of(input), [&](Transaction& tx) -> Result<Done> {
    TRY(get_project(tx, caller, input.project, Verb::manage_bots));
    auto bot = TRY(require_bot(tx, input.project, input.bot));
    auto& member = bot.member;
    auto& user = bot.user;
    disable_bot(env, tx, caller, user);
    member.active = false;
    member.updated_at = env.clock.now();
    tx.projects().put_member(member);
    tell(
        env,
        tx,
        caller,
        input.project,
        ThingChanged{.thing = Thing::bot, .act = Act::deleted, .id = user.id.text}
    );
    return Done{};
  });
}

}  // namespace allot

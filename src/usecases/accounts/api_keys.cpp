#include "usecases/accounts/api_keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "auth/tokens.h"
#include "base/text.h"
#include "usecases/access.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Own keys, and those of bots of a project that the caller manages.
bool may_act_for(const Transaction& tx, const Caller& caller, const User& user) {
  if (user.id == caller.user) return true;
  return user.is_bot && standings_in(tx, caller, user.bot_project).may(Verb::manage_bots);
}

Result<ApiKey> find_own(const Transaction& tx, const Caller& caller, const ApiKeyId& id) {
  const auto key = tx.api_keys().find(id);
  const auto user = key ? tx.users().find(key->user) : std::nullopt;
  if (!user || !may_act_for(tx, caller, *user)) {
    return fail(ErrorCode::not_found, fmt::format("There is no API key `{}`.", printable(id.text)));
  }
  return *key;
}

}  // namespace

Result<CreatedApiKey> create_api_key(
    Env& env, const Caller& caller, const UserId& user_id, const std::string& description
) {
  return write(env.store, Scope::account(user_id), [&](Transaction& tx) -> Result<CreatedApiKey> {
    const auto user = tx.users().find(user_id);
    if (!user || !may_act_for(tx, caller, *user)) {
      return fail(ErrorCode::forbidden, "A key can be made for yourself or a bot of your project.");
    }
    const auto now = env.clock.now();
    ApiKey key{
        .id = env.ids.next<ApiKeyId>(),
        .user = user_id,
        .creator = caller.user,
        .description = description,
        .project = user->bot_project,
        .created_at = now,
        .updated_at = now,
        .expires_at = now + api_key_lifetime,
        .revoked_at = {}
    };
    tx.api_keys().put(key);
    auto token = env.tokens.sign(
        {.user = user_id,
         .session = {key.id.text},
         .kind = TokenKind::api_key,
         .epoch = user->token_epoch,
         .issued = now,
         .expires = key.expires_at,
         .id = random_uuid(env.random)}
    );
    return CreatedApiKey{.key = std::move(key), .token = std::move(token)};
  });
}

std::vector<ApiKey> list_api_keys(Env& env, const Caller& caller) {
  return read(env.store, [&](const Transaction& tx) {
    auto keys = tx.api_keys().of_user(caller.user);
    for (auto& key : tx.api_keys().made_by(caller.user)) {
      if (key.user != caller.user) keys.push_back(std::move(key));
    }
    std::ranges::sort(keys, {}, &ApiKey::id);
    return keys;
  });
}

Result<ApiKey> get_api_key(Env& env, const Caller& caller, const ApiKeyId& id) {
  return read(env.store, [&](const Transaction& tx) { return find_own(tx, caller, id); });
}

Result<Done> revoke_api_key(Env& env, const Caller& caller, const ApiKeyId& id) {
  return write(env.store, Scope{}, [&](Transaction& tx) -> Result<Done> {
    const auto key = TRY(find_own(tx, caller, id));
    tx.api_keys().revoke(key.id, env.clock.now());
    tell(env, tx, caller.user, SignInsEnded{.user = key.user});
    return Done{};
  });
}

}  // namespace allot

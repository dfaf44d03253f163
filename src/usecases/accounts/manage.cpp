#include "usecases/accounts/manage.h"

#include <fmt/format.h>

#include <utility>

#include "auth/passwords.h"
#include "base/text.h"
#include "store/offers.h"
#include "usecases/telling.h"

namespace allot {

namespace {

Result<User> get_user(const Transaction& tx, const UserId& id) {
  auto user = tx.users().find(id);
  if (user) return *std::move(user);
  return fail(ErrorCode::not_found, fmt::format("There is no account `{}`.", printable(id.text)));
}

/// Whoever is stored under just this spelling comes first: an earlier version took people apart who
/// are one by now (docs/guides/operating.md, Upgrade), and each of them can be disabled.
Result<User> get_user_as_spelled(const Transaction& tx, const std::string& address) {
  if (auto user = tx.users().find(UserId{address})) return *std::move(user);
  return get_user(tx, TRY(parse_email(address)));
}

Result<User> change_state(Env& env, const std::string& address, UserState state) {
  const auto folded = parse_email(address);
  const auto scope = Scope::account({address}) | (folded ? Scope::account(*folded) : Scope{});
  return write(env.store, scope, [&](Transaction& tx) -> Result<User> {
    auto user = TRY(get_user_as_spelled(tx, address));
    const auto before = std::exchange(user.state, state);
    if (state == UserState::active && before == UserState::disabled) {
      tx.offers().note({.person = user.id, .project = {}, .from = env.clock.now()});
    }
    if (state == UserState::disabled) {
      ++user.token_epoch;
      tx.sessions().revoke_all(user.id);
      tell(env, tx, {}, SignInsEnded{.user = user.id});
    }
    user.updated_at = env.clock.now();
    tx.users().put(user);
    return user;
  });
}

}  // namespace

Result<User> add_user(Env& env, const AddUser& input) {
  const auto id = TRY(parse_email(input.address));
  TRY(check_password_strength(input.password));
  const auto hash = hash_password(input.password, env.password_cost);
  const auto scope = Scope::account(id) | Scope::house();
  return write(env.store, scope, [&](Transaction& tx) -> Result<User> {
    const auto existing = tx.users().find(id);
    if (existing && existing->state != UserState::invited) {
      return fail(ErrorCode::conflict, fmt::format("The account `{}` exists already.", id.text));
    }
    const auto now = env.clock.now();
    User user = existing.value_or(User{.id = id, .created_at = now});
    user.state = UserState::active;
    user.password_hash = hash;
    user.updated_at = now;
    const bool first = tx.users().none();
    user.org_role = first ? OrgRole::owner : input.admin ? OrgRole::admin : OrgRole::member;
    if (first) found_organization(env, tx, id);
    tx.sessions().remove_links(id, std::string(account_link_purpose));
    tx.users().put(user);
    return user;
  });
}

Result<User> change_password(Env& env, const std::string& address, const std::string& password) {
  const auto id = TRY(parse_email(address));
  TRY(check_password_strength(password));
  const auto hash = hash_password(password, env.password_cost);
  return write(env.store, Scope::account(id), [&](Transaction& tx) -> Result<User> {
    set_password(env, tx, TRY(get_user(tx, id)), hash);
    return get_user(tx, id);
  });
}

Result<User> disable_user(Env& env, const std::string& address) {
  return change_state(env, address, UserState::disabled);
}

Result<User> enable_user(Env& env, const std::string& address) {
  return change_state(env, address, UserState::active);
}

std::vector<User> list_users(Env& env) {
  return read(env.store, [](const Transaction& tx) { return tx.users().list(); });
}

void set_password(Env& env, Transaction& tx, User user, std::string password_hash) {
  user.password_hash = std::move(password_hash);
  if (user.state == UserState::invited) user.state = UserState::active;
  ++user.token_epoch;
  user.updated_at = env.clock.now();
  tx.sessions().revoke_all(user.id);
  tell(env, tx, {}, SignInsEnded{.user = user.id});
  tx.sessions().remove_links(user.id, std::string(account_link_purpose));
  tx.users().put(user);
}

void found_organization(Env& env, Transaction& tx, const UserId& owner) {
  const auto now = env.clock.now();
  tx.projects().put_organization(
      {.id = {random_uuid(env.random)},
       .name = "Organization",
       .owner = owner,
       .created_at = now,
       .updated_at = now}
  );
}

}  // namespace allot

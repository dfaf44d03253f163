#include "usecases/accounts/let_in.h"

#include <fmt/format.h>

#include "base/text.h"
#include "usecases/members/add.h"

namespace allot {

namespace {

Result<User> owner_of(const Transaction& tx) {
  if (auto owner = tx.users().find(tx.projects().organization().owner)) return *std::move(owner);
  return fail(ErrorCode::not_found, "Nobody owns this folder; name somebody who is in it.");
}

Result<User> person_of(Env& env, Transaction& tx, const std::string& address) {
  if (address.empty()) return owner_of(tx);
  const auto id = TRY(parse_email(address));
  if (auto user = tx.users().find(id)) return *std::move(user);
  if (!tx.tasks().concerning(id).empty()) return find_or_invite(env, tx, id);
  return fail(
      ErrorCode::not_found, fmt::format("Nobody in this folder has the address {}.", id.text)
  );
}

}  // namespace

Result<SignedIn> let_in(Env& env, const std::string& address) {
  const auto named = parse_email(address);
  const auto scope = named ? Scope::account(*named) : Scope{};  // an owner who is there stays so
  const auto person = TRY(write(env.store, scope, [&](Transaction& tx) -> Result<UserId> {
    const auto user = TRY(person_of(env, tx, address));
    if (user.state != UserState::disabled) return user.id;
    return fail(
        ErrorCode::forbidden,
        fmt::format("The account {} is disabled; `allot user enable` lets it in.", user.id.text)
    );
  }));
  return open_session(env, person);
}

}  // namespace allot

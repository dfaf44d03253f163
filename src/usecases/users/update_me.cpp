#include "usecases/users/update_me.h"

#include "base/name.h"

namespace allot {

namespace {

/// "" takes the name away.
Result<Done> check_own_name(const std::optional<std::string>& name, const char* field) {
  constexpr std::size_t name_bytes_max = 200;
  if (!name || name->empty()) return Done{};
  if (name->size() > name_bytes_max) return invalid_field(field, "must not exceed 200 bytes");
  return check_name(*name, field);
}

}  // namespace

Result<UserView> update_me(Env& env, const Caller& caller, const UpdateMe& input) {
  TRY(check_own_name(input.first_name, "firstName"));
  TRY(check_own_name(input.last_name, "lastName"));
  return write(env.store, Scope::account(caller.user), [&](Transaction& tx) -> Result<UserView> {
    auto user = tx.users().find(caller.user);
    if (!user) return fail(ErrorCode::unauthorized, "The account is gone.");
    if (input.first_name) user->first_name = *input.first_name;
    if (input.last_name) user->last_name = *input.last_name;
    user->updated_at = env.clock.now();
    tx.users().put(*user);
    return UserView{.user = *user, .organization = tx.projects().organization()};
  });
}

}  // namespace allot

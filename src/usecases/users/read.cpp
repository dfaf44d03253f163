#include "usecases/users/read.h"

#include <algorithm>

#include "base/text.h"
#include "usecases/access.h"

namespace allot {

namespace {

Unexpected no_such_user(const UserId& id) {
  return fail(
      ErrorCode::not_found, "There is no user `" + printable(id.text) + "` that you may see."
  );
}

bool may_see(const Transaction& tx, const Caller& caller, const UserId& id) {
  if (id == caller.user || may(caller.org_role, Verb::manage_org)) return true;
  return std::ranges::any_of(projects_of(tx, caller), [&](const ProjectId& project) {
    return tx.projects().member(project, id).has_value();
  });
}

}  // namespace

Result<UserView> get_me(Env& env, const Caller& caller) {
  return read(env.store, [&](const Transaction& tx) -> Result<UserView> {
    auto user = tx.users().find(caller.user);
    if (!user) return fail(ErrorCode::unauthorized, "The account is gone.");
    return UserView{.user = *std::move(user), .organization = tx.projects().organization()};
  });
}

Result<UserView> get_user(Env& env, const Caller& caller, const UserId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<UserView> {
    auto user = tx.users().find(id);
    if (!user || !may_see(tx, caller, id)) return no_such_user(id);
    return UserView{.user = *std::move(user), .organization = tx.projects().organization()};
  });
}

Organization get_organization(Env& env) {
  return read(env.store, [](const Transaction& tx) { return tx.projects().organization(); });
}

Result<Organization> get_organization(Env& env, const OrgId& id) {
  auto organization = get_organization(env);
  if (organization.id == id) return organization;
  return fail(ErrorCode::not_found, "There is no organisation `" + printable(id.text) + "`.");
}

Result<std::vector<User>> list_organization_members(
    Env& env, const Caller& caller, const OrgId& id
) {
  TRY(get_organization(env, id));
  TRY(require(caller, Verb::manage_org));
  return read(env.store, [](const Transaction& tx) {
    auto users = tx.users().list();
    std::erase_if(users, [](const User& user) { return user.is_bot; });
    return users;
  });
}

}  // namespace allot

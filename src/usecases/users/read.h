#pragma once

#include <vector>

#include "usecases/env.h"

namespace allot {

/// An account as a caller sees it.
struct UserView {
  User user;
  Organization organization;
};

/// The caller's own account. Errors: unauthorized (it is gone).
[[nodiscard]] Result<UserView> get_me(Env& env, const Caller& caller);

/// Oneself, people who share a project with the caller, and for the organisation's owner and admins
/// everybody. Errors: not_found (no such account, or not visible).
[[nodiscard]] Result<UserView> get_user(Env& env, const Caller& caller, const UserId& id);

/// The installation's one organisation, to which everybody belongs.
[[nodiscard]] Organization get_organization(Env& env);

/// Errors: not_found (another id).
[[nodiscard]] Result<Organization> get_organization(Env& env, const OrgId& id);

/// Everybody with an account, bots apart, oldest first. Errors: not_found (another organisation),
/// forbidden (neither owner nor admin of it).
[[nodiscard]] Result<std::vector<User>> list_organization_members(
    Env& env, const Caller& caller, const OrgId& id
);

}  // namespace allot

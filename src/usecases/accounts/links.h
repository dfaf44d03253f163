#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "usecases/accounts/sign_in.h"
#include "usecases/env.h"

namespace allot {

constexpr std::chrono::hours link_lifetime{7 * 24};

/// A link that works once, for seven days. The URL is a secret.
struct IssuedLink {
  std::string url;
  Time expires_at;
};

/// For a server without accounts: whoever opens it makes the first one, which owns the
/// organisation. A later call makes the earlier link void. nullopt when there are accounts.
[[nodiscard]] std::optional<IssuedLink> make_setup_link(Env& env);

/// Lets an existing account choose its password: an invited address gets in, anybody else gets a
/// new one. Bound to the address; makes earlier ones void. Errors: invalid (address), not_found (no
/// such account), conflict (disabled).
[[nodiscard]] Result<IssuedLink> make_account_link(Env& env, const std::string& address);

/// The same for a member of a project, by its owner, or for annotators by an annotation manager;
/// only while the address is invited. Whoever holds the link can be the person, so it is given, and
/// works, only while its maker could give all that the person may do in every project, or manages
/// the organisation. Errors: not_found (project, member), forbidden, conflict (the person has an
/// account already, or is in projects that the caller does not manage).
[[nodiscard]] Result<IssuedLink> invite_member(
    Env& env, const Caller& caller, const ProjectId& project, const std::string& address
);

/// Whose link is it? Empty id: the set-up link. Errors: not_found (unknown, used, expired, or
/// void).
[[nodiscard]] Result<UserId> read_link(Env& env, const std::string& token);

struct UseLink {
  std::string token;
  std::string address;  // for the set-up link alone
  std::string password;
};

/// Sets the password, uses the link up and signs the person in. Atomic. For the slow lane.
/// Errors: not_found (link), invalid (address, password).
[[nodiscard]] Result<SignedIn> use_link(Env& env, const UseLink& input);

}  // namespace allot

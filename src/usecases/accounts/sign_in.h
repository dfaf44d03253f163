#pragma once

#include <chrono>
#include <string>

#include "usecases/env.h"

namespace allot {

constexpr std::chrono::hours token_lifetime{24};
constexpr std::chrono::hours refresh_lifetime{30 * 24};

/// What a client keeps after signing in. Both are secrets: never logged.
struct SignedIn {
  UserId user;
  std::string id_token;       // a JWT, valid for token_lifetime
  std::string refresh_token;  // stays the same when the token is renewed
};

struct SignIn {
  std::string address;  // any letter case (B-007)
  std::string password;
  std::string peer;  // where the try came from, for the throttle
};

/// Opens a session for the right password. Unknown addresses take as long as wrong passwords and
/// are told the same. For the slow lane: argon2id takes 60 to 90 ms. Errors: unauthorized (wrong
/// address or password, or an account that is not active).
[[nodiscard]] Result<SignedIn> sign_in(Env& env, const SignIn& input);

/// How long the next try of this address from this peer has to wait (B-008).
[[nodiscard]] std::chrono::milliseconds sign_in_delay(
    Env& env, std::string_view address, std::string_view peer
);

/// A new session for somebody who is known already: a used one-time link, or the button of a
/// signed-in browser.
[[nodiscard]] SignedIn open_session(Env& env, const UserId& user);

/// A new token for a refresh token, which stays valid (contract: renewal). Errors: unauthorized.
[[nodiscard]] Result<SignedIn> renew(Env& env, const std::string& refresh_token);

/// Ends the caller's session. Repeatable.
void sign_out(Env& env, const Caller& caller);

}  // namespace allot

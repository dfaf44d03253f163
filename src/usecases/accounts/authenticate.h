#pragma once

#include <string_view>

#include "usecases/env.h"

namespace allot {

struct Claims;  // auth/tokens.h

/// Who sent this `Authorization: Bearer …`? Looks at the signature, the end of the token, the
/// user's state and token epoch, and the session or API key: a revocation acts at the next request
/// (B-005, B-006). Errors: unauthorized (one sentence says what is wrong with the token). One short
/// read transaction; safe on any thread.
[[nodiscard]] Result<Caller> authenticate(Env& env, std::string_view authorization_header);

/// The same for a token alone, e.g. of the sign-in page's cookie.
[[nodiscard]] Result<Caller> authenticate_token(Env& env, std::string_view token);

/// What the token of a header claims: signed by us, and not over. Errors: unauthorized.
[[nodiscard]] Result<Claims> claims_of(Env& env, std::string_view authorization_header);

/// Whom these claims let in now, for what goes on behind the request that brought them. Errors:
/// unauthorized (the token is over, or was revoked).
[[nodiscard]] Result<Caller> caller_now(const Transaction& tx, const Claims& claims, Time now);

}  // namespace allot

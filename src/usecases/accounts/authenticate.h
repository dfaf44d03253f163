#pragma once

#include <string_view>

#include "usecases/env.h"

namespace allot {

/// Who sent this `Authorization: Bearer …`? Looks at the signature, the end of the token, the
/// user's state and token epoch, and the session or API key: a revocation acts at the next request
/// (B-005, B-006). Errors: unauthorized (one sentence says what is wrong with the token). One short
/// read transaction; safe on any thread.
[[nodiscard]] Result<Caller> authenticate(Env& env, std::string_view authorization_header);

/// The same for a token alone, e.g. of the sign-in page's cookie.
[[nodiscard]] Result<Caller> authenticate_token(Env& env, std::string_view token);

}  // namespace allot

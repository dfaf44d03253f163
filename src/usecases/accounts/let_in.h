#pragma once

#include <string>

#include "usecases/accounts/sign_in.h"

namespace allot {

/// Opens a session without a password, for whoever holds the data folder and may be anybody in it.
/// `address` is that of an account, of somebody who was invited and has none yet, or of somebody
/// who owns, made or holds work without being either: they are noted as invited. "" is the owner of
/// the organisation. Being let in makes no account: invitations stay good. Repeatable. Errors:
/// invalid (address), not_found (nobody here has it), forbidden (the account is disabled).
[[nodiscard]] Result<SignedIn> let_in(Env& env, const std::string& address);

}  // namespace allot

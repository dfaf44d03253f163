#pragma once

#include "usecases/env.h"

namespace allot {

struct RemoveBot {
  ProjectId project;
  UserId bot;
};

/// Takes a bot out of its project: its tokens, keys and password stop at once; what it did stays.
/// Errors: not_found, forbidden (not an owner of the project).
[[nodiscard]] Result<Done> remove_bot(Env& env, const Caller& caller, const RemoveBot& input);

/// The project and the bot's account.
[[nodiscard]] Scope scope_of(const Transaction& tx, const RemoveBot& input);

/// Ends every credential of a bot, in the transaction of a change, without looking at rights.
void disable_bot(const Env& env, Transaction& tx, const Caller& caller, User bot);

}  // namespace allot

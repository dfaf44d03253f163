#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/members/read.h"

namespace allot {

/// The project's bots, oldest first. Every project has at least one.
[[nodiscard]] std::vector<MemberView> bots_of(const Transaction& tx, const ProjectId& project);

/// The same for a caller. Errors: not_found, forbidden (not an owner of the project).
[[nodiscard]] Result<std::vector<MemberView>> list_bots(
    Env& env, const Caller& caller, const ProjectId& project
);

/// Errors: not_found (no such project or no such bot in it), forbidden.
[[nodiscard]] Result<MemberView> get_bot(
    Env& env, const Caller& caller, const ProjectId& project, const UserId& bot
);

/// In a transaction, without looking at rights. Errors: not_found.
[[nodiscard]] Result<MemberView> require_bot(
    const Transaction& tx, const ProjectId& project, const UserId& bot
);

}  // namespace allot

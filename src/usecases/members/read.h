#pragma once

#include <vector>

#include "usecases/env.h"

namespace allot {

/// A person or bot in a project.
struct MemberView {
  Member member;
  User user;
};

/// The active members, bots too, in the order in which they came.
[[nodiscard]] std::vector<MemberView> active_members(
    const Transaction& tx, const ProjectId& project
);

/// The same for a caller. Errors: not_found (no such project, or not visible), forbidden.
[[nodiscard]] Result<std::vector<MemberView>> list_members(
    Env& env, const Caller& caller, const ProjectId& project
);

}  // namespace allot

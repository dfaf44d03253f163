#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/members/read.h"

namespace allot {

struct RemoveMember {
  ProjectId project;
  UserId user;
};

/// Takes a person out of a project: their assignments and history stay, they can act there no more,
/// and nobody can hand them work until they are added again (B-146, B-147).
/// Returns the active members after the change.
/// Errors: not_found (no such project or active member), forbidden (not an owner), invalid (the
/// last owner).
[[nodiscard]] Result<std::vector<MemberView>> remove_member(
    Env& env, const Caller& caller, const RemoveMember& input
);

}  // namespace allot

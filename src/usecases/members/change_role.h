#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/members/read.h"

namespace allot {

struct ChangeRole {
  ProjectId project;
  UserId user;
  Role role = Role::annotator;
};

/// Gives a member another role; it acts at that person's next request (B-175). Repeatable.
/// Returns the active members after the change.
/// Errors: not_found (no such project or active member), forbidden (not an owner), invalid (the
/// last owner).
[[nodiscard]] Result<std::vector<MemberView>> change_role(
    Env& env, const Caller& caller, const ChangeRole& input
);

/// Errors: not_found (nobody of this address is an active member).
[[nodiscard]] Result<Member> require_member(
    const Transaction& tx, const ProjectId& project, const UserId& user
);

}  // namespace allot

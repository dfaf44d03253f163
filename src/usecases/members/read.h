#pragma once

#include <optional>
#include <vector>

#include "domain/availability.h"
#include "usecases/env.h"

namespace allot {

/// A person or bot in a project.
struct MemberView {
  Member member;
  User user;
  /// In a list for a caller alone: what is said of their time, as far as the caller may read it.
  std::optional<Availability> availability = {};
};

/// The active members, bots too, in the order in which they came.
[[nodiscard]] std::vector<MemberView> active_members(
    const Transaction& tx, const ProjectId& project
);

/// The same for a caller, with what is said of their times: one's own, of annotators, or of anybody
/// (B-423). Errors: not_found (no such project, or not visible), forbidden.
[[nodiscard]] Result<std::vector<MemberView>> list_members(
    Env& env, const Caller& caller, const ProjectId& project
);

}  // namespace allot

#pragma once

#include <optional>

#include "domain/availability.h"
#include "usecases/env.h"

namespace allot {

struct SetAvailability {
  ProjectId project;
  UserId user;
  std::optional<Availability> said;  // nullopt: nothing, as of anybody else
};

/// Notes when a member is away, or there for some hours only; it replaces what was said before.
/// Everybody may for themselves, annotation managers for annotators, owners and developers for
/// anybody. It moves no work; that somebody is there again, or will be, is noted, and offer_due
/// offers them batches in the pulling tasks of the project (B-053). Atomic, repeatable. Errors:
/// not_found (no such project or active member), forbidden, invalid (ends before it begins; hours
/// beyond a day). Source: docs/spec/operations.md#absence.
[[nodiscard]] Result<Done> set_availability(
    Env& env, const Caller& caller, const SetAvailability& input
);

/// What was said of a member; nullopt: nothing. Whoever may set it may read it. Errors: not_found,
/// forbidden.
[[nodiscard]] Result<std::optional<Availability>> read_availability(
    Env& env, const Caller& caller, const ProjectId& project, const UserId& user
);

/// Is this person away from the project at that time? Who is no member never is. For whoever hands
/// work out by a rule of the server's own; people that a workload names get it all the same.
[[nodiscard]] bool is_absent(
    const Transaction& tx, const ProjectId& project, const UserId& person, Time now
);

}  // namespace allot

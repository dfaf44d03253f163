#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/members/read.h"

namespace allot {

struct AddMembers {
  ProjectId project;
  std::vector<UserId> users;
  Role role = Role::developer;
};

/// Brings people into a project, or back into it (B-146, B-147); who is in it gets the role. An
/// address without account becomes an invited user. Annotation managers may add annotators, and
/// touch nobody who stands in another role. Who is back is offered batches by offer_due
/// (B-053). Atomic, repeatable.
/// Returns the active members after the change.
/// Errors: not_found, forbidden, invalid (nobody named; the last owner would lose
/// that role; another project's bot).
[[nodiscard]] Result<std::vector<MemberView>> add_members(
    Env& env, const Caller& caller, const AddMembers& input
);

/// The project, and the accounts that may be made.
[[nodiscard]] Scope scope_of(const Transaction& tx, const AddMembers& input);

/// Errors: invalid (there is no active owner of the project, bots apart). Called after a change of
/// members.
[[nodiscard]] Result<Done> require_an_owner(const Transaction& tx, const ProjectId& project);

/// The account of this address; made as an invited one when there is none.
User find_or_invite(const Env& env, Transaction& tx, const UserId& id);

}  // namespace allot

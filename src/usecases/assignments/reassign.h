#pragma once

#include <optional>

#include "usecases/tasks/moving.h"

namespace allot {

struct ReassignAssignment {
  AssignmentId assignment;
  UserId to;
  std::optional<TaskId> task;  // when given, must be the assignment's
  MoveOptions how = {};
};

/// Hands a whole assignment, open and handled items alike with their statuses, to one other person.
/// Somebody who has an assignment in the task gets the items into it; otherwise a new one takes the
/// old one's place, with its metadata. To the present person nothing changes. Atomic. Retries are
/// caught (B-160). Returns the finished command (`spec.toAssignment` holds the items now) or the
/// preview. Errors: not_found, forbidden, invalid (another task's id, a removed member), conflict
/// (the task is dismissed). Source: docs/spec/assignments.md#reassign.
[[nodiscard]] Result<Outcome> reassign_assignment(
    Env& env, const Caller& caller, const ReassignAssignment& input
);

/// The latest reassign command of an assignment. Errors: not_found (never reassigned, or not
/// visible).
[[nodiscard]] Result<Command> latest_reassignment(
    Env& env, const Caller& caller, const AssignmentId& assignment
);

}  // namespace allot

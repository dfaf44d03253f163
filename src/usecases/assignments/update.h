#pragma once

#include <optional>
#include <string>

#include "usecases/tasks/read.h"

namespace allot {

struct UpdateAssignment {
  AssignmentId assignment;
  std::optional<std::string> name;
  std::optional<std::string> user_metadata;  // replaces all user keys; `system` is not one
  std::string system_metadata;               // difference, merged deep; "" for none
};

/// Renames an assignment or replaces its user metadata; touches nothing else (B-077). Atomic.
/// Repeatable. Errors: not_found, forbidden (may not move work of the task), invalid (empty name,
/// or taken in the project, B-072).
[[nodiscard]] Result<AssignmentView> update_assignment(
    Env& env, const Caller& caller, const UpdateAssignment& input
);

}  // namespace allot

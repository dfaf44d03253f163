#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/items/order.h"
#include "usecases/tasks/read.h"

namespace allot {

/// Which assignments are asked for; what is empty narrows nothing.
struct AssignmentsAsked {
  std::vector<ProjectId> projects;  // none: all that the caller is in or has work in
  std::optional<TaskId> task;
  std::optional<std::string> name;  // whole and with its case
  /// Instead of `name`; reads the row of every assignment.
  std::function<bool(std::string_view)> is_named;
  std::vector<UserId> annotators;
  std::vector<AssignmentStatus> statuses;
  std::optional<bool> active;    // has open items, and its task is not dismissed
  std::optional<bool> archived;  // of tasks that are archived
};

struct AssignmentPage {
  std::vector<AssignmentView> views;
  std::uint64_t total = 0;  // of all pages
};

/// A page of the assignments that the caller may see, oldest first; hidden ones never. What is
/// asked is looked for in the ledgers, rows are read for the page alone.
[[nodiscard]] AssignmentPage list_assignments(
    Env& env, const Caller& caller, const AssignmentsAsked& asked, const Window& page
);

}  // namespace allot

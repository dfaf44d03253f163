#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "usecases/env.h"

namespace allot {

struct SetStatus {
  std::variant<TaskId, AssignmentId> where;
  std::vector<ItemId> items;
  std::string word;           // "" clears (B-093)
  bool lists_changes = true;  // false: nobody reads the list, it stays empty
  bool single = false;  // the one-item route: an item that is not there is an error, not skipped
};

/// The status of an item in force in a task.
struct StatusEntry {
  std::string word;
  UserId creator;
  Time at;
};

struct StatusChange {
  ItemId item;
  TaskId task;
  AssignmentId assignment;
  std::optional<StatusEntry> now;  // absent after a clear
};

/// Sets or clears the status of items in a task or an assignment (B-090 … B-099). A bulk call
/// changes what it can and names what it changed, in ordinal order; items that are not there, that
/// somebody else holds (unless the caller manages the task), or that have open issues and were to
/// be completed or approved (B-085) are left out. When every item was refused for such an issue, or
/// for the only item asked, the refusal is the answer.
/// Atomic. Repeatable.
/// Errors: not_found (no such task or assignment, or (single) item there), forbidden (no item there
/// is the caller's, or the task is locked after its due date, B-131), invalid (unknown word, B-091;
/// open issues, B-085), conflict (dismissed, B-122; for a manager, all that is there of the items
/// waits in the queue, where nobody holds it).
[[nodiscard]] Result<std::vector<StatusChange>> set_status(
    Env& env, const Caller& caller, const SetStatus& input
);

/// Is the task locked for annotators after its due date (B-131)?
[[nodiscard]] bool is_locked(const Task& task, Time now);

}  // namespace allot

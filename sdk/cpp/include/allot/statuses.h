#pragma once

#include <string>

namespace allot::inline v1 {

/// What a call that sets or clears statuses left on one item. A value.
struct ItemStatus {
  std::string item_id;
  std::string task_id;
  std::string assignment_id;
  std::string status;   // a word of the task; "": none is set any more
  std::string creator;  // whose word it is: an e-mail address
  std::string at;       // ISO 8601, UTC
};

/// That an item is in a task, or in an assignment, and its status there. A value.
struct ItemReference {
  std::string id;       // of the task or the assignment
  std::string type;     // "task" or "assignment"
  std::string status;   // "": open
  std::string creator;  // whose word it is
  std::string at;       // ISO 8601, UTC
};

/// A word that was set on an item, or taken away again. A value.
struct StatusChange {
  bool cleared = false;  // `status` was taken away, by `creator`
  std::string task_id;
  std::string assignment_id;
  std::string status;
  std::string creator;
  std::string at;  // ISO 8601, UTC
};

}  // namespace allot::inline v1

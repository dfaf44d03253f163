#pragma once

#include <string>

#include "allot/states.h"
#include "allot/times.h"

namespace allot::inline v1 {

/// What a call that sets or clears statuses left on one item. A value.
struct ItemStatus {
  std::string item_id;
  std::string task_id;
  std::string assignment_id;
  std::string status;   // a word of the task; "": none is set any more
  std::string creator;  // whose word it is: an e-mail address
  Time at{};
};

/// That an item is in a task, or in an assignment, and its status there. A value.
struct ItemReference {
  std::string id;  // of the task or the assignment
  Word<ReferenceType> type;
  std::string status;   // "": open
  std::string creator;  // whose word it is
  Time at{};            // of the status
};

/// A word that was set on an item, or taken away again. A value.
struct StatusChange {
  bool cleared = false;  // `status` was taken away, by `creator`
  std::string task_id;
  std::string assignment_id;
  std::string status;
  std::string creator;
  Time at{};
};

}  // namespace allot::inline v1

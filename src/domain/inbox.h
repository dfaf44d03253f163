#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"

namespace allot {

// 24 hex digits, as of other nouns.
using InboxLineId = Id<struct InboxLineTag>;

/// What somebody is told. The wire words are the enumerators.
enum class InboxKind {
  assigned,   // work came to them
  moved,      // work of theirs went to somebody else
  withdrawn,  // work of theirs left the task
  returned,   // there is an issue on their work
  answered,   // an issue that they opened was marked for review
  due_soon,   // a task with open work of theirs, or one of theirs, is due within a day
  overdue,    // or was due
  completed,  // a task of theirs is complete
  idle,       // work went back to the queue, since nothing came from them
};

[[nodiscard]] constexpr std::string_view name_of(InboxKind kind) {
  switch (kind) {
    case InboxKind::assigned: return "assigned";
    case InboxKind::moved: return "moved";
    case InboxKind::withdrawn: return "withdrawn";
    case InboxKind::returned: return "returned";
    case InboxKind::answered: return "answered";
    case InboxKind::due_soon: return "due_soon";
    case InboxKind::overdue: return "overdue";
    case InboxKind::completed: return "completed";
    case InboxKind::idle: return "idle";
  }
  return {};
}

/// One line of somebody's inbox. It says what happened as it was then: rights that end later take
/// none away.
struct InboxLine {
  InboxLineId id;  // in the order in which they were told
  UserId user;     // whose inbox
  InboxKind kind = InboxKind::assigned;
  std::string text;  // one sentence for a person
  UserId by;         // empty: time passed
  ProjectId project;
  TaskId task;              // may be empty
  AssignmentId assignment;  // may be empty
  ItemId item;              // may be empty
  std::uint64_t count = 1;  // how often, in one line
  Time at;                  // the last time
  bool is_read = false;
  bool operator==(const InboxLine&) const = default;
};

}  // namespace allot

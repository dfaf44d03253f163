#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace allot {

/// An assignment as the list of its person is sorted.
struct HeldWork {
  AssignmentId assignment;
  TaskId task;
  std::int64_t priority = 2;  // the task's: 1 low, 2 medium, 3 high
  std::string due_date;       // the task's, as it is stored
  bool is_active = false;     // it has open items, and its task is not dismissed

  bool operator==(const HeldWork&) const = default;
};

/// A due date as it is stored, in epoch milliseconds; nullopt for "", 0 and what is no number.
[[nodiscard]] std::optional<double> due_time(std::string_view due_date);

/// Does `a` come before `b`? Higher priority first, then the earlier due date, those without one
/// last; of equal ones the older assignment (B-134).
[[nodiscard]] bool comes_before(const HeldWork& a, const HeldWork& b);

}  // namespace allot

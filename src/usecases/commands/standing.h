#pragma once

#include <cstdint>
#include <set>

#include "usecases/env.h"

namespace allot {

/// What a change leaves behind, by which it can be told whether it still stands (B-160).
enum class Leaves {
  moved_work,   // a task with its assignments, as the move left them: who holds what, and statuses
  made_things,  // things that were made; work that goes on in them leaves them standing
  absence,      // of things that were deleted; else what a deletion changed
};

/// The lines of the outbox that a change wrote: those after `after`, up to `until`.
struct OutboxLines {
  std::int64_t after = 0;
  std::int64_t until = 0;
};

/// Does what the change left still stand: did nobody change it since? The outbox tells, which holds
/// every change, in its transaction. Of a change that told nothing there, only as long as nothing
/// else happened either.
[[nodiscard]] bool still_stands(const Transaction& tx, Leaves left, const OutboxLines& change);

/// The tasks that these lines tell of.
[[nodiscard]] std::set<TaskId> tasks_told_of(const Transaction& tx, const OutboxLines& lines);

}  // namespace allot

#pragma once

#include "usecases/env.h"

namespace allot {

/// What a change leaves behind, by which it can be told whether it still stands (B-160).
enum class Leaves {
  moved_work,   // a task with its assignments, as the move left them: who holds what, and statuses
  made_things,  // things that were made; work that goes on in them leaves them standing
  absence,      // of things that were deleted; else what a deletion changed
  // to what was deleted by a query: whatever anybody did since may have brought something
  nothing_that_matches,
};

/// Does what the change left still stand: did nobody change it since? The outbox tells, which holds
/// every change, in its transaction; what is read of it grows with the change, not with what came
/// after. Of a change that told nothing there, only as long as nobody did anything else either.
[[nodiscard]] bool still_stands(const Transaction& tx, Leaves left, const OutboxLines& change);

/// The same of a command that is carried out later, which told nothing when it was asked for: it
/// goes on, or what it made is there and was not changed; of a clone into a dataset that was there,
/// all that the dataset holds. Of clones; of other commands false.
[[nodiscard]] bool still_stands(const Transaction& tx, const Command& command);

}  // namespace allot

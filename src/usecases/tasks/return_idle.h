#pragma once

#include "usecases/env.h"

namespace allot {

/// In each pulling task with an idle time, puts the open items of people from whom nothing came for
/// that long (a status, an annotation, in use) back to the front of the queue, in one operation
/// named `idle` for each task and hundred people (B-299), and offers them to those from whom
/// something came meanwhile (B-053). Who just got items, or has some to do again, has the whole
/// time for them. For a timer. Returns how many items went back. Throws StoreFailure, StoreBusy.
std::uint64_t return_idle(Env& env);

}  // namespace allot

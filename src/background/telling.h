#pragma once

#include "usecases/env.h"

namespace allot::background {

/// Puts into people's inboxes what the outbox tells, in changes of their own between which others
/// have their turn; leaves what is very much to the next call. Repeatable. Throws StoreFailure,
/// StoreBusy.
void fill_inboxes(Env& env);

/// Tells of tasks that are due, likewise.
void remind(Env& env);

}  // namespace allot::background

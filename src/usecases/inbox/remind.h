#pragma once

#include "usecases/env.h"

namespace allot {

/// Tells in the outbox of tasks that are due within a day, or were due, and have open work: once
/// for each due date. One that has none then, or is dismissed, is told of when it has some again,
/// and costs nothing meanwhile. True: there is more, go on. Throws StoreFailure, StoreBusy.
bool remind_of_due_tasks(Env& env);

}  // namespace allot

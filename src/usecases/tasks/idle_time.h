#pragma once

#include "usecases/env.h"

namespace allot {

/// Gives who has this assignment the whole time from now on, where idle items go back (B-299):
/// after a change that brought them items, or opened some of theirs again.
void begin_idle_time(
    const Env& env, Transaction& tx, const Task& task, const AssignmentId& assignment
);

}  // namespace allot

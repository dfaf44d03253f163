#pragma once

#include <atomic>

#include "usecases/env.h"

namespace allot {

/// Carries out the clone or merge that is next (Clones::next), from its beginning, with the rights
/// that whoever asked for it has now: in slices that are in no answer, until the last change, in
/// which all of it is there and its command becomes `success`. So after a crash it is made again
/// and nothing is doubled. Each slice looks at the rights, and whether the command still runs: one
/// that is aborted ends it. What cannot be done makes the command `failed`, with a sentence, and
/// leaves nothing; so does a third crash while it was being made. False when none waits. Throws
/// GivenUp once `is_stopping`, StoreBusy when it could not read: the clone waits then, as if not
/// begun.
bool run_next_clone(Env& env, const std::atomic<bool>& is_stopping);

/// Ends clones whose command ended without them, as those of an earlier version might. Looks at
/// each that waits: for the start. Repeatable.
void end_stopped_clones(Env& env);

}  // namespace allot

#pragma once

#include <atomic>

#include "usecases/env.h"

namespace allot {

/// Carries out the export that is next (Exports::next), from its beginning, with the rights that
/// whoever asked for it has now: its file is made an item of the project's Binaries in the
/// transaction in which its command becomes `success`, so after a crash it is made again and
/// nothing is doubled. A command that is aborted ends it; what cannot be done makes the command
/// `failed`, with a sentence. False when none waits. What is being written goes on, and is handed
/// out later, when too much waits at the writer. Throws GivenUp once `is_stopping`: the export
/// waits then, as if not begun; StoreBusy, likewise, when it could not begin.
bool run_next_export(Env& env, const std::atomic<bool>& is_stopping);

}  // namespace allot

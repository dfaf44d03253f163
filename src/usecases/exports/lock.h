#pragma once

#include "domain/exports.h"
#include "usecases/env.h"

namespace allot {

/// The export locks its dataset no more, in the transaction that says so; the dataset can be
/// written again unless another export locks it. Its dataset may be gone.
void let_go_of_lock(Env& env, Transaction& tx, const Export& locking);

/// It has ended, with this file or (empty) with none: its lock goes, too.
void end_export(Env& env, Transaction& tx, const Export& ended, const ItemId& output);

/// Ends exports whose command ended without them, as those of an earlier version might. Looks at
/// each that waits: for the start. Repeatable.
void end_stopped_exports(Env& env);

/// Lets go of locks whose time is over. Repeatable.
void end_old_locks(Env& env);

}  // namespace allot

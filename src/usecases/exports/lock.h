#pragma once

#include "domain/exports.h"
#include "usecases/env.h"

namespace allot {

/// The export locks its dataset no more, in the transaction that says so; the dataset can be
/// written again unless another export locks it. Its dataset may be gone.
void let_go_of_lock(Env& env, Transaction& tx, const Export& locking);

/// It has ended, with this file or (empty) with none: its lock goes, too.
void end_export(Env& env, Transaction& tx, const Export& ended, const ItemId& output);

/// Ends exports whose command was aborted, and lets go of locks whose time is over. Repeatable.
void settle_exports(Env& env);

}  // namespace allot

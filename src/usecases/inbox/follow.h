#pragma once

#include "usecases/env.h"

namespace allot {

/// Follows the outbox a little way: what it tells people goes into their inboxes, and the place
/// moves on in the same transaction; so nobody is told twice, and nobody not at all, wherever it
/// ends. At most some hundred lines are written. True: there is more, go on. Throws StoreFailure,
/// StoreBusy.
bool follow_outbox(Env& env);

}  // namespace allot

#pragma once

#include "usecases/env.h"

namespace allot {

/// Takes rows of what was deleted away, about a thousand at most, and appends the events of the
/// items that are gone with them. Each deletion does so in its own change, and mostly nothing is
/// left then; the rest is housekeeping (`background/housekeeping.h`).
void purge_slice(Transaction& tx);

}  // namespace allot

#pragma once

#include "usecases/env.h"

namespace allot {

/// Takes rows of what was deleted away, at most some thousand, and tells of the items that are gone
/// with them; a few deletions leave nothing behind so. Part of the deletion's own change, and again
/// until nothing is left (`background/housekeeping.h`).
void purge_slice(Transaction& tx);

}  // namespace allot

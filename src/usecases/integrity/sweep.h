#pragma once

#include "store/files.h"
#include "store/store.h"

namespace allot {

/// Takes contents away that no item names and that were last kept before `time` (a day ago, so
/// that an upload has its row by then); gives how many. Content that is kept anew meanwhile stays.
/// Does nothing, or stops in between, while somebody holds the folder still: a backup, a check.
/// Repeatable. Throws StoreFailure.
std::uint64_t sweep_orphans(Store& store, FileStore& files, Time time);

}  // namespace allot

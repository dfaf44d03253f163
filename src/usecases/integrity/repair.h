#pragma once

#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// Mends what the rows decide, and no more; gives a sentence for each thing done: the datasets'
/// flags from items and annotations, bitmaps that are empty or belong to nothing, items in tasks
/// that are in no dataset, damaged indexes, contents that no item names for a day. Work is never
/// invented: two people with one item, a status that the log does not say, a file that is gone stay
/// as they are. Nobody else may use the installation, and a copy of the database is the caller's.
/// Throws StoreFailure.
[[nodiscard]] std::vector<std::string> repair_installation(Env& env);

}  // namespace allot

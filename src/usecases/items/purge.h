#pragma once

#include "usecases/env.h"

namespace allot {

/// Rows that one change takes away beside what it is for: some 10 ms.
constexpr std::uint64_t purged_rows_max = 1'000;

/// Takes rows of what was deleted in a dataset (or with it) away, about `most_rows` at most, and
/// appends the events of the items that are gone with them; how many. Each deletion does so in its
/// own change, and mostly nothing is left then; the rest is housekeeping
/// (`background/housekeeping.h`).
std::uint64_t purge_slice(
    Transaction& tx, const DatasetId& dataset, std::uint64_t most_rows = purged_rows_max
);

}  // namespace allot

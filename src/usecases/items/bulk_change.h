#pragma once

#include "usecases/env.h"

namespace allot {

/// So many bulk changes of a dataset may be on their way to its rows; with more, another is
/// refused until they are there.
constexpr std::uint64_t bulk_changes_max = 64;

/// Errors: unavailable (there are so many that `more` are too many).
[[nodiscard]] Result<Done> require_room_for_bulk_change(
    const Transaction& tx, const DatasetId& dataset, std::uint64_t more = 1
);

/// Writes what was changed in bulk in the dataset to some of its rows, and appends the events of
/// these. Each such change does so in its own job, and mostly nothing is left then; the rest is
/// housekeeping
/// (`background/housekeeping.h`).
void write_bulk_slice(Transaction& tx, const DatasetId& dataset);

}  // namespace allot

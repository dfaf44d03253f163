#pragma once

#include "usecases/items/matching.h"

namespace allot {

/// Leaves the folders out below which something stays that the query does not name, so that nothing
/// is left without its folder, as a snapshot shows it; gives what was there then. Costs what is
/// below the folders: for readers.
[[nodiscard]] Past leave_fuller_folders(const Transaction& tx, Matched& matched);

/// The same in the transaction that deletes: `going` are those of `matched` that still are to go.
/// Cheap: for the writer. Errors: unavailable (more changed than `look` allows).
[[nodiscard]] Result<ItemSet> without_fuller_folders(
    const Transaction& tx, const Matched& matched, ItemSet going, const Past& past, LookAgain look
);

}  // namespace allot

#pragma once

#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// Deletes an item, with its annotations; it leaves its tasks, whatever its status (B-144). A
/// folder goes with everything in it, which is found on a reader's snapshot; what came or left
/// since is looked at again. Atomic. Errors: not_found, forbidden (may not edit the dataset),
/// conflict (an export has locked it), unavailable (the folder was moved again and again
/// meanwhile).
[[nodiscard]] Result<Done> delete_item(Env& env, const Caller& caller, const ItemId& id);

/// The same for every item that the query names (items/matching.h); it is answered on a reader's
/// snapshot. What stopped matching since stays, and so does an item on which somebody worked since
/// (B-254). Returns how many went.
[[nodiscard]] Result<std::uint64_t> delete_matching_items(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
);

/// The same, with a finished command as its answer.
[[nodiscard]] Result<Command> delete_items_by_command(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
);

}  // namespace allot

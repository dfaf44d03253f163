#pragma once

#include <cstdint>
#include <string>

#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// Merges `difference` (of the metadata) into every annotation that the query names
/// (annotations/read.h), below `system` only its attributes unless `system`; it is answered on a
/// reader's snapshot. What was edited since stays as it is, and so does what is on an item that
/// stopped matching (B-254). A status that becomes `issue` withdraws statuses (B-084). Atomic.
/// Returns how many were changed. Errors: not_found, forbidden (may not edit the data), invalid (no
/// object, no such review status).
[[nodiscard]] Result<std::uint64_t> change_matching_annotations(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset,
    const query::Query& query,
    const std::string& difference,
    bool system
);

/// Deletes every annotation that the query names (annotations/read.h); it is answered on a reader's
/// snapshot. What was edited since stays, and so does what is on an item that stopped matching
/// (B-254). Atomic: all are gone at once, their rows and events follow as those of deleted items do
/// (items/purge.h). Returns how many went. Errors: not_found, forbidden (may not edit the data).
[[nodiscard]] Result<std::uint64_t> delete_matching_annotations(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
);

}  // namespace allot

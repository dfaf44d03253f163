#pragma once

#include <cstdint>
#include <string>

#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// What becomes of the metadata of the items that a query names (items/matching.h).
struct ChangeMatching {
  DatasetId dataset;
  query::Query query;
  std::string difference;  // of the whole metadata: deep merge, null deletes
  bool system = false;     // below `system` too, but for what the server owns
};

/// Merges the difference into each of them. The query is answered on a reader's snapshot; what
/// stopped matching since is left out (B-254). An empty difference changes nothing. Returns how
/// many matched. Errors: not_found, forbidden, invalid, unavailable (too many changes are still
/// being written).
[[nodiscard]] Result<std::uint64_t> change_matching_items(
    Env& env, const Caller& caller, const ChangeMatching& input
);

/// The same, with a finished command as its answer.
[[nodiscard]] Result<Command> bulk_update_metadata(
    Env& env, const Caller& caller, const ChangeMatching& input
);

}  // namespace allot

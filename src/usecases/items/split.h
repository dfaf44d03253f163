#pragma once

#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// The items that a query names, to be shared out to three subsets by chance.
struct SplitDataset {
  DatasetId dataset;
  query::Query query;
  // Percent; they add up to 100.
  double train = 0;
  double validation = 0;
  double test = 0;
};

/// Gives each of these items, folders and hidden ones too unless the query leaves them out, the tag
/// of one subset, `metadata.system.tags.train` or `.validation` or `.test`, and takes the other two
/// away: so many as the shares say, rounded by largest remainder, less what stopped matching in
/// between (B-254). Atomic; a repeat draws anew. Errors: not_found, forbidden, invalid (a share is
/// negative, or they do not add up to 100), unavailable (too many changes are still being written).
[[nodiscard]] Result<Command> split_dataset(
    Env& env, const Caller& caller, const SplitDataset& input
);

}  // namespace allot

#pragma once

#include <vector>

#include "domain/clones.h"
#include "usecases/env.h"

namespace allot {

/// Where its items come from, in this order.
[[nodiscard]] std::vector<DatasetId> sources_of(const Clone& wanted);

/// The new dataset that it goes into, as it is to be at this moment: with the recipes of its
/// sources, those of the first first, and what users put in their metadata, where it comes along;
/// what an earlier one says counts. Errors: not_found, forbidden (may not edit one of the sources,
/// or what is in the project), invalid (the name is taken).
[[nodiscard]] Result<Dataset> new_dataset(
    Env& env, const Transaction& tx, const Caller& caller, const Clone& wanted, const DatasetId& id
);

}  // namespace allot

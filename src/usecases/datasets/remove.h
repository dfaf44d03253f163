#pragma once

#include "usecases/env.h"

namespace allot {

/// Deletes a dataset with its items and annotations, and its tasks with their assignments (B-142).
/// Final. Atomic.
/// Errors: not_found, forbidden.
[[nodiscard]] Result<Done> remove_dataset(Env& env, const Caller& caller, const DatasetId& id);

/// The same in the transaction of a change, without looking at rights.
void remove_dataset_rows(Env& env, Transaction& tx, const Caller& caller, const Dataset& dataset);

}  // namespace allot

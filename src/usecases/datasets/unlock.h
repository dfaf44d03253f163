#pragma once

#include "usecases/datasets/read.h"

namespace allot {

/// Makes a locked dataset writable again; exports that are under way lock it no more. Errors:
/// not_found, forbidden, invalid (it is not locked).
[[nodiscard]] Result<DatasetView> unlock_dataset(
    Env& env, const Caller& caller, const DatasetId& id
);

}  // namespace allot

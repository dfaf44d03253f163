#pragma once

#include <vector>

#include "usecases/env.h"
#include "usecases/items/view.h"

namespace allot {

/// A dataset's folders, hidden ones too, by path; the root has none. Who sees only own items gets
/// the folders on the way to them.
/// Errors: as `get_visible_dataset`.
[[nodiscard]] Result<std::vector<ItemView>> list_folders(
    Env& env, const Caller& caller, const DatasetId& id
);

}  // namespace allot

#pragma once

#include "usecases/env.h"

namespace allot {

/// Errors: not_found (the item is not in this assignment).
[[nodiscard]] Result<Done> require_item_in(
    Env& env, const Assignment& assignment, const ItemId& item
);

}  // namespace allot

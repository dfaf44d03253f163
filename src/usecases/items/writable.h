#pragma once

#include "domain/entities.h"
#include "usecases/access.h"

namespace allot {

struct WritableItem {
  Item item;
  Dataset dataset;
};

/// An item that the caller may change, with its dataset. Errors: not_found (also when it is not to
/// be seen), forbidden, conflict (the dataset is locked).
[[nodiscard]] Result<WritableItem> get_writable_item(
    const Transaction& tx, const Caller& caller, const ItemId& id
);

}  // namespace allot

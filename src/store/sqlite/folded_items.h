#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "store/sqlite/context.h"
#include "store/sqlite/pending_changes.h"

namespace allot::sqlite {

// For the writer: what is pending of items comes to their rows.

struct FoldedItem {
  ItemId id;
  std::size_t bytes = 0;  // of its metadata
};

/// Makes the row of this item hold all of `pending`, which knows the chunk of the item. A row that
/// still says the path which the item has gives it up. nullopt: there is no such row.
std::optional<FoldedItem> fold_item(
    Context& context, const DatasetId& dataset, Ordinal item, const PendingChanges& pending
);

/// No row of its dataset says the path of this item any more but its own (`but`, a key), or that of
/// one that really is there: rows of removed items, of clones that are not shown yet, and of such
/// as have moved on, give it up.
void free_path(Context& context, const Item& item, std::optional<std::int64_t> but = std::nullopt);

}  // namespace allot::sqlite

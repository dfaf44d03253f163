#pragma once

#include <cstdint>
#include <vector>

#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// A part of a list: `size` entries from `offset` on.
struct Window {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// That part of a set of items of the dataset, in the order of a query's `sort`; without one
/// folders first, each kind newest first. Fewer than `window.size` where the set ends.
[[nodiscard]] std::vector<Ordinal> ordered_part(
    const Transaction& tx,
    const DatasetId& dataset,
    const ItemSet& items,
    const query::Sort& sort,
    Window window
);

/// All of the set in the order of a `sort` that is not empty; nothing where that is the order in
/// which they came.
[[nodiscard]] std::vector<Ordinal> all_in_order(
    const Transaction& tx, const DatasetId& dataset, const ItemSet& items, const query::Sort& sort
);

}  // namespace allot

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/item_set.h"
#include "query/sql_text.h"
#include "store/sqlite/dataset_state.h"

namespace allot::sqlite {

// Questions about many items of a dataset, as Items asks them.

/// The first ordinal whose id is not smaller than `id`.
[[nodiscard]] Ordinal first_ordinal_from(
    Context& context, const DatasetId& dataset, const std::string& id
);

[[nodiscard]] ItemSet matching_items(
    Context& context,
    const DatasetId& dataset,
    const query::SqlText& condition,
    const std::optional<ItemSet>& among
);

[[nodiscard]] ItemSet items_with_annotation(
    Context& context,
    const DatasetId& dataset,
    const query::SqlText& condition,
    const std::optional<ItemSet>& among
);

/// Of many the whole order is made and kept a while (KeptOrders), whichever page is asked.
[[nodiscard]] std::vector<Ordinal> items_in_order(
    Context& context,
    const DatasetId& dataset,
    const ItemSet& among,
    const query::SqlText& order,
    std::uint64_t offset,
    std::uint64_t count
);

/// So few that the rows of a statement are found by name, not by walking the dataset.
inline constexpr std::uint64_t few_items = 10'000;

/// `[5,6]`, each with `offset` added: for `IN (SELECT value FROM json_each(?))`.
[[nodiscard]] std::string number_list(const ItemSet& items, std::int64_t offset = 0);

}  // namespace allot::sqlite

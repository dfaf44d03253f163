#pragma once

#include <string_view>

#include "query/plan.h"
#include "usecases/env.h"

namespace allot {

/// The live items that satisfy the query's filter, join, intersect and except; hidden ones and
/// folders too. Reads one snapshot; may scan: for the slow lane, never for the writer.
[[nodiscard]] ItemSet matching_items(
    const Transaction& tx, const Dataset& dataset, const query::Query& query
);

/// The same for one expression, within `universe`.
[[nodiscard]] ItemSet resolve(
    const Transaction& tx,
    const Dataset& dataset,
    const query::SetExpression& expression,
    const ItemSet& universe
);

/// The items that a task's selection query picks: files only; hidden ones only when the query has a
/// condition on `hidden` (contract: task selection). In the query's own order when it sorts. May
/// scan. Errors: invalid (the query cannot be understood; the message names the position or the
/// operator).
[[nodiscard]] Result<Selection> selected_items(
    const Transaction& tx, const DatasetId& dataset, std::string_view query_text
);

/// The live items, hidden ones too, that satisfy the query text's filter and join. Errors: invalid.
[[nodiscard]] Result<ItemSet> filtered_items(
    const Transaction& tx, const DatasetId& dataset, std::string_view query_text
);

}  // namespace allot

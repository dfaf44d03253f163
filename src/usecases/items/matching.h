#pragma once

#include <string_view>

#include "query/plan.h"
#include "usecases/env.h"

namespace allot {

/// The items that a query named at a moment, and what it takes to look again later (B-254).
struct Matched {
  Caller caller;  // who asks: a filter sees of an item's tasks what its caller sees (B-171)
  Dataset dataset;
  query::SetExpression plan;
  ItemSet items;
  Moment moment = 0;
};

/// The items that a query names, as the caller sees them: live ones, hidden ones and folders too,
/// that satisfy filter, join, intersect and except, when the dataset is in its context; of these
/// the first `limit` in the order of `sort`. It is what a list counts and what a change touches
/// (B-253). Reads one snapshot; may scan: for the slow lane, never for the writer. Errors:
/// not_found (dataset).
[[nodiscard]] Result<Matched> match_items(
    const Transaction& tx, const Caller& caller, const Dataset& dataset, const query::Query& query
);

/// The same of a task's query text. Errors: invalid, too.
[[nodiscard]] Result<Matched> match_items(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, std::string_view query
);

/// Those of them that the query names still, in the transaction that changes them: what was changed
/// since is evaluated anew, item by item, the rest is as it was. Cheap: for the writer.
[[nodiscard]] ItemSet still_matching(const Transaction& tx, const Matched& matched);

/// The same, less those on which somebody worked since, by an annotation, a status or a task: for
/// what would take that away.
[[nodiscard]] ItemSet untouched_matching(const Transaction& tx, const Matched& matched);

/// Is the dataset one of those that the query's context names?
[[nodiscard]] bool is_in_context(const Dataset& dataset, const query::Query& query);

/// What a task's selection query picked.
struct Picked {
  Selection selection;
  Matched matched;
  bool with_hidden = false;
};

/// The items that a task's selection query picks: files only; hidden ones only when the query has a
/// condition on `hidden` (contract: task selection). In the query's own order when it sorts. May
/// scan. Errors: invalid (the query cannot be understood: the message names the position or the
/// operator; it names an item of another dataset that the caller may see).
[[nodiscard]] Result<Picked> pick_items(
    const Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    std::string_view query_text
);

/// What a task may still get of it, in the same order, in the transaction that hands it out.
[[nodiscard]] Selection still_picked(const Transaction& tx, const Picked& picked);

}  // namespace allot

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

/// So many changed items are looked at again on the writer; with more, the reader's side matches
/// again.
constexpr std::uint64_t looked_at_again_max = 10'000;

enum class LookAgain {
  at_few,  // up to `looked_at_again_max` items
  at_all,  // however many: after several tries
};

/// All that the query could name whatever is handled and annotated (query/whatever_is_done.h), its
/// limit aside, on the same snapshot: as `matched`, it is to be looked at again later. Nothing
/// where the query asks nothing of work. May scan.
[[nodiscard]] Result<std::optional<Matched>> match_whatever_is_done(
    const Transaction& tx, const Matched& matched
);

/// Runs `attempt(look)`, which matches on a reader's snapshot and changes in a write. When more
/// changed in between than is looked at again there, it has kept nothing and runs anew, on a newer
/// snapshot; the third and last time the writer looks at all, so that the change is made however
/// busy the dataset is.
template <class Attempt>
auto match_and_change(Attempt attempt) {
  constexpr int tries_before_the_last = 2;
  for (int i = 0; i < tries_before_the_last; ++i) {
    auto result = attempt(LookAgain::at_few);
    if (result || result.error().code != ErrorCode::unavailable) return result;
  }
  return attempt(LookAgain::at_all);
}

/// Those of them that the query names still, in the transaction that changes them: what was changed
/// since is evaluated anew, item by item, the rest is as it was. Cheap: for the writer. Errors:
/// unavailable (more changed than `look` allows; nothing was evaluated).
[[nodiscard]] Result<ItemSet> still_matching(
    const Transaction& tx, const Matched& matched, LookAgain look
);

/// What was there at a moment of the past.
struct Past {
  ItemSet live;
  Moment moment = 0;
};

/// The items that came since, or whose rows were changed: all that may be at another path than it
/// was then. Cheap: for the writer. Errors: unavailable (more than `look` allows).
[[nodiscard]] Result<ItemSet> changed_since(
    const Transaction& tx, const DatasetId& dataset, const Past& past, LookAgain look
);

/// As `still_matching`, less those on which somebody worked after `since`: an annotation, a status,
/// a task that took them. For what would take that away. That work changed hands is no work.
[[nodiscard]] Result<ItemSet> untouched_matching(
    const Transaction& tx, const Matched& matched, Moment since, LookAgain look
);

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
/// Errors: unavailable, as above.
[[nodiscard]] Result<Selection> still_picked(
    const Transaction& tx, const Picked& picked, LookAgain look
);

}  // namespace allot

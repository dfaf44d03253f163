#pragma once

#include <vector>

#include "base/function_ref.h"
#include "query/query.h"
#include "usecases/env.h"
#include "usecases/items/matching.h"
#include "usecases/items/order.h"

namespace allot {

/// Errors: not_found (no such annotation, or its item is not visible).
[[nodiscard]] Result<Annotation> get_annotation(
    const Transaction& tx, const Caller& caller, const AnnotationId& id
);

[[nodiscard]] Result<Annotation> read_annotation(
    Env& env, const Caller& caller, const AnnotationId& id
);

/// Gives those of one item to `visit`, oldest first. Errors: not_found.
[[nodiscard]] Result<Done> list_annotations(
    Env& env, const Caller& caller, const ItemId& item, FunctionRef<void(const Annotation&)> visit
);

/// A part of the annotations that a query named at a moment.
struct MatchedAnnotations {
  Annotations::Page page;
  std::optional<Matched> on;  // when the query asks for their items: those
};

/// A part of the annotations that a query names, as the caller sees them: those on items that the
/// caller may see, when the dataset is in the query's context; of these the first `limit` in its
/// order. It is what a list counts and what a change touches (B-253). Errors: not_found (dataset).
[[nodiscard]] Result<MatchedAnnotations> match_annotations(
    const Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const query::Query& query,
    Window window
);

/// All of these, chosen to be taken away, and the items that the query asks for, if it does.
struct Chosen {
  ChosenAnnotations annotations;
  std::optional<Matched> on;
};

/// May scan. Errors: not_found (dataset).
[[nodiscard]] Result<Chosen> choose_annotations(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, const query::Query& query
);

/// Tells `begin` how many they are in all, and gives the page of them that the query asks for to
/// `visit`, however long it is. Errors: not_found (dataset).
[[nodiscard]] Result<Done> query_annotations(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset,
    const query::Query& query,
    FunctionRef<void(std::uint64_t total)> begin,
    FunctionRef<void(const Annotation&)> visit
);

}  // namespace allot

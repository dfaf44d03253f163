#pragma once

#include <vector>

#include "base/function_ref.h"
#include "query/query.h"
#include "usecases/env.h"

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

/// One page of the annotations that the query matches, on items that the caller may see. Errors:
/// not_found (dataset).
[[nodiscard]] Result<Annotations::Page> query_annotations(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
);

}  // namespace allot

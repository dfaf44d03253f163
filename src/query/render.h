#pragma once

// For the .cpp files of this folder: conditions as SQL.

#include "query/columns.h"
#include "query/sql_text.h"
#include "query/tree.h"

namespace allot::query {

/// SQL over one table's alias that is 1 exactly where the condition holds: never NULL. Fields that
/// the table does not know are missing. "1" and "0" say that it holds always or never.
[[nodiscard]] SqlText render(const Condition& condition, Columns columns);

/// What a condition says when every field is missing.
[[nodiscard]] bool holds_when_missing(const Condition& condition);

}  // namespace allot::query

#pragma once

// For render.cpp alone.

#include <optional>
#include <string>

#include "query/columns.h"
#include "query/sql_text.h"
#include "query/tree.h"

namespace allot::query {

/// A test on a column that holds a text, time or number; nothing when SQL cannot say exactly that.
[[nodiscard]] std::optional<SqlText> column_sql(const Column& column, const Test& test);

}  // namespace allot::query

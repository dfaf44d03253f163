#pragma once

#include <sqlite3.h>

namespace allot::sqlite {

/// The type under which `ordinal_in(set, ordinal)` takes a pointer to an ItemSet.
inline constexpr const char* item_set_pointer = "allot::ItemSet";

/// Adds the SQL functions that our statements use: `dql_test(condition, …)` of
/// query/sql_function.h, `ordinal_in(set, ordinal)`: is the ordinal in that ItemSet?, and
/// `folded(text)` of base/unicode.h.
void register_functions(sqlite3* handle);

}  // namespace allot::sqlite

#pragma once

#include <sqlite3.h>

namespace allot::sqlite {

class Database;

/// The type under which `ordinal_in(set, ordinal)` takes a pointer to an ItemSet.
inline constexpr const char* item_set_pointer = "allot::ItemSet";

/// Adds the SQL functions that our statements use: `dql_test(condition, …)` of
/// query/sql_function.h, `ordinal_in(set, ordinal)`: is the ordinal in that ItemSet?,
/// `annotation_hidden(dataset, number)`: is it in no answer, though its row is there?,
/// `folded(text)` of base/unicode.h, the aggregate `bitmap_of(member)`: the bytes of a chunk, and
/// `changed_metadata`, `changed_by`, `changed_at`, `changed_path`(pending changes, member, number
/// that its row holds, column) and `changed_folder`, `changed_name`(the same, the path, column) of
/// pending_changes.h. `db` is the connection that owns `handle`.
void register_functions(Database& db, sqlite3* handle);

}  // namespace allot::sqlite

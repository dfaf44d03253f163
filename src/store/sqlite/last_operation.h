#pragma once

#include "store/sqlite/database.h"

namespace allot::sqlite {

/// The number of the last operation of the installation; 0 without any.
[[nodiscard]] inline std::int64_t last_operation(Database& db) {
  return db.query("SELECT coalesce(max(number), 0) FROM operation").one<std::int64_t>();
}

/// That of the last one which can be undone (`undoable_kinds`); 0 without any. In the words of its
/// index, whatever came after it: SQLite refuses the query where they are others.
[[nodiscard]] std::int64_t last_undoable_operation(Database& db);

}  // namespace allot::sqlite

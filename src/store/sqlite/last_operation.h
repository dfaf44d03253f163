#pragma once

#include "store/sqlite/database.h"

namespace allot::sqlite {

/// The number of the last operation of the installation; 0 without any.
[[nodiscard]] inline std::int64_t last_operation(Database& db) {
  return db.query("SELECT coalesce(max(number), 0) FROM operation").one<std::int64_t>();
}

/// That of the last one which can be undone (`is_undoable`); 0 without any. In the words of its
/// index, whatever came after it.
[[nodiscard]] inline std::int64_t last_undoable_operation(Database& db) {
  return db
      .query(
          "SELECT coalesce(max(number), 0) FROM operation INDEXED BY operation_undoable"
          " WHERE kind IN ('redistribute', 'reassign', 'add', 'contributors', 'undo')"
      )
      .one<std::int64_t>();
}

}  // namespace allot::sqlite

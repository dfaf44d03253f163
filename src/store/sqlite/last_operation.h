#pragma once

#include "store/sqlite/database.h"

namespace allot::sqlite {

/// The number of the last operation of the installation; 0 without any.
[[nodiscard]] inline std::int64_t last_operation(Database& db) {
  return db.query("SELECT coalesce(max(number), 0) FROM operation").one<std::int64_t>();
}

}  // namespace allot::sqlite

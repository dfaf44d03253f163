#pragma once

#include "store/sqlite/database.h"

namespace allot::sqlite {

/// The greatest number that a line of the status log has or had; 0 without any. None is given
/// again, for they are kept as places in the log: lines after it came later.
[[nodiscard]] inline std::int64_t last_status(Database& db) {
  return db
      .query(
          "SELECT max(status, coalesce((SELECT max(seq) FROM status_event), 0)) FROM"
          " greatest_number"
      )
      .one<std::int64_t>();
}

/// For the writer, before it deletes lines of the status log.
inline void note_last_status(Database& db) {
  db.query(
        "UPDATE greatest_number SET status = newest FROM"
        " (SELECT max(seq) AS newest FROM status_event) WHERE newest > status"
  )
      .run();
}

}  // namespace allot::sqlite

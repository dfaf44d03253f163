#pragma once

#include <cstdint>

#include "store/nouns.h"
#include "store/sqlite/member_rows.h"

namespace allot::sqlite {

/// A row of `purge`.
struct Purge {
  std::int64_t number = 0;
  std::int64_t dataset_number = 0;
  DatasetId dataset;
  bool whole = false;
  bool annotations = false;  // the chunks hold their numbers
  bool unseen = false;       // nobody saw them, so nobody is told
  Deletion deletion;
};

/// What of it is left to be taken away.
inline constexpr MemberRows members_of_purges{
    .first = "SELECT chunk, bitmap FROM purge_chunk WHERE purge = ? ORDER BY chunk LIMIT 1",
    .put =
        "INSERT INTO purge_chunk (purge, chunk, bitmap) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
    .remove = "DELETE FROM purge_chunk WHERE purge = ? AND chunk = ?"
};

}  // namespace allot::sqlite

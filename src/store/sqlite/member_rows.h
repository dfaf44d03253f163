#pragma once

#include <cstdint>
#include <string_view>

#include "domain/item_set.h"
#include "store/sqlite/chunks.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// A table that holds a set for each owner, from which members are taken as they are dealt with.
struct MemberRows {
  Sql first;   // owner → the first chunk, and its bitmap
  Sql put;     // owner, chunk, bitmap
  Sql remove;  // owner, chunk
};

inline void put_members(
    Database& db,
    const MemberRows& table,
    std::int64_t owner,
    const ItemSet& before,
    const ItemSet& now
) {
  write_changed_chunks(db, table.put, table.remove, before, now, owner);
}

/// Goes through the chunks of the owner's set. `take` is given the members of one, and answers with
/// those that it dealt with, which are taken out; when it leaves any, that is the end. True when
/// none is left.
template <class Take>
bool take_members(Database& db, const MemberRows& table, std::int64_t owner, Take take) {
  auto first = db.query(table.first);
  while (first.bind(owner).next()) {
    std::uint32_t chunk = 0;
    std::string_view bytes;
    first.read(chunk, bytes);
    ItemSet members;
    members.set_chunk(chunk, bytes);
    first.reset();
    const ItemSet taken = take(members);
    if (!taken.empty()) put_members(db, table, owner, members, members - taken);
    if (taken.size() < members.size()) return false;
  }
  return true;
}

}  // namespace allot::sqlite

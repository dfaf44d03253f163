#pragma once

#include "domain/item_set.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// Writes the chunks of `now` that are not the very same in `before`; true when there were any.
/// `put` has the parameters key…, chunk, bitmap, `remove` key…, chunk.
template <class... Key>
bool write_changed_chunks(
    Database& db, Sql put, Sql remove, const ItemSet& before, const ItemSet& now, const Key&... key
) {
  const auto changed = now.chunks_changed_since(before);
  for (const auto chunk : changed) {
    const auto bytes = now.chunk_bytes(chunk);
    if (bytes.empty()) {
      db.query(remove).run(key..., chunk);
    } else {
      db.query(put).run(key..., chunk, Blob{bytes});
    }
  }
  return !changed.empty();
}

/// The union of rows of a chunk and its bitmap, in any order.
[[nodiscard]] inline ItemSet union_of_chunks(Query& rows) {
  ItemSet all;
  while (rows.next()) {
    std::uint32_t chunk = 0;
    std::string_view bytes;
    rows.read(chunk, bytes);
    ItemSet part;
    part.set_chunk(chunk, bytes);
    all |= part;
  }
  return all;
}

}  // namespace allot::sqlite

#include "store/sqlite/unshown_rows.h"

#include <cstdint>
#include <string_view>

#include "store/sqlite/chunks.h"

namespace allot::sqlite {

namespace {

ItemSet unshown(Database& db, const DatasetId& dataset, std::string_view kind) {
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM clone JOIN clone_chunk ON clone = number"
      " WHERE dataset_id = ? AND ended_at IS NULL AND kind = ?"
  );
  chunks.bind(dataset, kind);
  return union_of_chunks(chunks);
}

}  // namespace

bool has_unshown_items(Database& db, const DatasetId& dataset) {
  return db.query("SELECT 1 FROM clone WHERE dataset_id = ? AND ended_at IS NULL LIMIT 1")
      .bind(dataset)
      .maybe<int>()
      .has_value();
}

ItemSet unshown_items(Database& db, const DatasetId& dataset) {
  return unshown(db, dataset, "items");
}

ItemSet unshown_annotations(Database& db, const DatasetId& dataset) {
  return unshown(db, dataset, "annotations");
}

void note_lost_path(
    Database& db,
    const DatasetId& dataset,
    Ordinal item,
    const std::string& path,
    bool is_folder_to_folder
) {
  auto chunks = db.query(
      "SELECT number, bitmap FROM clone JOIN clone_chunk ON clone = number"
      " WHERE dataset_id = ? AND ended_at IS NULL AND kind = 'items' AND chunk = ?"
  );
  const auto chunk = item >> ItemSet::chunk_bits;
  chunks.bind(dataset, chunk);
  while (chunks.next()) {
    std::int64_t clone = 0;
    std::string_view bytes;
    chunks.read(clone, bytes);
    ItemSet items;
    items.set_chunk(chunk, bytes);
    if (!items.contains(item)) continue;
    db.query(
          "INSERT OR REPLACE INTO clone_lost (clone, ordinal, path, to_folder) VALUES (?, ?, ?, ?)"
    )
        .run(clone, item, path, is_folder_to_folder);
    return;
  }
}

}  // namespace allot::sqlite

#include "store/sqlite/annotated_since.h"

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/last_operation.h"

namespace allot::sqlite {

namespace {

/// Nothing is kept before the first operation that can be undone. Those that cannot, as batches,
/// begin nothing new: nobody asks what came after them.
AnnotatedAfter* gathering(Context& context, const DatasetId& dataset) {
  const auto last = last_undoable_operation(context.db);
  if (last == 0) return nullptr;
  auto& gathered = change_dataset(context, dataset).annotated_after;
  if (gathered.empty() || gathered.back().operation != last) {
    gathered.push_back({.operation = last});
  }
  return &gathered.back();
}

/// Adds to what stands in the chunk.
void add_to_chunk(
    Database& db,
    const DatasetId& dataset,
    std::int64_t operation,
    std::uint32_t chunk,
    const ItemSet& items
) {
  ItemSet all;
  auto row = db.query(
                   "SELECT bitmap FROM annotated_chunk"
                   " WHERE dataset_id = ? AND operation = ? AND chunk = ?"
  )
                 .bind(dataset, operation, chunk);
  if (row.next()) {
    std::string_view bytes;
    row.read(bytes);
    all.set_chunk(chunk, bytes);
  }
  all |= items;
  const auto bytes = all.chunk_bytes(chunk);
  db.query(
        "INSERT OR REPLACE INTO annotated_chunk (dataset_id, operation, chunk, bitmap)"
        " VALUES (?, ?, ?, ?)"
  )
      .run(dataset, operation, chunk, Blob{bytes});
}

}  // namespace

void note_annotated(Context& context, const DatasetId& dataset, Ordinal item) {
  context.caches.changes.note(dataset, RecentChanges::Kind::annotations, item);
  auto* gathered = gathering(context, dataset);
  if (gathered == nullptr) return;
  auto& items = gathered->items;
  if (items.empty() || items.back() != item) items.push_back(item);
}

void note_annotated(Context& context, const DatasetId& dataset, const ItemSet& items) {
  context.caches.changes.note(dataset, RecentChanges::Kind::annotations, items);
  if (auto* gathered = gathering(context, dataset)) gathered->sets |= items;
}

ItemSet annotated_between(
    Context& context, const DatasetId& dataset, std::int64_t first, std::int64_t end
) {
  ItemSet items;
  auto rows = context.db
                  .query(
                      "SELECT chunk, bitmap FROM annotated_chunk"
                      " WHERE dataset_id = ? AND operation >= ? AND operation < ?"
                  )
                  .bind(dataset, first, end);
  while (rows.next()) {
    std::uint32_t chunk = 0;
    std::string_view bytes;
    rows.read(chunk, bytes);
    ItemSet part;
    part.set_chunk(chunk, bytes);
    items |= part;
  }
  if (context.drafts == nullptr) return items;
  const auto* draft = context.drafts->datasets.find(dataset.text);
  if (draft == nullptr) return items;
  for (const auto& gathered : draft->annotated_after) {
    if (gathered.operation >= first && gathered.operation < end) items |= gathered.all();
  }
  return items;
}

void flush_annotated(Context& context, const DatasetId& dataset, DatasetDraft& draft) {
  for (const auto& gathered : draft.annotated_after) {
    const auto items = gathered.all();
    for (const auto chunk : items.chunks()) {
      ItemSet part;
      part.set_chunk(chunk, items.chunk_bytes(chunk));
      add_to_chunk(context.db, dataset, gathered.operation, chunk, part);
    }
  }
  draft.annotated_after.clear();
}

}  // namespace allot::sqlite

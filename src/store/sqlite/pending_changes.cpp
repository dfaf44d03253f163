#include "store/sqlite/pending_changes.h"

#include <algorithm>
#include <limits>
#include <ranges>

#include "query/json_text.h"
#include "query/stored_json.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"

namespace allot::sqlite {

PendingChanges pending_changes_in(
    Database& db,
    const DatasetId& dataset,
    BulkOf of,
    std::uint32_t first_chunk,
    std::uint32_t last_chunk
) {
  PendingChanges pending;
  auto rows = db.query(
      "SELECT number, difference, actor, at FROM bulk_change"
      " WHERE dataset_id = ? AND annotations = ? ORDER BY number"
  );
  rows.bind(dataset, of == BulkOf::annotations);
  while (rows.next()) {
    auto& [number, difference, actor, at, members] = pending.changes_.emplace_back();
    auto read_difference = json(difference, bulk_change_json::difference);
    rows.read(number, read_difference, actor, at);
  }
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM bulk_change_chunk WHERE change = ? AND chunk BETWEEN ? AND ?"
  );
  for (auto& change : pending.changes_) {
    chunks.bind(change.number, first_chunk, last_chunk);
    while (chunks.next()) {
      std::uint32_t chunk = 0;
      std::string_view bytes;
      chunks.read(chunk, bytes);
      change.members.set_chunk(chunk, bytes);
    }
    chunks.reset();
  }
  return pending;
}

std::int64_t PendingChanges::newest() const {
  return changes_.empty() ? 0 : changes_.back().number;
}

const PendingChanges::Change* PendingChanges::last_of(Ordinal member, std::int64_t folded) const {
  for (const auto& change : std::views::reverse(changes_)) {
    if (change.number <= folded) break;
    if (change.members.contains(member)) return &change;
  }
  return nullptr;
}

std::string PendingChanges::metadata_of(
    Ordinal member, std::int64_t folded, std::string_view stored
) const {
  auto metadata = query::readable(stored, query::JsonShape::object);
  for (const auto& change : changes_) {
    if (change.number <= folded || !change.members.contains(member)) continue;
    metadata = query::merged(metadata, change.difference).value();
  }
  return metadata;
}

PendingChanges pending_changes(Database& db, const DatasetId& dataset, BulkOf of) {
  return pending_changes_in(db, dataset, of, 0, std::numeric_limits<std::uint32_t>::max());
}

PendingChanges pending_changes(
    Database& db, const DatasetId& dataset, BulkOf of, Ordinal first, Ordinal last
) {
  return pending_changes_in(
      db, dataset, of, first >> ItemSet::chunk_bits, last >> ItemSet::chunk_bits
  );
}

std::string item_source(const PendingChanges& pending) {
  if (pending.empty()) return "item i";
  return "(SELECT key, dataset_id, ordinal, id, type, path, dir, name, hidden, creator,"
         " description, spec, content, size, source_item, source_dataset, created_at,"
         " changed_metadata(?1, ordinal, folded, metadata) AS metadata,"
         " changed_by(?1, ordinal, folded, updated_by) AS updated_by,"
         " changed_at(?1, ordinal, folded, updated_at) AS updated_at FROM item) i";
}

std::string annotation_source(const PendingChanges& pending) {
  if (pending.empty()) return "annotation a";
  return "(SELECT number, id, dataset_id, item, item_id, type, label, coordinates, attributes,"
         " label_suggestions, description, source, hash, status, creator, created_at,"
         " changed_metadata(?1, number, folded, metadata) AS metadata,"
         " changed_by(?1, number, folded, updated_by) AS updated_by,"
         " changed_at(?1, number, folded, updated_at) AS updated_at FROM annotation) a";
}

void bind_source(Query& query, const PendingChanges& pending) {
  if (!pending.empty()) query.bind_pointer(&pending, pending_changes_pointer);
}

}  // namespace allot::sqlite

#include "store/sqlite/pending_changes.h"

#include <algorithm>
#include <limits>
#include <ranges>

#include "base/check.h"
#include "json/stored.h"
#include "json/text.h"
#include "store/sqlite/annotation_rows.h"
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
  auto numbers = db.query(
      "SELECT number FROM bulk_change WHERE dataset_id = ? AND annotations = ? ORDER BY number"
  );
  numbers.bind(dataset, of == BulkOf::annotations);
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM bulk_change_chunk WHERE change = ? AND chunk BETWEEN ? AND ?"
  );
  auto row =
      db.query("SELECT difference, actor, at, path_from, path_to FROM bulk_change WHERE number = ?"
      );
  while (numbers.next()) {
    PendingChanges::Change change;
    numbers.read(change.number);
    pending.newest_ = change.number;
    chunks.bind(change.number, first_chunk, last_chunk);
    while (chunks.next()) {
      std::uint32_t chunk = 0;
      std::string_view bytes;
      chunks.read(chunk, bytes);
      change.members.set_chunk(chunk, bytes);
    }
    chunks.reset();
    // A difference may be long: only what is asked for is read.
    if (change.members.empty()) continue;
    row.bind(change.number);
    CHECK(row.next());
    auto difference = json(change.difference, bulk_change_json::difference);
    std::string from;
    std::optional<std::string> to;
    row.read(difference, change.actor, change.at, from, to);
    row.reset();
    if (to) change.paths = PathChange{.from = std::move(from), .to = *std::move(to)};
    pending.move_ = pending.move_ || change.paths.has_value();
    pending.changes_.push_back(std::move(change));
  }
  return pending;
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
  auto metadata = json::readable(stored, json::Shape::object);
  for (const auto& change : changes_) {
    if (change.number <= folded || !change.members.contains(member)) continue;
    if (change.paths) continue;  // it moves, and changes nothing else
    metadata = json::merged(metadata, change.difference).value();
  }
  return metadata;
}

PendingChanges PendingChanges::without_moves() const {
  auto others = *this;
  std::erase_if(others.changes_, [](const Change& change) { return change.paths.has_value(); });
  others.move_ = false;
  return others;
}

ItemSet PendingChanges::moved() const {
  ItemSet moved;
  for (const auto& change : changes_) {
    if (change.paths) moved |= change.members;
  }
  return moved;
}

bool PendingChanges::move(Ordinal item, std::int64_t folded) const {
  return move_ && std::ranges::any_of(changes_, [&](const Change& change) {
           return change.paths && change.number > folded && change.members.contains(item);
         });
}

std::string PendingChanges::path_of(Ordinal item, std::int64_t folded, std::string_view stored)
    const {
  std::string path(stored);
  for (const auto& change : changes_) {
    if (!change.paths || change.number <= folded || !change.members.contains(item)) continue;
    path = path_after(*change.paths, path);
  }
  return path;
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
  const std::string paths = pending.move()
                                ? "changed_path(?1, ordinal, folded, path) AS path,"
                                  " changed_folder(?1, ordinal, folded, path, dir) AS dir,"
                                  " changed_name(?1, ordinal, folded, path, name) AS name"
                                : "path, dir, name";
  return "(SELECT key, dataset_id, ordinal, id, type, " + paths +
         ", creator,"
         " description, spec, content, size, source_item, source_dataset, created_at,"
         " changed_metadata(?1, ordinal, folded, metadata) AS metadata,"
         " changed_by(?1, ordinal, folded, updated_by) AS updated_by,"
         " changed_at(?1, ordinal, folded, updated_at) AS updated_at FROM item) i";
}

std::string annotation_source(const PendingChanges& pending) {
  const std::string others =
      "(SELECT number, id, dataset_id, item, item_id, type, label, " ALLOT_COORDINATES
      " AS coordinates, attributes, label_suggestions, description, source, hash, status, creator,"
      " created_at, ";
  if (pending.empty()) return others + "metadata, updated_by, updated_at FROM annotation) a";
  return others +
         "changed_metadata(?1, number, folded, metadata) AS metadata,"
         " changed_by(?1, number, folded, updated_by) AS updated_by,"
         " changed_at(?1, number, folded, updated_at) AS updated_at FROM annotation) a";
}

void bind_source(Query& query, const PendingChanges& pending) {
  if (!pending.empty()) query.bind_pointer(&pending, pending_changes_pointer);
}

}  // namespace allot::sqlite

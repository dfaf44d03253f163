#include "store/sqlite/folded_items.h"

#include "base/check.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/unshown_rows.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

struct Place {
  std::string path;
  ItemType type = ItemType::file;
};

/// What a change touches of the row of an item.
struct ChangedItem {
  std::string path;
  ItemType type = ItemType::file;  // it stays
  bool hidden = false;
  std::string metadata;
  UserId updated_by;
  Time updated_at;
};

/// An id is no path, so the row is in nobody's way.
void set_apart(Database& db, std::int64_t key) {
  db.query("UPDATE item SET path = id WHERE key = ?").run(key);
}

bool is_held(Database& db, const DatasetId& dataset, const std::string& path) {
  return db.query("SELECT 1 FROM item WHERE path = ? AND dataset_id = ?")
      .bind(path, dataset)
      .maybe<int>()
      .has_value();
}

/// The row that says this path, but for that of `but`, does so no more, unless its item is there.
void give_way(
    Context& context, const DatasetId& dataset, const Place& to, std::optional<std::int64_t> but
) {
  auto& db = context.db;
  std::int64_t key = 0;
  Ordinal item = 0;
  auto type = ItemType::file;
  {
    auto row = db.query("SELECT key, ordinal, type FROM item WHERE path = ? AND dataset_id = ?");
    if (!row.bind(to.path, dataset).next()) return;
    row.read(key, item, type);
  }
  if (key == but) return;
  if (is_live(context, dataset, item)) {
    fold_item(context, dataset, item, pending_changes(db, dataset, BulkOf::items, item, item));
    return;
  }
  const bool are_folders = type == ItemType::dir && to.type == ItemType::dir;
  note_lost_path(db, dataset, item, to.path, are_folders);
  set_apart(db, key);
}

void write_moved(
    Context& context,
    const DatasetId& dataset,
    std::int64_t key,
    const ChangedItem& changed,
    std::int64_t folded
) {
  auto& db = context.db;
  // Two that changed places are each in the other's way.
  if (is_held(db, dataset, changed.path)) {
    set_apart(db, key);
    give_way(context, dataset, {.path = changed.path, .type = changed.type}, key);
  }
  db.query(
        "UPDATE item SET path = ?, dir = ?, name = ?, hidden = ?, metadata = ?, updated_by = ?,"
        " updated_at = ?, folded = ? WHERE key = ?"
  )
      .run(
          changed.path,
          folder_of_path(changed.path),
          name_of_path(changed.path),
          changed.hidden,
          json(changed.metadata, bulk_change_json::difference),
          changed.updated_by,
          changed.updated_at,
          folded,
          key
      );
}

}  // namespace

std::optional<FoldedItem> fold_item(
    Context& context, const DatasetId& dataset, Ordinal item, const PendingChanges& pending
) {
  auto& db = context.db;
  const auto number = dataset_number(context, dataset);
  CHECK(number.has_value());
  const auto key = first_key(*number) + item;
  FoldedItem found;
  ChangedItem changed;
  std::int64_t folded = 0;
  {
    auto row = db.query(
        "SELECT id, path, type, hidden, metadata, updated_by, updated_at, folded FROM item WHERE "
        "key = ?"
    );
    if (!row.bind(key).next()) return std::nullopt;
    auto metadata = json(changed.metadata, bulk_change_json::difference);
    row.read(
        found.id,
        changed.path,
        changed.type,
        changed.hidden,
        metadata,
        changed.updated_by,
        changed.updated_at,
        folded
    );
  }
  const bool moves = pending.move(item, folded);
  const bool changes = pending.fold(item, folded, changed);
  found.bytes = changed.metadata.size();
  if (moves) {
    write_moved(context, dataset, key, changed, pending.newest());
  } else if (changes) {
    db.query(
          "UPDATE item SET metadata = ?, updated_by = ?, updated_at = ?, folded = ? WHERE key = ?"
    )
        .run(
            json(changed.metadata, bulk_change_json::difference),
            changed.updated_by,
            changed.updated_at,
            pending.newest(),
            key
        );
  }
  return found;
}

void free_path(Context& context, const Item& item, std::optional<std::int64_t> but) {
  give_way(context, item.dataset, {.path = item.path, .type = item.type}, but);
}

}  // namespace allot::sqlite

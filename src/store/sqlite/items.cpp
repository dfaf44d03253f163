#include <algorithm>
#include <limits>
#include <tuple>

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/folded_items.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/item_rows.h"
#include "store/sqlite/item_scan.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/moved_paths.h"
#include "store/sqlite/pending_changes.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/unshown_rows.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                              \
  "dataset_id, ordinal, id, type, path, hidden, creator, updated_by, description, spec, content, " \
  "size, metadata, source_item, source_dataset, created_at, updated_at"

constexpr auto columns = [](auto& item) {
  return row(
      item.dataset,
      item.ordinal,
      item.id,
      item.type,
      item.path,
      item.hidden,
      item.creator,
      item.updated_by,
      item.description,
      json(item.spec, item_json::spec),
      item.content,
      item.size,
      json(item.metadata, item_json::metadata),
      item.source_item,
      item.source_dataset,
      item.created_at,
      item.updated_at
  );
};

struct Row {
  Item item;
  std::int64_t folded = 0;  // holds the bulk changes up to this one
};

constexpr auto columns_of_row = [](Row& row) {
  return std::tuple_cat(columns(row.item), std::tie(row.folded));
};

/// Under its ordinal.
void add_row(Context& context, const DatasetDraft& draft, const Item& item) {
  static const auto sql = insert("item", ALLOT_COLUMNS ", key, dir, name");
  const auto key = first_key(draft.number) + item.ordinal;
  const auto dir = item.dir();
  const auto name = item.name();
  put_row(context.db, sql, std::tuple_cat(columns(item), std::tie(key, dir, name)));
}

std::size_t bytes_of(const Item& item) {
  return sizeof(Item) + item.path.size() + item.description.size() + item.spec.size() +
         item.metadata.size();
}

class SqliteItems final : public Items {
 public:
  explicit SqliteItems(Context& context) : context_(context), db_(context.db) {}

  std::optional<Item> find(const ItemId& id) const override {
    return live(first_of<Row>(
        db_.query("SELECT " ALLOT_COLUMNS ", folded FROM item WHERE id = ?").bind(id),
        columns_of_row
    ));
  }

  std::optional<Item> at_path(const DatasetId& dataset, const std::string& path) const override {
    auto found = live(first_of<Row>(
        db_.query("SELECT " ALLOT_COLUMNS ", folded FROM item WHERE path = ? AND dataset_id = ?")
            .bind(path, dataset),
        columns_of_row
    ));
    if (found && found->path == path) return found;
    const auto key = key_moved_to(context_, dataset, path);
    if (!key) return std::nullopt;
    return live(first_of<Row>(
        db_.query("SELECT " ALLOT_COLUMNS ", folded FROM item WHERE key = ?").bind(*key),
        columns_of_row
    ));
  }

  std::vector<Item> at(
      const DatasetId& dataset, std::span<const Ordinal> ordinals, std::size_t bytes_max
  ) const override {
    std::vector<Item> items;
    const auto number = dataset_number(context_, dataset);
    if (!number || ordinals.empty()) return items;
    items.reserve(ordinals.size());
    const auto live = live_items(context_, dataset);
    const auto [first, last] = std::ranges::minmax(ordinals);
    const auto pending = pending_changes(db_, dataset, BulkOf::items, first, last);
    auto row = db_.query("SELECT " ALLOT_COLUMNS ", folded FROM item WHERE key = ?");
    std::size_t bytes = 0;
    for (const auto ordinal : ordinals) {
      if (bytes >= bytes_max) break;
      if (!live.contains(ordinal)) continue;
      row.bind(first_key(*number) + ordinal);
      if (row.next()) {
        Row found;
        read_columns(row, columns_of_row(found));
        pending.fold(ordinal, found.folded, found.item);
        bytes += bytes_of(found.item);
        items.push_back(std::move(found.item));
      }
      row.reset();
    }
    return items;
  }

  std::vector<std::pair<Ordinal, ItemId>> ids(
      const DatasetId& dataset, std::span<const Ordinal> ordinals
  ) const override {
    std::vector<std::pair<Ordinal, ItemId>> found;
    const auto number = dataset_number(context_, dataset);
    if (!number) return found;
    const auto live = live_items(context_, dataset);
    auto row = db_.query("SELECT id FROM item WHERE key = ?");
    for (const auto ordinal : ordinals) {
      if (!live.contains(ordinal)) continue;
      row.bind(first_key(*number) + ordinal);
      if (row.next()) row.read(found.emplace_back(ordinal, ItemId{}).second);
      row.reset();
    }
    return found;
  }

  ItemSet ordinals(const DatasetId& dataset, std::span<const ItemId> ids) const override {
    std::vector<Ordinal> found;
    auto row = db_.query("SELECT ordinal FROM item WHERE id = ? AND dataset_id = ?");
    for (const auto& id : ids) {
      row.bind(id, dataset);
      if (row.next()) row.read(found.emplace_back());
      row.reset();
    }
    return live_among(context_, dataset, ItemSet::of(found));
  }

  Ordinal lower_bound(const DatasetId& dataset, const std::string& id) const override {
    return first_ordinal_from(context_, dataset, id);
  }

  ItemSet matching(
      const DatasetId& dataset, const query::SqlText& condition, const std::optional<ItemSet>& among
  ) const override {
    return matching_items(context_, dataset, condition, among) & live_items(context_, dataset);
  }

  ItemSet with_annotation(
      const DatasetId& dataset, const query::SqlText& condition, const std::optional<ItemSet>& among
  ) const override {
    return items_with_annotation(context_, dataset, condition, among) &
           live_items(context_, dataset);
  }

  std::vector<Ordinal> in_order(
      const DatasetId& dataset,
      const ItemSet& among,
      const query::SqlText& order,
      std::uint64_t offset,
      std::uint64_t count
  ) const override {
    return items_in_order(context_, dataset, among, order, offset, count);
  }

  Ordinal add(Item item) override {
    auto& draft = change_dataset(context_, item.dataset);
    CHECK(draft.next_ordinal < std::numeric_limits<Ordinal>::max());
    item.ordinal = draft.next_ordinal;
    if (draft.has_unseen_rows || draft.has_moves) free_path(context_, item);
    add_row(context_, draft, item);
    if (item.type == ItemType::file) draft.added_files.push_back(item.ordinal);
    if (item.hidden) draft.added_hidden.push_back(item.ordinal);
    ++draft.next_ordinal;
    ++draft.content_version;
    return item.ordinal;
  }

  void update(const Item& item) override {
    auto& draft = change_dataset(context_, item.dataset);
    draft.settle();
    if (!draft.sets.live.contains(item.ordinal)) return;
    const auto key = first_key(draft.number) + item.ordinal;
    if (draft.has_unseen_rows || draft.has_moves) free_path(context_, item, key);
    db_.query(
           "UPDATE item SET type = ?, path = ?, dir = ?, name = ?, hidden = ?, creator = ?,"
           " updated_by = ?, description = ?, spec = ?, content = ?, size = ?, metadata = ?,"
           " source_item = ?, source_dataset = ?, created_at = ?, updated_at = ?, folded ="
           " coalesce((SELECT max(number) FROM bulk_change"
           " WHERE dataset_id = item.dataset_id AND annotations = 0), folded) WHERE key = ?"
    )
        .run(
            item.type,
            item.path,
            item.dir(),
            item.name(),
            item.hidden,
            item.creator,
            item.updated_by,
            item.description,
            json(item.spec, item_json::spec),
            item.content,
            item.size,
            json(item.metadata, item_json::metadata),
            item.source_item,
            item.source_dataset,
            item.created_at,
            item.updated_at,
            key
        );
    set_member(draft.sets.file, item.ordinal, item.type == ItemType::file);
    set_member(draft.sets.hidden, item.ordinal, item.hidden);
    ++draft.content_version;
    context_.caches.changes.note(item.dataset, RecentChanges::Kind::row, item.ordinal);
  }

  void remove(const DatasetId& dataset, const ItemSet& items, const Deletion& deletion) override {
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    const auto gone = items & draft.sets.live;
    if (gone.empty()) return;
    for (const auto& flag : dataset_flags) draft.sets.*flag.set -= gone;
    ++draft.content_version;
    draft.has_unseen_rows = true;
    note_purge(db_, draft.number, dataset, gone, deletion);
  }

 private:
  /// As it is, with what was changed in bulk; nullopt when it was removed.
  [[nodiscard]] std::optional<Item> live(std::optional<Row> found) const {
    if (!found) return std::nullopt;
    auto& item = found->item;
    if (!is_live(context_, item.dataset, item.ordinal)) return std::nullopt;
    pending_changes(db_, item.dataset, BulkOf::items, item.ordinal, item.ordinal)
        .fold(item.ordinal, found->folded, item);
    return std::move(item);
  }

  Context& context_;
  Database& db_;
};

}  // namespace

Ordinal add_unshown_item_row(Context& context, Item item) {
  auto& draft = change_dataset(context, item.dataset);
  draft.settle();
  CHECK(draft.next_ordinal < std::numeric_limits<Ordinal>::max());
  item.ordinal = draft.next_ordinal;
  if (draft.has_unseen_rows || draft.has_moves) free_path(context, item);
  add_row(context, draft, item);
  draft.added_from = ++draft.next_ordinal;  // so it is none of those that were added to be seen
  return item.ordinal;
}

std::unique_ptr<Items> make_items(Context& context) {
  return std::make_unique<SqliteItems>(context);
}

}  // namespace allot::sqlite

#include "store/clones.h"

#include <cstdint>
#include <string_view>

#include "store/sqlite/annotation_rows.h"
#include "store/sqlite/chunks.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/item_rows.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/turns.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                         \
  "id, project_id, source_dataset, creator, source_item, items_query, target_dataset, name, " \
  "directory, path, metadata, finds_another_path, merged, with_annotations, with_metadata, "  \
  "with_statuses, dataset_id, created_at, ended_at"

constexpr auto columns = [](auto& clone) {
  auto& order = clone.order;
  return row(
      clone.id,
      clone.project,
      clone.source,
      clone.creator,
      order.item,
      order.items_query,
      order.target,
      order.name,
      order.directory,
      order.path,
      json(order.metadata, clone_json::metadata),
      order.finds_another_path,
      order.merged,
      order.parts.annotations,
      order.parts.metadata,
      order.parts.statuses,
      clone.dataset,
      clone.created_at,
      clone.ended_at
  );
};

/// What a clone that has not ended has written.
struct Written {
  std::int64_t number = 0;
  DatasetId dataset;
  bool is_there = false;  // the dataset; false, too, where none was begun
  bool is_new = false;    // and is in no answer
};

class SqliteClones final : public Clones {
 public:
  explicit SqliteClones(Context& context) : context_(context), db_(context.db) {}

  std::optional<Clone> find(const CommandId& id) const override {
    return first_of<Clone>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM clone WHERE id = ?").bind(id), columns
    );
  }

  void add(const Clone& added) override {
    static const auto sql = insert("clone", ALLOT_COLUMNS ", bytes");
    const std::uint64_t bytes = added.order.items_query.size() + added.order.metadata.size();
    put_row(db_, sql, std::tuple_cat(columns(added), std::tie(bytes)));
  }

  std::optional<CommandId> next() const override {
    return db_.query(ALLOT_NEXT_IN_TURN("clone")).maybe<CommandId>();
  }

  Waiting waiting_of(const UserId& creator) const override {
    return first_of<Waiting>(
               db_.query("SELECT count(*), coalesce(sum(bytes), 0) FROM clone"
                         " INDEXED BY clone_waiting WHERE creator = ? AND ended_at IS NULL")
                   .bind(creator),
               [](Waiting& waiting) { return std::tie(waiting.clones, waiting.bytes); }
    ).value_or(Waiting{});
  }

  std::uint64_t note_try(const CommandId& id) override {
    db_.query("UPDATE clone SET tries = tries + 1 WHERE id = ?").run(id);
    return db_.query("SELECT coalesce((SELECT tries FROM clone WHERE id = ?), 0)")
        .bind(id)
        .one<std::uint64_t>();
  }

  void take_back_try(const CommandId& id) override {
    db_.query("UPDATE clone SET tries = max(tries - 1, 0) WHERE id = ?").run(id);
  }

  std::optional<CommandId> stopped() const override {
    return db_
        .query(
            "SELECT clone.id FROM clone LEFT JOIN command ON command.id = clone.id"
            " WHERE ended_at IS NULL AND coalesce(status NOT IN (?, ?), 1) LIMIT 1"
        )
        .bind(CommandStatus::created, CommandStatus::in_progress)
        .maybe<CommandId>();
  }

  void begin_in(const CommandId& id, const DatasetId& dataset) override {
    begin(id, dataset);
    change_dataset(context_, dataset).has_unseen_rows = true;
  }

  void begin_new(const CommandId& id, const Dataset& dataset) override {
    static const auto sql = insert(
        "dataset",
        "id, project_id, name, creator, updated_by, recipes, binaries, readonly, access_level,"
        " index_driver, expiration_options, user_metadata, system_metadata, created_at,"
        " updated_at, unseen"
    );
    require_dataset(context_, dataset.id);
    begin(id, dataset.id);
    put_row(
        db_,
        sql,
        row(dataset.id,
            dataset.project,
            dataset.id,  // in place of the name
            dataset.creator,
            dataset.updated_by,
            dataset.recipes,
            false,
            false,
            dataset.access_level,
            dataset.index_driver,
            "",
            "{}",
            "{}",
            dataset.created_at,
            dataset.updated_at,
            true)
    );
  }

  std::optional<AtPath> at_path(
      const DatasetId& dataset, const std::string& path, const ItemSet& among
  ) const override {
    auto found = first_of<AtPath>(
        db_.query("SELECT ordinal, type FROM item WHERE path = ? AND dataset_id = ?")
            .bind(path, dataset),
        [](AtPath& it) { return std::tie(it.item, it.type); }
    );
    return found && among.contains(found->item) ? found : std::nullopt;
  }

  bool is_content_named(const std::string& content) const override {
    return db_.query("SELECT 1 FROM item WHERE content = ? AND content <> '' LIMIT 1")
        .bind(content)
        .maybe<int>()
        .has_value();
  }

  std::optional<OfOrigin> of_origin(const CommandId& id, const ItemId& origin) const override {
    const auto numbers = find_numbers(id);
    if (!numbers) return std::nullopt;
    return first_of<OfOrigin>(
        db_.query("SELECT item.ordinal, id, metadata FROM merged_origin JOIN item"
                  " ON key = (dataset << 32) + merged_origin.ordinal"
                  " WHERE dataset = ? AND origin = ? AND NOT EXISTS"
                  " (SELECT 1 FROM clone_lost WHERE clone = ? AND ordinal = item.ordinal)")
            .bind(numbers->dataset, origin, numbers->clone),
        [](OfOrigin& it) { return row(it.item, it.id, json(it.metadata, item_json::metadata)); }
    );
  }

  void note_origin(const CommandId& id, const ItemId& origin, Ordinal item) override {
    const auto numbers = numbers_of(id);
    require_dataset(context_, numbers.dataset_id);
    // One that was given up has no say any more.
    db_.query("INSERT OR REPLACE INTO merged_origin (dataset, origin, ordinal) VALUES (?, ?, ?)")
        .run(numbers.dataset, origin, item);
  }

  void set_metadata(const CommandId& id, Ordinal item, const std::string& metadata) override {
    const auto numbers = numbers_of(id);
    require_dataset(context_, numbers.dataset_id);
    db_.query("UPDATE item SET metadata = ? WHERE key = ?")
        .run(json(metadata, item_json::metadata), first_key(numbers.dataset) + item);
  }

  bool has_origins() const override {
    return db_.query("SELECT 1 FROM merged_origin LIMIT 1").maybe<int>().has_value();
  }

  void forget_origins(std::uint64_t count) override {
    db_.query(
           "DELETE FROM merged_origin WHERE (dataset, origin) IN"
           " (SELECT dataset, origin FROM merged_origin LIMIT ?)"
    )
        .run(count);
  }

  Ordinal add_item(const Item& item) override { return add_unshown_item_row(context_, item); }

  Ordinal add_annotation(const Annotation& annotation) override {
    return add_unshown_annotation_row(context_, annotation);
  }

  void set_annotation_metadata(const CommandId& id, Ordinal number, const std::string& metadata)
      override {
    require_dataset(context_, numbers_of(id).dataset_id);
    db_.query("UPDATE annotation SET metadata = ? WHERE number = ?")
        .run(json(metadata, annotation_json::metadata), number);
  }

  void note_added(const CommandId& id, const ItemSet& items, const ItemSet& annotation_numbers)
      override {
    const auto written = find_written(id);
    CHECK(written.has_value());
    note_members(written->number, "items", items);
    note_members(written->number, "annotations", annotation_numbers);
  }

  void give_up_item(const CommandId& id, Ordinal item) override {
    const auto written = find_written(id);
    CHECK(written.has_value());
    db_.query(
           "INSERT OR REPLACE INTO clone_lost (clone, ordinal, path, to_folder)"
           " VALUES (?, ?, '', 0)"
    )
        .run(written->number, item);
  }

  std::vector<Lost> lost(const CommandId& id, std::uint64_t count) const override {
    return list_of<Lost>(
        db_.query("SELECT ordinal, clone_lost.path, to_folder FROM clone_lost JOIN clone ON number "
                  "= clone"
                  " WHERE id = ? ORDER BY ordinal LIMIT ?")
            .bind(id, count),
        [](Lost& it) { return std::tie(it.item, it.path, it.to_folder); }
    );
  }

  void show(const CommandId& id, const DatasetSets& flags, Time now) override {
    const auto written = find_written(id);
    CHECK(written.has_value() && written->is_there);
    const auto& dataset = written->dataset;
    const auto lost = lost_items(written->number);
    const auto shown = members(written->number, "items") - lost;
    const auto numbers = members(written->number, "annotations");
    if (written->is_new) db_.query("UPDATE dataset SET unseen = 0 WHERE id = ?").run(dataset);
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    for (const auto& flag : dataset_flags) draft.sets.*flag.set |= flags.*flag.set & shown;
    draft.sets.live |= shown;
    draft.sets.annotations |= numbers;
    ++draft.content_version;
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, numbers);
    if (!lost.empty()) {
      // Their annotations are as those of any item that was removed.
      note_purge_of_unseen_items(db_, draft.number, dataset, lost);
    }
    db_.query("UPDATE clone SET shown_version = ? WHERE number = ?")
        .run(draft.content_version, written->number);
    end(*written, now);
  }

  bool is_as_shown(const CommandId& id) const override {
    struct Shown {
      DatasetId dataset;
      std::int64_t version = 0;
    };

    const auto shown = first_of<Shown>(
        db_.query("SELECT dataset_id, shown_version FROM clone JOIN dataset"
                  " ON dataset.id = dataset_id WHERE clone.id = ? AND shown_version IS NOT NULL")
            .bind(id),
        [](Shown& it) { return std::tie(it.dataset, it.version); }
    );
    return shown && content_version(context_, shown->dataset) == shown->version;
  }

  void give_up(const CommandId& id, Time now) override {
    const auto written = find_written(id);
    if (!written) return;
    discard(*written);
    end(*written, now);
  }

 private:
  struct Numbers {
    std::int64_t clone = 0;
    std::int64_t dataset = 0;  // that it is being written into
    DatasetId dataset_id;
  };

  /// nullopt: it is not being written.
  [[nodiscard]] std::optional<Numbers> find_numbers(const CommandId& id) const {
    return first_of<Numbers>(
        db_.query("SELECT clone.number, dataset.number, dataset_id FROM clone"
                  " JOIN dataset ON dataset.id = dataset_id WHERE clone.id = ? AND ended_at IS NULL"
        )
            .bind(id),
        [](Numbers& it) { return std::tie(it.clone, it.dataset, it.dataset_id); }
    );
  }

  [[nodiscard]] Numbers numbers_of(const CommandId& id) const {
    const auto found = find_numbers(id);
    CHECK(found.has_value());
    return *found;
  }

  /// nullopt: it has ended, or there is none.
  [[nodiscard]] std::optional<Written> find_written(const CommandId& id) const {
    return first_of<Written>(
        db_.query("SELECT clone.number, clone.dataset_id, dataset.id IS NOT NULL,"
                  " coalesce(unseen, 0) FROM clone LEFT JOIN dataset ON dataset.id = dataset_id"
                  " WHERE clone.id = ? AND ended_at IS NULL")
            .bind(id),
        [](Written& it) { return std::tie(it.number, it.dataset, it.is_there, it.is_new); }
    );
  }

  void begin(const CommandId& id, const DatasetId& dataset) {
    const auto written = find_written(id);
    CHECK(written.has_value());
    discard(*written);
    db_.query("UPDATE clone SET dataset_id = ? WHERE number = ?").run(dataset, written->number);
  }

  /// What it wrote is to be taken away.
  void discard(const Written& written) {
    if (written.is_there) leave_to_purges(written);
    db_.query("DELETE FROM clone_chunk WHERE clone = ?").run(written.number);
    db_.query("DELETE FROM clone_lost WHERE clone = ?").run(written.number);
  }

  void leave_to_purges(const Written& written) {
    const auto& dataset = written.dataset;
    require_dataset(context_, dataset);
    const auto number = dataset_number(context_, dataset);
    CHECK(number.has_value());
    if (written.is_new) {
      forget_dataset(context_, dataset);
      note_purge_of_dataset(db_, *number, dataset);
      db_.query("DELETE FROM dataset WHERE id = ?").run(dataset);
      return;
    }
    // In this order: what is on the items goes before them.
    const auto numbers = members(written.number, "annotations");
    const auto items = members(written.number, "items");
    if (!numbers.empty()) note_purge_of_unseen_annotations(db_, *number, dataset, numbers);
    if (!items.empty()) note_purge_of_unseen_items(db_, *number, dataset, items);
  }

  void end(const Written& written, Time now) {
    db_.query("DELETE FROM clone_chunk WHERE clone = ?").run(written.number);
    db_.query("DELETE FROM clone_lost WHERE clone = ?").run(written.number);
    db_.query("UPDATE clone SET ended_at = ?, items_query = '', metadata = '{}' WHERE number = ?")
        .run(now, written.number);
  }

  [[nodiscard]] ItemSet members(std::int64_t number, std::string_view kind) const {
    auto chunks = db_.query("SELECT chunk, bitmap FROM clone_chunk WHERE clone = ? AND kind = ?");
    chunks.bind(number, kind);
    return union_of_chunks(chunks);
  }

  [[nodiscard]] ItemSet lost_items(std::int64_t number) const {
    std::vector<Ordinal> lost;
    auto rows = db_.query("SELECT ordinal FROM clone_lost WHERE clone = ?");
    rows.bind(number);
    while (rows.next()) rows.read(lost.emplace_back());
    return ItemSet::of(lost);
  }

  /// Touches their chunks alone.
  void note_members(std::int64_t number, std::string_view kind, const ItemSet& added) {
    ItemSet before;
    auto row =
        db_.query("SELECT bitmap FROM clone_chunk WHERE clone = ? AND kind = ? AND chunk = ?");
    for (const auto chunk : added.chunks()) {
      row.bind(number, kind, chunk);
      if (row.next()) before.set_chunk(chunk, row.text_at(0));
      row.reset();
    }
    write_changed_chunks(
        db_,
        "INSERT INTO clone_chunk (clone, kind, chunk, bitmap) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
        "DELETE FROM clone_chunk WHERE clone = ? AND kind = ? AND chunk = ?",
        before,
        before | added,
        number,
        kind
    );
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Clones> make_clones(Context& context) {
  return std::make_unique<SqliteClones>(context);
}

}  // namespace allot::sqlite

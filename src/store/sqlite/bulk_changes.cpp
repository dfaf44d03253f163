#include <algorithm>

#include "store/sqlite/annotated_since.h"
#include "store/sqlite/chosen_annotations.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/folded_items.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/member_rows.h"
#include "store/sqlite/moved_paths.h"
#include "store/sqlite/pending_changes.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

/// A row of `bulk_change`.
struct Stored {
  std::int64_t number = 0;
  DatasetId dataset;
  bool annotations = false;  // the chunks hold their numbers
  BulkChange change;         // less its paths
  bool moves = false;

  [[nodiscard]] BulkOf of() const { return annotations ? BulkOf::annotations : BulkOf::items; }
};

/// What a change touches of the row of an annotation.
struct ChangedAnnotation {
  std::string metadata;
  UserId updated_by;
  Time updated_at;
};

constexpr MemberRows members_of_changes{
    .first = "SELECT chunk, bitmap FROM bulk_change_chunk WHERE change = ? ORDER BY chunk LIMIT 1",
    .put =
        "INSERT INTO bulk_change_chunk (change, chunk, bitmap) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
    .remove = "DELETE FROM bulk_change_chunk WHERE change = ? AND chunk = ?"
};

class SqliteBulkChanges final : public BulkChanges {
 public:
  explicit SqliteBulkChanges(Context& context) : context_(context), db_(context.db) {}

  void change_items(
      const DatasetId& dataset,
      const ItemSet& items,
      const BulkChange& change,
      const ItemSet& hidden
  ) override {
    if (items.empty()) return;
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    add(dataset, false, items & draft.sets.live, change);
    if (change.paths) {
      draft.sets.hidden = (draft.sets.hidden - items) | (hidden & items & draft.sets.live);
      draft.has_moves = true;
    }
    ++draft.content_version;
    context_.caches.changes.note(dataset, RecentChanges::Kind::row, items);
  }

  std::optional<std::uint64_t> change_annotations(
      const ChosenAnnotations& chosen, const ItemSet& kept, const BulkChange& change
  ) override {
    const auto still = still_chosen(context_, chosen, kept);
    if (!still) return std::nullopt;
    if (still->numbers.empty()) return 0;
    const auto& dataset = chosen.dataset;
    add(dataset, true, still->numbers, change);
    ++change_dataset(context_, dataset).content_version;
    note_annotated(context_, dataset, still->items);
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, still->numbers);
    return still->numbers.size();
  }

  [[nodiscard]] std::uint64_t pending_of(const DatasetId& dataset) const override {
    return db_.query("SELECT count(*) FROM bulk_change WHERE dataset_id = ?")
        .bind(dataset)
        .one<std::uint64_t>();
  }

  [[nodiscard]] std::vector<PathChange> pending_moves_of(const DatasetId& dataset) const override {
    std::vector<PathChange> paths;
    for (auto& move : moves_of(db_, dataset)) paths.push_back(std::move(move.paths));
    return paths;
  }

  [[nodiscard]] std::optional<DatasetId> pending() const override {
    return db_.query("SELECT dataset_id FROM bulk_change ORDER BY number DESC LIMIT 1")
        .maybe<DatasetId>();
  }

  std::optional<Slice> take(const DatasetId& dataset, std::uint64_t rows) override {
    require_dataset(context_, dataset);
    const auto change = newest(dataset);
    if (!change) return std::nullopt;
    Slice slice{.rows = 0, .items = {}, .annotations = {}, .change = change->change};
    if (take_rows(*change, rows, slice)) {
      db_.query("DELETE FROM bulk_change WHERE number = ?").run(change->number);
    }
    return slice;
  }

 private:
  void add(
      const DatasetId& dataset, bool annotations, const ItemSet& members, const BulkChange& change
  ) {
    std::optional<std::string> from;
    std::optional<std::string> to;
    if (change.paths) {
      from = change.paths->from;
      to = change.paths->to;
    }
    const auto number = db_.query(
                               "INSERT INTO bulk_change"
                               " (dataset_id, annotations, difference, project_id, actor, at,"
                               " path_from, path_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                               " RETURNING number"
    )
                            .bind(
                                dataset,
                                annotations,
                                json(change.difference, bulk_change_json::difference),
                                change.project,
                                change.actor,
                                change.at,
                                from,
                                to
                            )
                            .one<std::int64_t>();
    put_members(db_, members_of_changes, number, {}, members);
  }

  /// What is in force does not depend on the order in which rows are written. With the last change
  /// first a small one is in its rows at once, whatever waits.
  [[nodiscard]] std::optional<Stored> newest(const DatasetId& dataset) const {
    auto row = db_.query(
                      "SELECT number, dataset_id, annotations, difference, project_id, actor, at,"
                      " path_to IS NOT NULL FROM bulk_change WHERE dataset_id = ? ORDER BY number "
                      "DESC LIMIT 1"
    )
                   .bind(dataset);
    if (!row.next()) return std::nullopt;
    Stored found;
    auto& change = found.change;
    auto difference = json(change.difference, bulk_change_json::difference);
    row.read(
        found.number,
        found.dataset,
        found.annotations,
        difference,
        change.project,
        change.actor,
        change.at,
        found.moves
    );
    return found;
  }

  /// Of the dataset, asked for once in a slice.
  struct There {
    ItemSet live;
    ItemSet hidden;  // numbers of annotations
  };

  /// True when none is left.
  bool take_rows(const Stored& change, std::uint64_t rows, Slice& slice) {
    const There there{
        .live = live_items(context_, change.dataset),
        .hidden = change.annotations ? hidden_annotations(db_, change.dataset) : ItemSet{}
    };
    // What lies scattered costs its chunks as well, what is long its bytes, and a path is in three
    // indexes.
    const std::uint64_t rows_of_a_member = change.moves ? 2 : 1;
    constexpr std::uint64_t rows_of_a_chunk = 20;
    constexpr std::uint64_t rows_at_once = 20;
    constexpr std::size_t bytes_max = 256u << 10;
    std::uint64_t spent = 0;
    std::size_t bytes = 0;
    return take_members(db_, members_of_changes, change.number, [&](const ItemSet& members) {
      const auto first = members.select(0);
      const auto pending = pending_changes(db_, change.dataset, change.of(), first, first);
      std::uint64_t taken = 0;
      while (taken < members.size() && spent < rows && bytes < bytes_max) {
        const auto left = (rows - spent + rows_of_a_member - 1) / rows_of_a_member;
        const auto part = members.slice(taken, std::min(left, rows_at_once));
        bytes += fold(change, there, pending, part, slice);
        taken += part.size();
        spent += part.size() * rows_of_a_member;
      }
      slice.rows += taken;
      spent += rows_of_a_chunk;
      return members.slice(0, taken);
    });
  }

  /// Writes all changes that these rows, which are of the chunk of `pending`, do not hold. Bytes
  /// that were written.
  std::size_t fold(
      const Stored& change,
      const There& there,
      const PendingChanges& pending,
      const ItemSet& members,
      Slice& slice
  ) {
    if (!change.annotations) {
      return fold_items(change.dataset, members & there.live, pending, slice.items);
    }
    return fold_annotations(
        change.dataset, members - there.hidden, there.live, pending, slice.annotations
    );
  }

  std::size_t fold_items(
      const DatasetId& dataset,
      const ItemSet& items,
      const PendingChanges& pending,
      std::vector<ItemId>& folded
  ) {
    std::size_t bytes = 0;
    items.for_each([&](Ordinal item) {
      auto found = fold_item(context_, dataset, item, pending);
      if (!found) return;
      bytes += found->bytes;
      folded.push_back(std::move(found->id));
    });
    return bytes;
  }

  std::size_t fold_annotations(
      const DatasetId& dataset,
      const ItemSet& numbers,
      const ItemSet& live,
      const PendingChanges& pending,
      std::vector<PlacedAnnotation>& folded
  ) {
    auto row = db_.query(
        "SELECT metadata, updated_by, updated_at, folded, id, item FROM annotation"
        " WHERE number = ? AND dataset_id = ? AND ordinal_in(?, item)"
    );
    auto written = db_.query(
        "UPDATE annotation SET metadata = ?, updated_by = ?, updated_at = ?, folded = ?"
        " WHERE number = ?"
    );
    std::size_t bytes = 0;
    numbers.for_each([&](Ordinal number) {
      row.bind(number, dataset).bind_pointer(&live, item_set_pointer);
      if (!row.next()) return row.reset();
      ChangedAnnotation changed;
      std::int64_t holds = 0;
      auto& [id, item] = folded.emplace_back();
      auto metadata = json(changed.metadata, bulk_change_json::difference);
      row.read(metadata, changed.updated_by, changed.updated_at, holds, id, item);
      row.reset();
      bytes += changed.metadata.size();
      if (!pending.fold(number, holds, changed)) return;
      written.run(metadata, changed.updated_by, changed.updated_at, pending.newest(), number);
    });
    return bytes;
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<BulkChanges> make_bulk_changes(Context& context) {
  return std::make_unique<SqliteBulkChanges>(context);
}

}  // namespace allot::sqlite

#include <algorithm>
#include <vector>

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/last_status.h"
#include "store/sqlite/member_rows.h"
#include "store/sqlite/purge_row.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

/// A bulk event takes its set along, and so on.
constexpr std::uint64_t rows_of_a_set = 100;
/// Long coordinates take their pages along: some milliseconds for as many as this makes a thousand
/// rows.
constexpr std::uint64_t rows_of_long_coordinates = 50;

class SqlitePurges final : public Purges {
 public:
  explicit SqlitePurges(Context& context) : context_(context), db_(context.db) {}

  [[nodiscard]] std::optional<DatasetId> pending() const override {
    return db_.query("SELECT dataset_id FROM purge ORDER BY number LIMIT 1").maybe<DatasetId>();
  }

  std::optional<Slice> take(const DatasetId& dataset, std::uint64_t rows) override {
    require_dataset(context_, dataset);
    const auto purge = first_of_dataset(dataset);
    if (!purge) return std::nullopt;
    note_greatest_number(db_);
    Slice slice{.rows = 0, .items = {}, .annotations = {}, .deletion = purge->deletion};
    const bool is_done = purge->whole         ? take_of_dataset(*purge, rows, slice)
                         : purge->annotations ? take_annotations(*purge, rows, slice)
                                              : take_items(*purge, rows, slice);
    if (is_done) db_.query("DELETE FROM purge WHERE number = ?").run(purge->number);
    return slice;
  }

 private:
  [[nodiscard]] std::optional<Purge> first_of_dataset(const DatasetId& dataset) const {
    return first_of<Purge>(
        db_.query("SELECT number, dataset_number, dataset_id, whole, annotations, unseen,"
                  " project_id, actor, at FROM purge WHERE dataset_id = ? ORDER BY number LIMIT 1")
            .bind(dataset),
        [](Purge& purge) {
          auto& [number, dataset_number, of, whole, annotations, unseen, deletion] = purge;
          return std::tie(
              number,
              dataset_number,
              of,
              whole,
              annotations,
              unseen,
              deletion.project,
              deletion.actor,
              deletion.at
          );
        }
    );
  }

  /// True when no row of it is left.
  bool take_of_dataset(const Purge& purge, std::uint64_t rows, Slice& slice) {
    note_last_status(db_);
    const auto take = [&](Sql sql, std::uint64_t most, const auto&... of) {
      db_.query(sql).run(of..., most);
      slice.rows += db_.changes();
      return slice.rows < rows;
    };
    return take_long_coordinates(
               first_key(purge.dataset_number), last_key(purge.dataset_number), rows, slice
           ) &&
           take(
               "DELETE FROM annotation WHERE number IN"
               " (SELECT number FROM annotation WHERE dataset_id = ? LIMIT ?)",
               rows - slice.rows,
               purge.dataset
           ) &&
           take(
               "DELETE FROM annotation_log WHERE number IN"
               " (SELECT number FROM annotation_log WHERE item_key BETWEEN ? AND ? LIMIT ?)",
               rows - slice.rows,
               first_key(purge.dataset_number),
               last_key(purge.dataset_number)
           ) &&
           take(
               "DELETE FROM item WHERE key IN"
               " (SELECT key FROM item WHERE key BETWEEN ? AND ? LIMIT ?)",
               rows - slice.rows,
               first_key(purge.dataset_number),
               last_key(purge.dataset_number)
           ) &&
           take(
               "DELETE FROM status_event WHERE seq IN"
               " (SELECT seq FROM status_event WHERE dataset_id = ? AND bulk = 0 LIMIT ?)",
               rows - slice.rows,
               purge.dataset
           ) &&
           // One that has not ended fails by itself, and its command says so.
           take(
               "DELETE FROM export WHERE number IN"
               " (SELECT number FROM export WHERE dataset_id = ? AND ended_at IS NOT NULL LIMIT ?)",
               rows - slice.rows,
               purge.dataset
           ) &&
           take_bulk_events(purge.dataset, rows / rows_of_a_set + 1, slice) &&
           take_paces(purge.dataset, rows / rows_of_a_set + 1, slice);
  }

  bool take_bulk_events(const DatasetId& dataset, std::uint64_t most, Slice& slice) {
    db_.query(
           "DELETE FROM status_event WHERE seq IN"
           " (SELECT seq FROM status_event WHERE dataset_id = ? AND bulk = 1 LIMIT ?)"
    )
        .run(dataset, most);
    const auto taken = db_.changes();
    slice.rows += taken;
    return taken < most;
  }

  /// Each takes its days along.
  bool take_paces(const DatasetId& dataset, std::uint64_t most, Slice& slice) {
    db_.query(
           "DELETE FROM pace WHERE number IN (SELECT number FROM pace WHERE dataset_id = ? LIMIT ?)"
    )
        .run(dataset, most);
    const auto taken = db_.changes();
    slice.rows += taken;
    return taken < most;
  }

  /// True when none is left.
  bool take_items(const Purge& purge, std::uint64_t rows, Slice& slice) {
    std::vector<Ordinal> numbers;
    const bool is_done = take_each(purge, rows, slice, [&](Ordinal item) {
      return take_item(purge, item, rows, slice, numbers);
    });
    const auto gone = ItemSet::of(numbers);
    // Whoever chose one on an earlier snapshot finds that it is no longer there to be removed.
    context_.caches.changes.note(purge.dataset, RecentChanges::Kind::annotation_numbers, gone);
    if (!gone.empty() && dataset_number(context_, purge.dataset)) {
      change_dataset(context_, purge.dataset).sets.annotations -= gone;
    }
    return is_done;
  }

  /// True when none is left.
  bool take_annotations(const Purge& purge, std::uint64_t rows, Slice& slice) {
    auto row = db_.query(
        "DELETE FROM annotation WHERE number = ? AND dataset_id = ?"
        " RETURNING id, item, type, label, creator, created_at"
    );
    return take_each(purge, rows, slice, [&](Ordinal number) {
      slice.rows += take_long_coordinates(number);
      // With its item it may have gone before.
      if (row.bind(number, purge.dataset).next() && !purge.unseen) {
        auto& gone = slice.annotations.emplace_back();
        row.read(gone.id, gone.item, gone.type, gone.label, gone.creator, gone.created_at);
      }
      row.reset();
      ++slice.rows;
      return true;
    });
  }

  /// `take` tells whether a member is gone. True when none is left.
  template <class Take>
  bool take_each(const Purge& purge, std::uint64_t rows, const Slice& slice, Take take) {
    return take_members(db_, members_of_purges, purge.number, [&](const ItemSet& members) {
      std::vector<Ordinal> gone;
      const auto left = rows - std::min(rows, slice.rows);
      for (const auto member : members.page(0, left)) {
        if (slice.rows >= rows || !take(member)) break;
        gone.push_back(member);
      }
      return ItemSet::of(gone);
    });
  }

  /// Of the annotations of these items. True when none is left.
  bool take_long_coordinates(
      std::int64_t first, std::int64_t last, std::uint64_t rows, Slice& slice
  ) {
    const auto most = (rows - slice.rows) / rows_of_long_coordinates + 1;
    db_.query(
           "DELETE FROM long_coordinates WHERE number IN"
           " (SELECT number FROM long_coordinates WHERE item_key BETWEEN ? AND ? LIMIT ?)"
    )
        .run(first, last, most);
    const auto taken = db_.changes();
    slice.rows += taken * rows_of_long_coordinates;
    return taken < most;
  }

  /// What taking those of this annotation is worth.
  std::uint64_t take_long_coordinates(Ordinal number) {
    db_.query("DELETE FROM long_coordinates WHERE number = ?").run(number);
    return db_.changes() * rows_of_long_coordinates;
  }

  /// True when it is gone, and its annotations and their log before it; their numbers are added.
  bool take_item(
      const Purge& purge,
      Ordinal item,
      std::uint64_t rows,
      Slice& slice,
      std::vector<Ordinal>& numbers
  ) {
    const auto key = first_key(purge.dataset_number) + item;
    if (!take_long_coordinates(key, key, rows, slice)) return false;
    auto gone = db_.query(
        "DELETE FROM annotation WHERE number IN"
        " (SELECT number FROM annotation WHERE dataset_id = ? AND item = ? LIMIT ?)"
        " RETURNING number"
    );
    gone.bind(purge.dataset, item, rows - slice.rows);
    while (gone.next()) {
      gone.read(numbers.emplace_back());
      ++slice.rows;
    }
    if (slice.rows >= rows) return false;
    db_.query(
           "DELETE FROM annotation_log WHERE number IN"
           " (SELECT number FROM annotation_log WHERE item_key = ? LIMIT ?)"
    )
        .run(key, rows - slice.rows);
    slice.rows += db_.changes();
    if (slice.rows >= rows) return false;
    auto row = db_.query("DELETE FROM item WHERE key = ? RETURNING id");
    if (auto id = row.bind(key).maybe<ItemId>()) {
      if (!purge.unseen) slice.items.push_back(*std::move(id));
      ++slice.rows;
    }
    return true;
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Purges> make_purges(Context& context) {
  return std::make_unique<SqlitePurges>(context);
}

}  // namespace allot::sqlite

#include "store/sqlite/purges.h"

#include <algorithm>
#include <vector>

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/last_status.h"
#include "store/sqlite/member_rows.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

/// A row of `purge`.
struct Purge {
  std::int64_t number = 0;
  std::int64_t dataset_number = 0;
  DatasetId dataset;
  bool whole = false;
  bool annotations = false;  // the chunks hold their numbers
  bool unseen = false;       // nobody saw them, so nobody is told
  Deletion deletion;
};

constexpr MemberRows members_of_purges{
    .first = "SELECT chunk, bitmap FROM purge_chunk WHERE purge = ? ORDER BY chunk LIMIT 1",
    .put =
        "INSERT INTO purge_chunk (purge, chunk, bitmap) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
    .remove = "DELETE FROM purge_chunk WHERE purge = ? AND chunk = ?"
};

std::int64_t add_purge(Database& db, const Purge& purge) {
  return db
      .query(
          "INSERT INTO purge"
          " (dataset_number, dataset_id, whole, annotations, unseen, project_id, actor, at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"
      )
      .bind(
          purge.dataset_number,
          purge.dataset,
          purge.whole,
          purge.annotations,
          purge.unseen,
          purge.deletion.project,
          purge.deletion.actor,
          purge.deletion.at
      )
      .one<std::int64_t>();
}

void add_purge_of(Database& db, const Purge& purge, const ItemSet& members) {
  put_members(db, members_of_purges, add_purge(db, purge), {}, members);
}

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
      slice.rows += changes();
      return slice.rows < rows;
    };
    // A bulk event takes its set along.
    constexpr std::uint64_t rows_of_a_set = 100;
    return take(
               "DELETE FROM annotation WHERE number IN"
               " (SELECT number FROM annotation WHERE dataset_id = ? LIMIT ?)",
               rows,
               purge.dataset
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
    const auto taken = changes();
    slice.rows += taken;
    return taken < most;
  }

  /// Each takes its days along.
  bool take_paces(const DatasetId& dataset, std::uint64_t most, Slice& slice) {
    db_.query(
           "DELETE FROM pace WHERE number IN (SELECT number FROM pace WHERE dataset_id = ? LIMIT ?)"
    )
        .run(dataset, most);
    const auto taken = changes();
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
    auto row = db_.query("DELETE FROM annotation WHERE number = ? AND dataset_id = ? RETURNING id");
    return take_each(purge, rows, slice, [&](Ordinal number) {
      // With its item it may have gone before.
      auto id = row.bind(number, purge.dataset).maybe<AnnotationId>();
      if (id && !purge.unseen) slice.annotations.push_back(*std::move(id));
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

  /// True when it is gone, and its annotations before it, whose numbers are added.
  bool take_item(
      const Purge& purge,
      Ordinal item,
      std::uint64_t rows,
      Slice& slice,
      std::vector<Ordinal>& numbers
  ) {
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
    auto row = db_.query("DELETE FROM item WHERE key = ? RETURNING id");
    if (auto id = row.bind(first_key(purge.dataset_number) + item).maybe<ItemId>()) {
      slice.items.push_back(*std::move(id));
      ++slice.rows;
    }
    return true;
  }

  /// By the latest statement.
  [[nodiscard]] std::uint64_t changes() const {
    return db_.query("SELECT changes()").one<std::uint64_t>();
  }

  Context& context_;
  Database& db_;
};

}  // namespace

void note_purge(
    Database& db,
    std::int64_t dataset_number,
    const DatasetId& dataset,
    const ItemSet& items,
    const Deletion& deletion
) {
  add_purge_of(
      db, {.dataset_number = dataset_number, .dataset = dataset, .deletion = deletion}, items
  );
}

void note_purge_of_annotations(
    Database& db,
    std::int64_t dataset_number,
    const DatasetId& dataset,
    const ItemSet& numbers,
    const Deletion& deletion
) {
  add_purge_of(
      db,
      {.dataset_number = dataset_number,
       .dataset = dataset,
       .annotations = true,
       .deletion = deletion},
      numbers
  );
}

void note_purge_of_unseen_annotations(
    Database& db, std::int64_t dataset_number, const DatasetId& dataset, const ItemSet& numbers
) {
  add_purge_of(
      db,
      {.dataset_number = dataset_number,
       .dataset = dataset,
       .annotations = true,
       .unseen = true,
       .deletion = {}},
      numbers
  );
}

void note_purge_of_dataset(Database& db, std::int64_t dataset_number, const DatasetId& dataset) {
  add_purge(
      db, {.dataset_number = dataset_number, .dataset = dataset, .whole = true, .deletion = {}}
  );
}

void note_greatest_number(Database& db) {
  db.query(
        "UPDATE greatest_number SET annotation = newest FROM"
        " (SELECT max(number) AS newest FROM annotation) WHERE newest > annotation"
  )
      .run();
}

bool has_purges(Database& db, const DatasetId& dataset) {
  return db.query("SELECT 1 FROM purge WHERE dataset_id = ? AND annotations = 0 LIMIT 1")
      .bind(dataset)
      .maybe<int>()
      .has_value();
}

ItemSet items_to_purge(Database& db, const DatasetId& dataset) {
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM purge_chunk JOIN purge ON number = purge"
      " WHERE dataset_id = ? AND annotations = 0"
  );
  chunks.bind(dataset);
  return union_of_chunks(chunks);
}

std::unique_ptr<Purges> make_purges(Context& context) {
  return std::make_unique<SqlitePurges>(context);
}

}  // namespace allot::sqlite

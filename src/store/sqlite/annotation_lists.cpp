#include <vector>

#include "store/sqlite/annotated_since.h"
#include "store/sqlite/annotation_rows.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/member_rows.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

constexpr MemberRows numbers_of_lists{
    .first =
        "SELECT chunk, bitmap FROM annotation_list_chunk WHERE list = ? ORDER BY chunk LIMIT 1",
    .put =
        "INSERT INTO annotation_list_chunk (list, chunk, bitmap) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
    .remove = "DELETE FROM annotation_list_chunk WHERE list = ? AND chunk = ?"
};

/// What is not shown of a row of `annotation_list`.
struct Hidden {
  DatasetId dataset;
  Ordinal item = 0;
  bool spread = false;
  bool issue = false;
  bool review = false;
};

class SqliteAnnotationLists final : public AnnotationLists {
 public:
  explicit SqliteAnnotationLists(Context& context) : context_(context), db_(context.db) {}

  std::int64_t begin(const Start& start) override {
    require_dataset(context_, start.dataset);
    return db_
        .query(
            "INSERT INTO annotation_list"
            " (dataset_id, item, spread, project_id, actor, at, issue, review, shown)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0) RETURNING number"
        )
        .bind(
            start.dataset,
            start.item.value_or(0),
            !start.item.has_value(),
            start.project,
            start.actor,
            start.at
        )
        .one<std::int64_t>();
  }

  bool add(std::int64_t list, std::span<const Annotation> annotations, Time now) override {
    const auto hidden = find_hidden(list);
    if (!hidden) return false;
    std::vector<Ordinal> numbers;
    bool issue = false;
    bool review = false;
    for (const auto& annotation : annotations) {
      CHECK(annotation.dataset == hidden->dataset);
      CHECK(hidden->spread || annotation.item == hidden->item);
      numbers.push_back(add_annotation_row(context_, annotation));
      issue = issue || annotation.status == "issue";
      review = review || annotation.status == "review";
    }
    add_numbers(list, ItemSet::of(numbers));
    db_.query(
           "UPDATE annotation_list SET at = ?, issue = issue | ?, review = review | ?"
           " WHERE number = ?"
    )
        .run(now, issue, review, list);
    return true;
  }

  bool show(std::int64_t list, Time now) override {
    const auto hidden = find_hidden(list);
    if (!hidden) return false;
    const auto& [dataset, item, spread, issue, review] = *hidden;
    CHECK(!spread);
    const auto numbers = numbers_of(list);
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    auto& sets = draft.sets;
    CHECK(sets.live.contains(item));
    sets.annotations |= numbers;
    set_member(sets.annotated, item, true);
    if (issue) {
      set_member(sets.issue, item, true);
      set_member(sets.for_review, item, false);
    } else if (review && !sets.issue.contains(item)) {
      set_member(sets.for_review, item, true);
    }
    ++draft.content_version;
    note_annotated(context_, dataset, item);
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, numbers);
    note_shown(list, now);
    return true;
  }

  bool show_each(std::int64_t list, const ItemSet& items, const ItemSet& shown, Time now) override {
    const auto hidden = find_hidden(list);
    if (!hidden) return false;
    const auto numbers = numbers_of(list);
    CHECK(hidden->spread && !hidden->issue && !hidden->review && numbers.size() == items.size());
    const auto& dataset = hidden->dataset;
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    auto& sets = draft.sets;
    const auto left = items & shown & sets.live;
    // The numbers are in the order of the items.
    std::vector<Ordinal> gone;
    (items - left).for_each([&](Ordinal item) {
      gone.push_back(numbers.select(items.rank(item)));
    });
    const auto given_up = ItemSet::of(gone);
    sets.annotations |= numbers - given_up;
    sets.annotated |= left;
    ++draft.content_version;
    note_annotated(context_, dataset, left);
    context_.caches.changes.note(
        dataset, RecentChanges::Kind::annotation_numbers, numbers - given_up
    );
    if (!given_up.empty()) {
      note_purge_of_unseen_annotations(db_, draft.number, dataset, given_up);
    }
    note_shown(list, now);
    return true;
  }

  void give_up(std::int64_t list) override {
    const auto hidden = find_hidden(list);
    if (!hidden) return;
    require_dataset(context_, hidden->dataset);
    const auto number = dataset_number(context_, hidden->dataset);
    CHECK(number.has_value());
    note_purge_of_unseen_annotations(db_, *number, hidden->dataset, numbers_of(list));
    db_.query("DELETE FROM annotation_list WHERE number = ?").run(list);
  }

  [[nodiscard]] std::optional<Left> left_before(Time time) const override {
    return first_of<Left>(
        db_.query("SELECT number, dataset_id FROM annotation_list WHERE shown = 0 AND at < ?"
                  " ORDER BY number LIMIT 1")
            .bind(time),
        [](Left& left) { return std::tie(left.list, left.dataset); }
    );
  }

  [[nodiscard]] std::optional<Left> untold() const override {
    return first_of<Left>(
        db_.query("SELECT number, dataset_id FROM annotation_list WHERE shown = 1"
                  " ORDER BY number LIMIT 1"),
        [](Left& left) { return std::tie(left.list, left.dataset); }
    );
  }

  std::optional<Slice> take_untold(std::int64_t list, std::uint64_t rows) override {
    auto row = db_.query(
        "SELECT dataset_id, project_id, actor, at FROM annotation_list"
        " WHERE number = ? AND shown = 1"
    );
    if (!row.bind(list).next()) return std::nullopt;
    DatasetId dataset;
    Slice slice;
    row.read(dataset, slice.project, slice.actor, slice.at);
    row.reset();
    require_dataset(context_, dataset);
    std::uint64_t looked_at = 0;
    const bool is_done = take_members(db_, numbers_of_lists, list, [&](const ItemSet& numbers) {
      auto taken = numbers.slice(0, rows - looked_at);
      looked_at += taken.size();
      add_ids(dataset, taken, slice.annotations);
      return taken;
    });
    if (is_done) db_.query("DELETE FROM annotation_list WHERE number = ?").run(list);
    return slice;
  }

 private:
  /// nullopt: it is shown, or was given up.
  [[nodiscard]] std::optional<Hidden> find_hidden(std::int64_t list) const {
    return first_of<Hidden>(
        db_.query("SELECT dataset_id, item, spread, issue, review FROM annotation_list"
                  " WHERE number = ? AND shown = 0")
            .bind(list),
        [](Hidden& it) { return std::tie(it.dataset, it.item, it.spread, it.issue, it.review); }
    );
  }

  void note_shown(std::int64_t list, Time now) {
    db_.query("UPDATE annotation_list SET shown = 1, at = ? WHERE number = ?").run(now, list);
  }

  [[nodiscard]] ItemSet numbers_of(std::int64_t list) const {
    auto chunks = db_.query("SELECT chunk, bitmap FROM annotation_list_chunk WHERE list = ?");
    chunks.bind(list);
    return union_of_chunks(chunks);
  }

  /// Touches their chunks alone.
  void add_numbers(std::int64_t list, const ItemSet& numbers) {
    ItemSet before;
    auto row = db_.query("SELECT bitmap FROM annotation_list_chunk WHERE list = ? AND chunk = ?");
    for (const auto chunk : numbers.chunks()) {
      row.bind(list, chunk);
      if (row.next()) before.set_chunk(chunk, row.text_at(0));
      row.reset();
    }
    put_members(db_, numbers_of_lists, list, before, before | numbers);
  }

  /// Of those that are there still.
  void add_ids(const DatasetId& dataset, const ItemSet& numbers, std::vector<AnnotationId>& ids) {
    const auto live = live_items(context_, dataset);
    auto row = db_.query("SELECT item, id FROM annotation WHERE number = ?");
    (numbers & annotation_numbers(context_, dataset)).for_each([&](Ordinal number) {
      Ordinal item = 0;
      AnnotationId id;
      if (row.bind(number).next()) {
        row.read(item, id);
        if (live.contains(item)) ids.push_back(std::move(id));
      }
      row.reset();
    });
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<AnnotationLists> make_annotation_lists(Context& context) {
  return std::make_unique<SqliteAnnotationLists>(context);
}

}  // namespace allot::sqlite

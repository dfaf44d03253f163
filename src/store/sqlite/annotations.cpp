#include <limits>
#include <tuple>

#include "store/sqlite/chosen_annotations.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/item_scan.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/pending_changes.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                       \
  "id, dataset_id, item, item_id, type, label, coordinates, attributes, metadata, "         \
  "label_suggestions, description, source, hash, status, creator, updated_by, created_at, " \
  "updated_at"

constexpr auto columns = [](auto& annotation) {
  return row(
      annotation.id,
      annotation.dataset,
      annotation.item,
      annotation.item_id,
      annotation.type,
      annotation.label,
      json(annotation.coordinates, annotation_json::coordinates),
      json(annotation.attributes, annotation_json::attributes),
      json(annotation.metadata, annotation_json::metadata),
      json(annotation.label_suggestions, annotation_json::label_suggestions),
      annotation.description,
      annotation.source,
      annotation.hash,
      annotation.status,
      annotation.creator,
      annotation.updated_by,
      annotation.created_at,
      annotation.updated_at
  );
};

struct Numbered {
  Ordinal number = 0;
  std::int64_t folded = 0;  // holds the bulk changes up to this one
  Annotation annotation;
};

constexpr auto columns_of = [](Numbered& found) {
  return std::tuple_cat(std::tie(found.number, found.folded), columns(found.annotation));
};

class SqliteAnnotations final : public Annotations {
 public:
  explicit SqliteAnnotations(Context& context) : context_(context), db_(context.db) {}

  std::optional<Annotation> find(const AnnotationId& id) const override {
    auto found = find_numbered(id);
    return found ? std::optional(std::move(found->annotation)) : std::nullopt;
  }

  void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const Annotation&)> visit
  ) const override {
    if (!is_live(context_, dataset, item)) return;
    auto rows = db_.query("SELECT number, folded, " ALLOT_COLUMNS
                          " FROM annotation WHERE dataset_id = ? AND item = ?"
                          " AND NOT ordinal_in(?, number) ORDER BY number");
    const auto deleted = annotations_to_purge(db_, dataset);
    const auto pending = pending_of_item(dataset, item);
    rows.bind(dataset, item).bind_pointer(&deleted, item_set_pointer);
    while (rows.next()) {
      Numbered found;
      read_columns(rows, columns_of(found));
      pending.fold(found.number, found.folded, found.annotation);
      visit(found.annotation);
    }
  }

  std::vector<std::pair<Ordinal, std::uint64_t>> counts(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const override {
    std::vector<std::pair<Ordinal, std::uint64_t>> counts;
    const auto live = live_items(context_, dataset);
    auto row = db_.query(
        "SELECT count(*) FROM annotation WHERE dataset_id = ? AND item = ?"
        " AND NOT ordinal_in(?, number)"
    );
    const auto deleted = annotations_to_purge(db_, dataset);
    for (const auto item : items) {
      if (!live.contains(item)) continue;
      row.bind(dataset, item).bind_pointer(&deleted, item_set_pointer);
      if (const auto count = row.one<std::uint64_t>(); count > 0) counts.emplace_back(item, count);
      row.reset();
    }
    return counts;
  }

  std::vector<std::pair<Ordinal, std::vector<std::string>>> statuses(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const override {
    std::vector<std::pair<Ordinal, std::vector<std::string>>> found;
    auto rows = db_.query(
        "SELECT DISTINCT status FROM annotation"
        " WHERE dataset_id = ? AND item = ? AND status <> '' AND NOT ordinal_in(?, number)"
        " ORDER BY status"
    );
    const auto deleted = annotations_to_purge(db_, dataset);
    const auto live = live_items(context_, dataset);
    for (const auto item : items) {
      if (!live.contains(item)) continue;
      std::vector<std::string> words;
      rows.bind(dataset, item).bind_pointer(&deleted, item_set_pointer);
      while (rows.next()) rows.read(words.emplace_back());
      rows.reset();
      if (!words.empty()) found.emplace_back(item, std::move(words));
    }
    return found;
  }

  std::uint64_t total(const DatasetId& dataset) const override {
    if (!has_purges(db_, dataset)) {
      const auto all = static_cast<std::uint64_t>(annotation_count(context_, dataset));
      return all - on_hidden_items(dataset);
    }
    const auto version = content_version(context_, dataset);
    if (!context_.drafts) {
      const auto known = context_.caches.annotation_totals.find_at_most(dataset.text, version);
      if (known && known->version == version) return known->total;
    }
    const auto total = page(dataset, {}, {}, std::nullopt, 0, 0).total - on_hidden_items(dataset);
    if (!context_.drafts) {
      context_.caches.annotation_totals.offer(
          dataset.text, std::make_shared<AnnotationTotal>(version, total)
      );
    }
    return total;
  }

  Page page(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& wanted,
      std::uint64_t offset,
      std::uint64_t size
  ) const override {
    const Asked asked(*this, dataset, condition, wanted);
    Page page;
    auto count = db_.query_once("SELECT count(*)" + asked.where);
    asked.bind(count);
    page.total = count.one<std::uint64_t>();
    if (size == 0 || offset >= page.total) return page;
    auto rows = db_.query_once(
        "SELECT " ALLOT_COLUMNS + asked.where + " ORDER BY " +
        (order.text.empty() ? "a.number" : order.text) + " LIMIT ? OFFSET ?"
    );
    asked.bind(rows);
    rows.bind_all(order).bind(size, offset);
    page.annotations = list_of<Annotation>(std::move(rows), columns);
    return page;
  }

  ChosenAnnotations choose(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::optional<std::uint64_t> limit
  ) const override {
    ChosenAnnotations chosen;
    chosen.dataset = dataset;
    chosen.moment = context_.drafts ? context_.caches.changes.moment() : context_.moment;
    const Asked asked(*this, dataset, condition, among);
    auto rows = db_.query_once(
        "SELECT a.number, a.item" + asked.where +
        (limit ? " ORDER BY " + (order.text.empty() ? "a.number" : order.text) + " LIMIT ?" : "")
    );
    asked.bind(rows);
    if (limit) rows.bind_all(order).bind(*limit);
    std::vector<Ordinal> numbers;
    std::vector<Ordinal> items;
    while (rows.next()) rows.read(numbers.emplace_back(), items.emplace_back());
    chosen.numbers = ItemSet::of(numbers);
    chosen.items = ItemSet::of(items);
    find_flags_left(chosen);
    return chosen;
  }

  std::optional<std::uint64_t> remove(
      const ChosenAnnotations& chosen, const ItemSet& kept, const Deletion& deletion
  ) override {
    const auto& dataset = chosen.dataset;
    // What is on items that went is purged with them.
    const auto still = still_chosen(context_, chosen, kept);
    if (!still) return std::nullopt;
    const auto& [gone, touched, changed] = *still;
    if (gone.empty()) return 0;
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    note_purge_of_annotations(db_, draft.number, dataset, gone, deletion);
    const auto as_chosen = touched - changed;
    const auto become = [&](ItemSet& flag, const ItemSet& left) {
      flag = (flag - as_chosen) | (left & as_chosen);
    };
    become(draft.sets.annotated, chosen.annotated);
    become(draft.sets.issue, chosen.issue);
    become(draft.sets.for_review, chosen.for_review);
    changed.for_each([&](Ordinal item) { note_recount(draft, item); });
    draft.annotations -= static_cast<std::int64_t>(gone.size());
    ++draft.content_version;
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotations, touched);
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, gone);
    return gone.size();
  }

  void add(const Annotation& annotation) override {
    static const auto sql = insert("annotation", ALLOT_COLUMNS ", number");
    auto& draft = change_dataset(context_, annotation.dataset);
    draft.settle();
    auto& sets = draft.sets;
    CHECK(sets.live.contains(annotation.item));
    const auto number = free_number();
    put_row(db_, sql, std::tuple_cat(columns(annotation), std::tuple(number)));
    set_member(sets.annotated, annotation.item, true);
    if (annotation.status == "issue") {
      set_member(sets.issue, annotation.item, true);
      set_member(sets.for_review, annotation.item, false);
    } else if (annotation.status == "review" && !sets.issue.contains(annotation.item)) {
      set_member(sets.for_review, annotation.item, true);
    }
    ++draft.annotations;
    ++draft.content_version;
    note_change(annotation.dataset, annotation.item, number);
  }

  void update(const Annotation& annotation) override {
    static const auto sql = update_of("annotation", ALLOT_COLUMNS ", folded", "number");
    const auto before = find_numbered(annotation.id);
    CHECK(before.has_value());
    const auto& [number, folded, old] = *before;
    const auto newest =
        db_.query("SELECT max(number) FROM bulk_change WHERE dataset_id = ? AND annotations = 1")
            .bind(annotation.dataset)
            .one<std::optional<std::int64_t>>();
    put_row(
        db_, sql, std::tuple_cat(columns(annotation), std::tuple(newest.value_or(folded), number))
    );
    note_recounted_change(old.dataset, old.item, number);
    if (old.dataset == annotation.dataset && old.item == annotation.item) return;
    note_recounted_change(annotation.dataset, annotation.item, number);
  }

  void remove(const AnnotationId& id) override {
    const auto before = find_numbered(id);
    if (!before) return;
    note_greatest_number(db_);
    db_.query("DELETE FROM annotation WHERE number = ?").run(before->number);
    const auto& annotation = before->annotation;
    --change_dataset(context_, annotation.dataset).annotations;
    note_recounted_change(annotation.dataset, annotation.item, before->number);
  }

 private:
  [[nodiscard]] PendingChanges pending_of_item(const DatasetId& dataset, Ordinal item) const {
    auto row = db_.query(
        "SELECT min(number), max(number) FROM annotation WHERE dataset_id = ? AND item = ?"
    );
    row.bind(dataset, item);
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    if (row.next()) row.read(first, last);
    if (!first || !last) return {};
    return pending_changes(
        db_, dataset, BulkOf::annotations, static_cast<Ordinal>(*first), static_cast<Ordinal>(*last)
    );
  }

  /// What a page, a count and a choice have in common: ` FROM … WHERE …`, and its parameters.
  struct Asked {
    Asked(
        const SqliteAnnotations& annotations,
        const DatasetId& of,
        const query::SqlText& that,
        const std::optional<ItemSet>& wanted
    )
        : dataset(of),
          condition(that),
          among(annotations.shown(of, wanted)),
          deleted(annotations_to_purge(annotations.db_, of)),
          pending(pending_changes(annotations.db_, of, BulkOf::annotations)),
          few(among && among->size() <= few_items),
          list(few ? number_list(*among) : "") {
      where = " FROM " + annotation_source(pending) + " WHERE a.dataset_id = ?";
      if (few) {
        where += " AND a.item IN (SELECT value FROM json_each(?))";
      } else if (among) {
        where += " AND ordinal_in(?, a.item)";
      }
      if (!deleted.empty()) where += " AND NOT ordinal_in(?, a.number)";
      if (!condition.text.empty()) where += " AND (" + condition.text + ")";
    }

    void bind(Query& query) const {
      bind_source(query, pending);
      query.bind(dataset);
      if (few) {
        query.bind(list);
      } else if (among) {
        query.bind_pointer(&*among, item_set_pointer);
      }
      if (!deleted.empty()) query.bind_pointer(&deleted, item_set_pointer);
      query.bind_all(condition);
    }

    const DatasetId& dataset;
    const query::SqlText& condition;
    std::optional<ItemSet> among;
    ItemSet deleted;
    PendingChanges pending;
    bool few;
    std::string list;
    std::string where;
  };

  /// One that is in answers.
  std::optional<Numbered> find_numbered(const AnnotationId& id) const {
    auto found = first_of<Numbered>(
        db_.query("SELECT number, folded, " ALLOT_COLUMNS " FROM annotation WHERE id = ?").bind(id),
        columns_of
    );
    if (!found) return std::nullopt;
    const auto& dataset = found->annotation.dataset;
    if (!is_live(context_, dataset, found->annotation.item)) return std::nullopt;
    const auto number = found->number;
    if (is_annotation_to_purge(db_, dataset, number)) return std::nullopt;
    pending_changes(db_, dataset, BulkOf::annotations, number, number)
        .fold(number, found->folded, found->annotation);
    return found;
  }

  /// Fills in what the chosen one's items are by their other annotations.
  void find_flags_left(ChosenAnnotations& chosen) const {
    std::vector<Ordinal> annotated;
    std::vector<Ordinal> issue;
    std::vector<Ordinal> for_review;
    const auto away = chosen.numbers | annotations_to_purge(db_, chosen.dataset);
    const bool few = chosen.items.size() <= few_items;
    const auto list = few ? number_list(chosen.items) : "";
    auto rows = db_.query_once(
        std::string("SELECT item, status FROM annotation WHERE dataset_id = ?") +
        (few ? " AND item IN (SELECT value FROM json_each(?))" : " AND ordinal_in(?, item)") +
        " AND NOT ordinal_in(?, number)"
    );
    rows.bind(chosen.dataset);
    if (few) {
      rows.bind(list);
    } else {
      rows.bind_pointer(&chosen.items, item_set_pointer);
    }
    rows.bind_pointer(&away, item_set_pointer);
    while (rows.next()) {
      Ordinal item = 0;
      std::string_view status;
      rows.read(item, status);
      if (annotated.empty() || annotated.back() != item) annotated.push_back(item);
      if (status == "issue") issue.push_back(item);
      if (status == "review") for_review.push_back(item);
    }
    chosen.annotated = ItemSet::of(annotated);
    chosen.issue = ItemSet::of(issue);
    chosen.for_review = ItemSet::of(for_review) - chosen.issue;
  }

  /// Greater than that of any row that is there or was. Asked for by itself: an insert that selects
  /// takes notes of each page that it touches, and more for each as a job goes on.
  [[nodiscard]] Ordinal free_number() const {
    const auto number = db_.query(
                               "SELECT 1 + max(annotation, coalesce("
                               "(SELECT max(number) FROM annotation), 0)) FROM greatest_number"
    )
                            .one<std::int64_t>();
    CHECK(number >= 0 && number <= std::numeric_limits<Ordinal>::max());
    return static_cast<Ordinal>(number);
  }

  /// Less what is yet to be purged; nullopt: all that there is.
  [[nodiscard]] std::optional<ItemSet> shown(
      const DatasetId& dataset, const std::optional<ItemSet>& wanted
  ) const {
    if (wanted) return *wanted & live_items(context_, dataset);
    if (has_purges(db_, dataset)) return live_items(context_, dataset);
    return std::nullopt;
  }

  /// Few are.
  std::uint64_t on_hidden_items(const DatasetId& dataset) const {
    const auto sets = dataset_sets(context_, dataset);
    const auto hidden = (sets.annotated & sets.hidden).to_vector();
    std::uint64_t on_hidden = 0;
    for (const auto& [item, count] : counts(dataset, hidden)) on_hidden += count;
    return on_hidden;
  }

  void note_recounted_change(const DatasetId& dataset, Ordinal item, Ordinal number) {
    auto& draft = change_dataset(context_, dataset);
    note_recount(draft, item);
    ++draft.content_version;
    note_change(dataset, item, number);
  }

  void note_change(const DatasetId& dataset, Ordinal item, Ordinal number) {
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotations, item);
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, number);
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Annotations> make_annotations(Context& context) {
  return std::make_unique<SqliteAnnotations>(context);
}

}  // namespace allot::sqlite

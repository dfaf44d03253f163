#include "store/sqlite/annotated_since.h"
#include "store/sqlite/annotation_answers.h"
#include "store/sqlite/annotation_rows.h"
#include "store/sqlite/chosen_annotations.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/pending_changes.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

class SqliteAnnotations final : public Annotations {
 public:
  explicit SqliteAnnotations(Context& context)
      : context_(context), db_(context.db), hidden_(context.db) {}

  std::optional<Annotation> find(const AnnotationId& id) const override {
    auto found = find_numbered(id);
    return found ? std::optional(std::move(found->annotation)) : std::nullopt;
  }

  void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const Annotation&)> visit
  ) const override {
    each_after(dataset, item, std::nullopt, [&](Ordinal, const Annotation& annotation) {
      visit(annotation);
      return true;
    });
  }

  void each_after(
      const DatasetId& dataset,
      Ordinal item,
      std::optional<Ordinal> number,
      FunctionRef<bool(Ordinal number, const Annotation&)> visit
  ) const override {
    if (!is_live(context_, dataset, item)) return;
    auto rows = db_.query("SELECT " ALLOT_NUMBERED_ANNOTATION
                          " FROM annotation WHERE dataset_id = ? AND item = ? AND number > ?"
                          " AND NOT ordinal_in(?, number) ORDER BY number");
    const auto hidden = hidden_.of(dataset.text);
    const auto pending = pending_of_item(dataset, item);
    const auto after = number ? std::int64_t{*number} : std::int64_t{-1};
    rows.bind(dataset, item, after).bind_pointer(&hidden, item_set_pointer);
    while (rows.next()) {
      NumberedAnnotation found;
      read_columns(rows, numbered_columns(found));
      pending.fold(found.number, found.folded, found.annotation);
      if (!visit(found.number, found.annotation)) return;
    }
  }

  std::map<Ordinal, ItemSet> numbers_matching(
      const DatasetId& dataset, const ItemSet& items, const query::SqlText& condition
  ) const override {
    const std::optional<ItemSet> among{items};
    return numbers_by_item(context_, {dataset, condition, {}, among});
  }

  void each_numbered(
      const DatasetId& dataset, const ItemSet& numbers, FunctionRef<void(const Annotation&)> visit
  ) const override {
    visit_annotations(context_, dataset, numbers, visit);
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
    const auto hidden = hidden_.of(dataset.text);
    for (const auto item : items) {
      if (!live.contains(item)) continue;
      row.bind(dataset, item).bind_pointer(&hidden, item_set_pointer);
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
    const auto hidden = hidden_.of(dataset.text);
    const auto live = live_items(context_, dataset);
    for (const auto item : items) {
      if (!live.contains(item)) continue;
      std::vector<std::string> words;
      rows.bind(dataset, item).bind_pointer(&hidden, item_set_pointer);
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
    return page_of_annotations(context_, {dataset, condition, order, wanted}, offset, size);
  }

  void each_of_page(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& wanted,
      std::uint64_t offset,
      std::uint64_t size,
      FunctionRef<void(std::uint64_t total)> begin,
      FunctionRef<void(const Annotation&)> visit
  ) const override {
    const AskedAnnotations asked{dataset, condition, order, wanted};
    const auto [numbers, total] = numbers_of_page(context_, asked, offset, size);
    begin(total);
    visit_numbered(context_, dataset, numbers, visit);
  }

  ChosenAnnotations choose(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::optional<std::uint64_t> limit
  ) const override {
    return chosen_annotations(context_, {dataset, condition, order, among}, limit);
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
    draft.sets.annotations -= gone;
    ++draft.content_version;
    note_annotated(context_, dataset, touched);
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, gone);
    return gone.size();
  }

  void add(const Annotation& annotation) override {
    const auto number = add_annotation_row(context_, annotation);
    auto& draft = change_dataset(context_, annotation.dataset);
    auto& sets = draft.sets;
    set_member(sets.annotations, number, true);
    set_member(sets.annotated, annotation.item, true);
    if (annotation.status == "issue") {
      set_member(sets.issue, annotation.item, true);
      set_member(sets.for_review, annotation.item, false);
    } else if (annotation.status == "review" && !sets.issue.contains(annotation.item)) {
      set_member(sets.for_review, annotation.item, true);
    }
    ++draft.content_version;
    note_change(annotation.dataset, annotation.item, number);
  }

  void update(const Annotation& annotation) override {
    const auto before = find_numbered(annotation.id);
    CHECK(before.has_value());
    const auto& [number, folded, old] = *before;
    const auto newest =
        db_.query("SELECT max(number) FROM bulk_change WHERE dataset_id = ? AND annotations = 1")
            .bind(annotation.dataset)
            .one<std::optional<std::int64_t>>();
    update_annotation_row(context_, *before, annotation, newest.value_or(folded));
    note_recounted_change(old.dataset, old.item, number);
    if (old.created_at != annotation.created_at) {
      change_dataset(context_, annotation.dataset).newest_annotation.all_in_order = false;
    }
    if (old.dataset == annotation.dataset && old.item == annotation.item) return;
    set_member(change_dataset(context_, old.dataset).sets.annotations, number, false);
    auto& draft = change_dataset(context_, annotation.dataset);
    set_member(draft.sets.annotations, number, true);
    if (old.dataset != annotation.dataset) draft.newest_annotation.all_in_order = false;
    note_recounted_change(annotation.dataset, annotation.item, number);
  }

  void remove(const AnnotationId& id) override {
    const auto before = find_numbered(id);
    if (!before) return;
    note_greatest_number(db_);
    db_.query("DELETE FROM annotation WHERE number = ?").run(before->number);
    const auto& annotation = before->annotation;
    set_member(
        change_dataset(context_, annotation.dataset).sets.annotations, before->number, false
    );
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

  /// One that is in answers.
  std::optional<NumberedAnnotation> find_numbered(const AnnotationId& id) const {
    auto found = first_of<NumberedAnnotation>(
        db_.query("SELECT " ALLOT_NUMBERED_ANNOTATION " FROM annotation WHERE id = ?").bind(id),
        numbered_columns
    );
    if (!found) return std::nullopt;
    const auto& dataset = found->annotation.dataset;
    if (!is_live(context_, dataset, found->annotation.item)) return std::nullopt;
    const auto number = found->number;
    if (!has_annotation(context_, dataset, number)) return std::nullopt;
    pending_changes(db_, dataset, BulkOf::annotations, number, number)
        .fold(number, found->folded, found->annotation);
    return found;
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
    note_annotated(context_, dataset, item);
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotation_numbers, number);
  }

  Context& context_;
  Database& db_;
  mutable HiddenAnnotations hidden_;
};

}  // namespace

std::unique_ptr<Annotations> make_annotations(Context& context) {
  return std::make_unique<SqliteAnnotations>(context);
}

}  // namespace allot::sqlite

#include "store/sqlite/functions.h"
#include "store/sqlite/item_scan.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
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

class SqliteAnnotations final : public Annotations {
 public:
  explicit SqliteAnnotations(Context& context) : context_(context), db_(context.db) {}

  std::optional<Annotation> find(const AnnotationId& id) const override {
    auto found = first_of<Annotation>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM annotation WHERE id = ?").bind(id), columns
    );
    if (found && !is_live(context_, found->dataset, found->item)) return std::nullopt;
    return found;
  }

  void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const Annotation&)> visit
  ) const override {
    if (!is_live(context_, dataset, item)) return;
    auto rows = db_.query("SELECT " ALLOT_COLUMNS
                          " FROM annotation WHERE dataset_id = ? AND item = ? ORDER BY number");
    rows.bind(dataset, item);
    while (rows.next()) {
      Annotation annotation;
      read_columns(rows, columns(annotation));
      visit(annotation);
    }
  }

  std::vector<std::pair<Ordinal, std::uint64_t>> counts(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const override {
    std::vector<std::pair<Ordinal, std::uint64_t>> counts;
    const auto live = live_items(context_, dataset);
    auto row = db_.query("SELECT count(*) FROM annotation WHERE dataset_id = ? AND item = ?");
    for (const auto item : items) {
      if (!live.contains(item)) continue;
      row.bind(dataset, item);
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
        " WHERE dataset_id = ? AND item = ? AND status <> '' ORDER BY status"
    );
    const auto live = live_items(context_, dataset);
    for (const auto item : items) {
      if (!live.contains(item)) continue;
      std::vector<std::string> words;
      rows.bind(dataset, item);
      while (rows.next()) rows.read(words.emplace_back());
      rows.reset();
      if (!words.empty()) found.emplace_back(item, std::move(words));
    }
    return found;
  }

  std::uint64_t total(const DatasetId& dataset) const override {
    const auto version = content_version(context_, dataset);
    if (!context_.drafts) {
      const auto known = context_.caches.annotation_totals.find_at_most(dataset.text, version);
      if (known && known->version == version) return known->total;
    }
    const auto total = count_shown(dataset);
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
    const auto among = shown(dataset, wanted);
    const bool few = among && among->size() <= few_items;
    const auto list = few ? number_list(*among) : "";
    const auto where = std::string(" FROM annotation a WHERE a.dataset_id = ?") +
                       (few     ? " AND a.item IN (SELECT value FROM json_each(?))"
                        : among ? " AND ordinal_in(?, a.item)"
                                : "") +
                       (condition.text.empty() ? "" : " AND (" + condition.text + ")");
    const auto bind_where = [&](Query& query) {
      query.bind(dataset);
      if (few) {
        query.bind(list);
      } else if (among) {
        query.bind_pointer(&*among, item_set_pointer);
      }
      query.bind_all(condition);
    };
    Page page;
    auto count = db_.query_once("SELECT count(*)" + where);
    bind_where(count);
    page.total = count.one<std::uint64_t>();
    if (size == 0 || offset >= page.total) return page;
    auto rows = db_.query_once(
        "SELECT " ALLOT_COLUMNS + where + " ORDER BY " +
        (order.text.empty() ? "a.number" : order.text) + " LIMIT ? OFFSET ?"
    );
    bind_where(rows);
    rows.bind_all(order).bind(size, offset);
    page.annotations = list_of<Annotation>(std::move(rows), columns);
    return page;
  }

  void add(const Annotation& annotation) override {
    static const auto sql = insert("annotation", ALLOT_COLUMNS);
    auto& draft = change_dataset(context_, annotation.dataset);
    draft.settle();
    auto& sets = draft.sets;
    CHECK(sets.live.contains(annotation.item));
    put_row(db_, sql, columns(annotation));
    set_member(sets.annotated, annotation.item, true);
    if (annotation.status == "issue") {
      set_member(sets.issue, annotation.item, true);
      set_member(sets.for_review, annotation.item, false);
    } else if (annotation.status == "review" && !sets.issue.contains(annotation.item)) {
      set_member(sets.for_review, annotation.item, true);
    }
    ++draft.content_version;
    note_change(annotation.dataset, annotation.item);
  }

  void update(const Annotation& annotation) override {
    static const auto sql = upsert("annotation", "id", ALLOT_COLUMNS);
    const auto before = find(annotation.id);
    CHECK(before.has_value());
    put_row(db_, sql, columns(annotation));
    note_statuses(before->dataset, before->item);
    note_statuses(annotation.dataset, annotation.item);
  }

  void remove(const AnnotationId& id) override {
    const auto before = find(id);
    if (!before) return;
    db_.query("DELETE FROM annotation WHERE id = ?").run(id);
    note_statuses(before->dataset, before->item);
  }

 private:
  /// Less what is yet to be purged; nullopt: all that there is.
  [[nodiscard]] std::optional<ItemSet> shown(
      const DatasetId& dataset, const std::optional<ItemSet>& wanted
  ) const {
    if (wanted) return *wanted & live_items(context_, dataset);
    if (has_purges(db_, dataset)) return live_items(context_, dataset);
    return std::nullopt;
  }

  std::uint64_t count_shown(const DatasetId& dataset) const {
    const auto all = page(dataset, {}, {}, std::nullopt, 0, 0).total;
    // Few are on hidden items.
    const auto sets = dataset_sets(context_, dataset);
    const auto hidden = (sets.annotated & sets.hidden).to_vector();
    std::uint64_t on_hidden = 0;
    for (const auto& [item, count] : counts(dataset, hidden)) on_hidden += count;
    return all - on_hidden;
  }

  /// Makes the sets say of an item what its annotations say now.
  void note_statuses(const DatasetId& dataset, Ordinal item) {
    auto& draft = change_dataset(context_, dataset);
    draft.settle();
    auto row = db_.query(
        "SELECT count(*), count(*) FILTER (WHERE status = 'issue'),"
        " count(*) FILTER (WHERE status = 'review') FROM annotation"
        " WHERE dataset_id = ? AND item = ?"
    );
    row.bind(dataset, item);
    CHECK(row.next());
    std::uint64_t all = 0;
    std::uint64_t issues = 0;
    std::uint64_t reviews = 0;
    row.read(all, issues, reviews);
    set_member(draft.sets.annotated, item, all > 0);
    set_member(draft.sets.issue, item, issues > 0);
    set_member(draft.sets.for_review, item, issues == 0 && reviews > 0);
    ++draft.content_version;
    note_change(dataset, item);
  }

  void note_change(const DatasetId& dataset, Ordinal item) {
    context_.caches.changes.note(dataset, RecentChanges::Kind::annotations, item);
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Annotations> make_annotations(Context& context) {
  return std::make_unique<SqliteAnnotations>(context);
}

}  // namespace allot::sqlite

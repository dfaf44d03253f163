#include "store/sqlite/item_scan.h"

#include <vector>

#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/pending_changes.h"

namespace allot::sqlite {

namespace {

/// "(condition)"; an empty one holds always.
std::string in_brackets(const query::SqlText& sql) {
  return sql.text.empty() ? "1" : "(" + sql.text + ")";
}

ItemSet ordinals_of(Query& rows) {
  std::vector<Ordinal> ordinals;
  while (rows.next()) rows.read(ordinals.emplace_back());
  return ItemSet::of(ordinals);
}

/// Are they so few of the dataset that looking each up is quicker than going through all?
bool is_asked_by_name(Context& context, const DatasetId& dataset, const ItemSet& items) {
  constexpr std::uint64_t times = 16;
  return items.size() <= few_items || items.size() * times < live_items(context, dataset).size();
}

/// What `ask` finds of parts of the set, together: so many as can be named at once.
template <class Ask>
ItemSet by_name(Query& rows, const ItemSet& items, Ask ask) {
  ItemSet found;
  for (std::uint64_t from = 0; from < items.size(); from += few_items) {
    found |= ask(items.slice(from, few_items));
    rows.reset();
  }
  return found;
}

/// The items of a dataset that satisfy a condition on their columns.
class ItemScan {
 public:
  ItemScan(
      Context& context,
      const DatasetId& dataset,
      const PendingChanges& pending,
      const query::SqlText& condition
  )
      : context_(context),
        dataset_(dataset),
        number_(dataset_number(context, dataset).value()),
        pending_(pending),
        condition_(condition) {}

  /// Of these; each is looked up.
  [[nodiscard]] ItemSet of(const ItemSet& items) const {
    auto rows = context_.db.query_once(
        "SELECT i.ordinal FROM " + item_source(pending_) +
        " WHERE i.key IN (SELECT value FROM json_each(?)) AND " + in_brackets(condition_)
    );
    return by_name(rows, items, [&](const ItemSet& part) {
      const auto list = number_list(part, first_key(number_));
      bind_source(rows, pending_);
      rows.bind(list).bind_all(condition_);
      return ordinals_of(rows);
    });
  }

  /// Few that move cost no more than their rows: what else is there is found by its path.
  [[nodiscard]] ItemSet of_all() const {
    if (!pending_.move()) return of_rows(pending_);
    const auto moved = pending_.moved();
    if (!is_asked_by_name(context_, dataset_, moved)) return of_rows(pending_);
    return (of_rows(pending_.without_moves()) - moved) | of(moved);
  }

 private:
  [[nodiscard]] ItemSet of_rows(const PendingChanges& pending) const {
    // The dataset is named beside the keys for the index on paths; rows come in order either way.
    auto rows = context_.db.query_once(
        "SELECT i.ordinal FROM " + item_source(pending) +
        " WHERE i.key BETWEEN ? AND ? AND i.dataset_id = ? AND " + in_brackets(condition_)
    );
    bind_source(rows, pending);
    rows.bind(first_key(number_), last_key(number_), dataset_).bind_all(condition_);
    return ordinals_of(rows);
  }

  Context& context_;
  const DatasetId& dataset_;
  std::int64_t number_;
  const PendingChanges& pending_;
  const query::SqlText& condition_;
};

}  // namespace

std::string number_list(const ItemSet& items, std::int64_t offset) {
  std::string list = "[";
  items.for_each([&](Ordinal ordinal) {
    if (list.size() > 1) list += ',';
    list += std::to_string(offset + ordinal);
  });
  return list + "]";
}

Ordinal first_ordinal_from(Context& context, const DatasetId& dataset, const std::string& id) {
  const auto number = dataset_number(context, dataset);
  if (!number) return 0;
  // Ids and keys agree in order, so the place is halved out; ordinals may have gone.
  auto low = first_key(*number);
  auto high = last_key(*number);
  auto row =
      context.db.query("SELECT key, id FROM item WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1");
  auto last = context.db.query("SELECT max(key) FROM item WHERE key BETWEEN ? AND ?");
  const auto greatest = last.bind(low, high).one<std::optional<std::int64_t>>();
  if (!greatest) return 0;
  high = *greatest + 1;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    std::int64_t key = 0;
    ItemId found;
    row.bind(middle, high - 1);
    const bool smaller = row.next() && (row.read(key, found), found.text < id);
    row.reset();
    if (smaller) {
      low = key + 1;
    } else {
      high = middle;
    }
  }
  // Over a gap to the item itself.
  if (row.bind(low, *greatest).next()) row.read(low);
  return static_cast<Ordinal>(low - first_key(*number));
}

ItemSet matching_items(
    Context& context,
    const DatasetId& dataset,
    const query::SqlText& condition,
    const std::optional<ItemSet>& among
) {
  if (!dataset_number(context, dataset)) return {};
  const auto pending = pending_changes(context.db, dataset, BulkOf::items);
  const ItemScan scan(context, dataset, pending, condition);
  if (among && is_asked_by_name(context, dataset, *among)) return scan.of(*among);
  auto found = scan.of_all();
  return among ? found & *among : found;
}

ItemSet items_with_annotation(
    Context& context,
    const DatasetId& dataset,
    const query::SqlText& condition,
    const std::optional<ItemSet>& among
) {
  const bool few = among && is_asked_by_name(context, dataset, *among);
  const auto hidden = hidden_annotations(context.db, dataset);
  const auto pending = pending_changes(context.db, dataset, BulkOf::annotations);
  auto rows = context.db.query_once(
      "SELECT a.item FROM " + annotation_source(pending) + " WHERE a.dataset_id = ?" +
      (few ? " AND a.item IN (SELECT value FROM json_each(?)) AND " : " AND ") +
      (hidden.empty() ? "" : "NOT ordinal_in(?, a.number) AND ") + in_brackets(condition)
  );
  const auto bind_rest = [&] {
    if (!hidden.empty()) rows.bind_pointer(&hidden, item_set_pointer);
    rows.bind_all(condition);
  };
  if (few) {
    return by_name(rows, *among, [&](const ItemSet& part) {
      const auto list = number_list(part);
      bind_source(rows, pending);
      rows.bind(dataset, list);
      bind_rest();
      return ordinals_of(rows);
    });
  }
  bind_source(rows, pending);
  rows.bind(dataset);
  bind_rest();
  const auto found = ordinals_of(rows);
  return among ? found & *among : found;
}

}  // namespace allot::sqlite

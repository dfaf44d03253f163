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
  const auto number = dataset_number(context, dataset);
  if (!number) return {};
  const auto pending = pending_changes(context.db, dataset, BulkOf::items);
  if (among && is_asked_by_name(context, dataset, *among)) {
    auto rows = context.db.query_once(
        "SELECT i.ordinal FROM " + item_source(pending) +
        " WHERE i.key IN (SELECT value FROM json_each(?)) AND " + in_brackets(condition)
    );
    return by_name(rows, *among, [&](const ItemSet& part) {
      const auto list = number_list(part, first_key(*number));
      bind_source(rows, pending);
      rows.bind(list).bind_all(condition);
      return ordinals_of(rows);
    });
  }
  // The dataset is named beside the keys for the index on paths; rows come in order either way.
  auto rows = context.db.query_once(
      "SELECT i.ordinal FROM " + item_source(pending) +
      " WHERE i.key BETWEEN ? AND ? AND i.dataset_id = ? AND " + in_brackets(condition)
  );
  bind_source(rows, pending);
  rows.bind(first_key(*number), last_key(*number), dataset).bind_all(condition);
  const auto found = ordinals_of(rows);
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

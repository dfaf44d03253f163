#include "store/sqlite/item_scan.h"

#include <vector>

#include "store/sqlite/functions.h"
#include "store/sqlite/purges.h"

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
  if (among && among->size() <= few_items) {
    auto rows = context.db.query_once(
        "SELECT i.ordinal FROM item i WHERE i.key IN (SELECT value FROM json_each(?)) AND " +
        in_brackets(condition)
    );
    const auto list = number_list(*among, first_key(*number));
    rows.bind(list).bind_all(condition);
    return ordinals_of(rows);
  }
  // The dataset is named beside the keys for the index on paths; rows come in order either way.
  auto rows = context.db.query_once(
      "SELECT i.ordinal FROM item i WHERE i.key BETWEEN ? AND ? AND i.dataset_id = ? AND " +
      in_brackets(condition)
  );
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
  const bool few = among && among->size() <= few_items;
  const auto deleted = annotations_to_purge(context.db, dataset);
  auto rows = context.db.query_once(
      std::string("SELECT a.item FROM annotation a WHERE a.dataset_id = ?") +
      (few ? " AND a.item IN (SELECT value FROM json_each(?)) AND " : " AND ") +
      (deleted.empty() ? "" : "NOT ordinal_in(?, a.number) AND ") + in_brackets(condition)
  );
  rows.bind(dataset);
  const auto list = few ? number_list(*among) : "";
  if (few) rows.bind(list);
  if (!deleted.empty()) rows.bind_pointer(&deleted, item_set_pointer);
  rows.bind_all(condition);
  const auto found = ordinals_of(rows);
  return among ? found & *among : found;
}

void visit_in_order(
    Context& context,
    const DatasetId& dataset,
    const ItemSet& among,
    const query::SqlText& order,
    FunctionRef<bool(Ordinal)> visit
) {
  const auto number = dataset_number(context, dataset);
  if (!number || among.empty()) return;
  const bool few = among.size() <= few_items;
  const auto keys = few ? number_list(among, first_key(*number)) : "";
  auto rows = context.db.query_once(
      std::string("SELECT i.ordinal FROM item i WHERE ") +
      (few ? "i.key IN (SELECT value FROM json_each(?))"
           : "i.key BETWEEN ? AND ? AND ordinal_in(?, i.ordinal)") +
      " ORDER BY " + (order.text.empty() ? "i.ordinal" : order.text)
  );
  if (few) {
    rows.bind(keys);
  } else {
    rows.bind(first_key(*number), last_key(*number)).bind_pointer(&among, item_set_pointer);
  }
  rows.bind_all(order);
  while (rows.next()) {
    Ordinal ordinal = 0;
    rows.read(ordinal);
    if (!visit(ordinal)) return;
  }
}

}  // namespace allot::sqlite

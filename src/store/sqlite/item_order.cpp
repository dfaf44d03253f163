#include <malloc.h>

#include <algorithm>
#include <memory>
#include <string>

#include "store/sqlite/functions.h"
#include "store/sqlite/item_scan.h"
#include "store/sqlite/moved_paths.h"
#include "store/sqlite/pending_changes.h"

// Pages of the items of a dataset in an order that their columns give.

namespace allot::sqlite {

namespace {

using Order = std::vector<Ordinal>;

struct Page {
  std::uint64_t offset = 0;
  std::uint64_t count = 0;
};

std::string_view order_of(const query::SqlText& order) {
  return order.text.empty() ? "i.ordinal" : std::string_view(order.text);
}

Order ordinals_of(Query& rows, std::uint64_t count) {
  Order found(count);
  std::size_t at = 0;
  while (at < found.size() && rows.next()) rows.read(found[at++]);
  found.resize(at);
  return found;
}

/// Each is looked up.
Order order_few(
    Context& context,
    const DatasetId& dataset,
    std::int64_t number,
    const ItemSet& among,
    const query::SqlText& order,
    Page page
) {
  const auto pending = pending_changes(context.db, dataset, BulkOf::items);
  auto rows = context.db.query_once(
      "SELECT i.ordinal FROM " + item_source(pending) +
      " WHERE i.key IN (SELECT value FROM json_each(?)) ORDER BY " + std::string(order_of(order)) +
      " LIMIT ? OFFSET ?"
  );
  const auto keys = number_list(among, first_key(number));
  bind_source(rows, pending);
  rows.bind(keys).bind_all(order).bind(page.count, page.offset);
  return ordinals_of(rows, std::min(page.count, among.size() - page.offset));
}

/// All of them, sorted by the database.
Order order_many(
    Context& context,
    const DatasetId& dataset,
    std::int64_t number,
    const ItemSet& among,
    const query::SqlText& order
) {
  Order found;
  {
    const auto pending = pending_changes(context.db, dataset, BulkOf::items);
    auto rows = context.db.query_once(
        "SELECT i.ordinal FROM " + item_source(pending) +
        " WHERE i.key BETWEEN ? AND ? AND ordinal_in(?, i.ordinal) ORDER BY " +
        std::string(order_of(order))
    );
    bind_source(rows, pending);
    rows.bind(first_key(number), last_key(number))
        .bind_pointer(&among, item_set_pointer)
        .bind_all(order);
    found = ordinals_of(rows, among.size());
  }
  // What a million rows were sorted in is many small pieces, which the library would keep.
  ::malloc_trim(0);
  return found;
}

/// An order that the index on paths may hold.
struct ByPath {
  bool by_name = false;  // of the path its last part
  bool descending = false;
};

/// The last of the order breaks ties: paths have none, and names none within a folder.
std::optional<ByPath> by_path(const query::SqlText& order) {
  for (const bool by_name : {false, true}) {
    for (const bool descending : {false, true}) {
      const std::string column = by_name ? "i.name" : "i.path";
      if (order.text == column + (descending ? " DESC" : " ASC") + ", i.ordinal ASC") {
        return ByPath{.by_name = by_name, .descending = descending};
      }
    }
  }
  return std::nullopt;
}

/// Is the dataset so much of the database that the index, which holds all datasets, is the shorter
/// way?
bool is_most_of_all(Context& context, const ItemSet& among) {
  const auto all =
      context.db.query("SELECT coalesce(sum(next_ordinal), 0) FROM dataset").one<std::int64_t>();
  return among.size() * 4 >= static_cast<std::uint64_t>(all);
}

/// By the index alone, without the rows and without sorting; nullopt where names do not come in the
/// order of paths, which takes more than one folder.
std::optional<Order> order_by_index(
    Context& context, const DatasetId& dataset, const ItemSet& among, ByPath wanted
) {
  auto rows = context.db.query(
      "SELECT path, key FROM item INDEXED BY item_path WHERE dataset_id = ? ORDER BY path"
  );
  rows.bind(dataset);
  Order found;
  found.reserve(among.size());
  std::string before;
  std::int64_t key = 0;
  std::string_view path;
  while (rows.next()) {
    rows.read(path, key);
    const auto ordinal = static_cast<Ordinal>(key & 0xffffffff);
    if (!among.contains(ordinal)) continue;
    if (wanted.by_name) {
      const auto name = path.substr(path.rfind('/') + 1);
      if (!found.empty() && name <= before) return std::nullopt;
      before = name;
    }
    found.push_back(ordinal);
  }
  if (wanted.descending) std::ranges::reverse(found);
  return found;
}

Order whole_order(
    Context& context,
    const DatasetId& dataset,
    std::int64_t number,
    const ItemSet& among,
    const query::SqlText& order
) {
  const auto wanted = by_path(order);
  if (wanted && is_most_of_all(context, among) && !has_moves(context.db, dataset)) {
    if (auto found = order_by_index(context, dataset, among, *wanted)) return *std::move(found);
  }
  return order_many(context, dataset, number, among, order);
}

/// With what is bound to it.
std::string key_of(const query::SqlText& order) {
  std::string key = order.text;
  for (const auto& value : order.params) {
    const auto* const text = std::get_if<std::string>(&value);
    if (text == nullptr) return {};  // no order of ours: not kept
    key += '\0' + *text;
  }
  return key;
}

Order part_of(const Order& order, Page page) {
  const auto from = std::min<std::uint64_t>(page.offset, order.size());
  const auto count = std::min<std::uint64_t>(page.count, order.size() - from);
  const auto begin = order.begin() + static_cast<std::ptrdiff_t>(from);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

std::vector<Ordinal> items_in_order(
    Context& context,
    const DatasetId& dataset,
    const ItemSet& among,
    const query::SqlText& order,
    std::uint64_t offset,
    std::uint64_t count
) {
  const Page page{.offset = offset, .count = count};
  const auto number = dataset_number(context, dataset);
  if (!number || count == 0 || offset >= among.size()) return {};
  if (among.size() <= few_items) return order_few(context, dataset, *number, among, order, page);
  // A draft of the writer is nobody else's.
  const auto key = context.drafts == nullptr ? key_of(order) : "";
  if (key.empty()) return part_of(whole_order(context, dataset, *number, among, order), page);
  KeptOrders::Key wanted{
      .dataset = dataset.text,
      .order = key,
      .version = content_version(context, dataset),
      .among = among
  };
  if (const auto kept = context.caches.orders.find(wanted)) return part_of(*kept, page);
  auto found = std::make_shared<const Order>(whole_order(context, dataset, *number, among, order));
  context.caches.orders.keep(std::move(wanted), found);
  return part_of(*found, page);
}

}  // namespace allot::sqlite

#include "usecases/items/order.h"

#include <algorithm>

namespace allot {

namespace {

/// The part of a set, newest first.
std::vector<Ordinal> newest_first(const ItemSet& set, Window window) {
  const auto size = set.size();
  if (window.offset >= size) return {};
  const auto count = std::min(window.size, size - window.offset);
  auto page = set.page(size - window.offset - count, count);
  std::ranges::reverse(page);
  return page;
}

/// Folders, newest first, then files, newest first.
std::vector<Ordinal> folders_first(const ItemSet& items, const ItemSet& files, Window window) {
  const auto folders = items - files;
  auto page = newest_first(folders, window);
  const auto passed = folders.size();
  const Window rest{
      .offset = window.offset > passed ? window.offset - passed : 0,
      .size = window.size - page.size()
  };
  const auto more = newest_first(items & files, rest);
  page.insert(page.end(), more.begin(), more.end());
  return page;
}

}  // namespace

std::vector<Ordinal> ordered_part(
    const Transaction& tx,
    const DatasetId& dataset,
    const ItemSet& items,
    const query::Sort& sort,
    Window window
) {
  using Shape = query::ItemOrder::Shape;
  if (window.size == 0) return {};
  const auto order = query::item_order(sort);
  switch (order.shape) {
    case Shape::by_id: return items.page(window.offset, window.size);
    case Shape::by_id_descending: return newest_first(items, window);
    case Shape::folders_first:
      return folders_first(items, tx.datasets().sets(dataset).file, window);
    case Shape::by_sql:
      return tx.items().in_order(dataset, items, order.sql, window.offset, window.size);
  }
  return {};
}

std::vector<Ordinal> all_in_order(
    const Transaction& tx, const DatasetId& dataset, const ItemSet& items, const query::Sort& sort
) {
  const auto order = query::item_order(sort);
  std::vector<Ordinal> ordinals;
  if (order.shape == query::ItemOrder::Shape::by_id) return ordinals;
  if (order.shape == query::ItemOrder::Shape::by_id_descending) {
    ordinals = items.to_vector();
    std::ranges::reverse(ordinals);
    return ordinals;
  }
  return tx.items().in_order(dataset, items, order.sql, 0, items.size());
}

}  // namespace allot

#include "store/sqlite/kept_orders.h"

#include <algorithm>
#include <utility>

namespace allot::sqlite {

namespace {

std::size_t bytes_of(const KeptOrders::Key& key, const KeptOrders::Order& order) {
  // An order of annotations may be short, or empty, among items by the million.
  const auto among = key.among ? key.among->bytes() : 0;
  return key.order.size() + among + order->size() * sizeof(Ordinal);
}

}  // namespace

KeptOrders::Order KeptOrders::find(const Key& key) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(entries_, key, &Entry::key);
  if (found == entries_.end()) return nullptr;
  found->used = Clock::now();
  entries_.splice(entries_.begin(), entries_, found);
  return found->order;
}

void KeptOrders::keep(Key key, Order order) {
  if (bytes_of(key, order) > bytes_max) return;
  const std::scoped_lock lock(mutex_);
  for (auto at = entries_.begin(); at != entries_.end();) {
    const auto entry = at++;
    const auto& kept = entry->key;
    const bool is_old = kept.dataset == key.dataset && kept.version < key.version;
    if (is_old || kept == key) drop(entry);
  }
  bytes_ += bytes_of(key, order);
  entries_.push_front({std::move(key), std::move(order), Clock::now()});
  while (bytes_ > bytes_max || entries_.size() > orders_max) drop(std::prev(entries_.end()));
}

void KeptOrders::drop_unused(Clock::time_point now) {
  if (bytes() == 0) return;
  const std::scoped_lock lock(mutex_);
  while (!entries_.empty() && entries_.back().used + time_kept < now) {
    drop(std::prev(entries_.end()));
  }
}

void KeptOrders::drop(std::list<Entry>::iterator entry) {
  bytes_ -= bytes_of(entry->key, entry->order);
  entries_.erase(entry);
}

}  // namespace allot::sqlite

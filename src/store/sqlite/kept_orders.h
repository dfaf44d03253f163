#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "domain/item_set.h"

namespace allot::sqlite {

/// Long orders of items, or of annotations, that were asked for a moment ago, four bytes for each:
/// the next page is a part of one. Bounded in bytes, and given back when nobody has asked for a
/// minute. Thread-safe.
class KeptOrders {
 public:
  using Clock = std::chrono::steady_clock;
  using Order = std::shared_ptr<const std::vector<Ordinal>>;

  struct Key {
    std::string dataset;
    std::string order;         // SQL, with what is bound to it; of annotations their condition too
    std::int64_t version = 0;  // of the dataset's content
    std::optional<ItemSet> among;  // nullopt: all, whatever comes and goes

    bool operator==(const Key&) const = default;
  };

  static constexpr std::size_t bytes_max = 64u << 20;
  static constexpr std::size_t orders_max = 256;
  static constexpr std::chrono::seconds time_kept{60};

  /// nullptr when it is not kept.
  [[nodiscard]] Order find(const Key& key);
  /// Of the same dataset and order, what an earlier version had goes. One over the bound is not
  /// kept.
  void keep(Key key, Order order);
  /// Cheap while there is nothing.
  void drop_unused(Clock::time_point now = Clock::now());

  [[nodiscard]] std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    Key key;
    Order order;
    Clock::time_point used;
  };

  void drop(std::list<Entry>::iterator entry);

  std::mutex mutex_;
  std::list<Entry> entries_;  // the latest used first
  std::atomic<std::size_t> bytes_ = 0;
};

}  // namespace allot::sqlite

#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/metrics.h"
#include "store/store.h"

namespace allot::sqlite {

/// What a value takes of the memory, for `Cache`; about.
template <class Value>
std::size_t cached_bytes(const Value&) {
  return 1'000;
}

/// Immutable values by id, each under the version that the database had when it was read: the last
/// few versions, since readers of earlier snapshots ask as well. Who finds the same version in a
/// transaction may use the value; it is shared by all threads. When the newest versions together
/// take more than `bytes_max`, what was not asked for longest goes; one value is kept always.
/// Thread-safe. `Value` has a member `version`.
template <class Value>
class Cache {
 public:
  using Pointer = std::shared_ptr<const Value>;

  explicit Cache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// The newest whose version is not above `version`.
  [[nodiscard]] Pointer find_at_most(const std::string& id, std::int64_t version) {
    const std::scoped_lock lock(mutex_);
    const auto found = slots_.find(id);
    if (found == slots_.end()) return nullptr;
    auto& slot = found->second;
    order_.splice(order_.begin(), order_, slot.place);
    const auto after = first_above(slot.versions, version);
    return after == slot.versions.begin() ? nullptr : *std::prev(after);
  }

  /// A lookup that was answered by what was found, or was not.
  void note(bool is_hit) { (is_hit ? hits_ : misses_).add(); }

  [[nodiscard]] StoreNumbers::CacheNumbers numbers() const {
    const std::scoped_lock lock(mutex_);
    return {
        .hits = hits_.value(), .misses = misses_.value(), .entries = slots_.size(), .bytes = bytes_
    };
  }

  void offer(const std::string& id, Pointer value) {
    const std::scoped_lock lock(mutex_);
    auto [found, is_new] = slots_.try_emplace(id);
    auto& slot = found->second;
    if (is_new) slot.place = order_.insert(order_.begin(), id);
    const auto after = first_above(slot.versions, value->version);
    const bool is_there =
        after != slot.versions.begin() && (*std::prev(after))->version == value->version;
    if (is_there) return;
    slot.versions.insert(after, std::move(value));
    if (slot.versions.size() > versions_max) slot.versions.pop_front();
    bytes_ -= slot.bytes;
    slot.bytes = id.size() + cached_bytes(*slot.versions.back());
    bytes_ += slot.bytes;
    while (bytes_ > bytes_max_ && slots_.size() > 1) drop(slots_.find(order_.back()));
  }

  void erase(const std::string& id) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = slots_.find(id); found != slots_.end()) drop(found);
  }

 private:
  using Versions = std::deque<Pointer>;  // ascending

  struct Slot {
    Versions versions;
    std::size_t bytes = 0;  // of the newest: the others share nearly all with it
    std::list<std::string>::iterator place;
  };

  using Slots = std::unordered_map<std::string, Slot>;

  static constexpr std::size_t versions_max = 32;

  static auto first_above(const Versions& versions, std::int64_t version) {
    return std::ranges::upper_bound(versions, version, {}, [](const Pointer& value) {
      return value->version;
    });
  }

  void drop(typename Slots::iterator slot) {
    bytes_ -= slot->second.bytes;
    order_.erase(slot->second.place);
    slots_.erase(slot);
  }

  const std::size_t bytes_max_;
  Counter hits_;
  Counter misses_;
  mutable std::mutex mutex_;
  Slots slots_;
  std::list<std::string> order_;  // last asked for first
  std::size_t bytes_ = 0;
};

}  // namespace allot::sqlite

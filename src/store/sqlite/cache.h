#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/metrics.h"
#include "store/store.h"

namespace allot::sqlite {

/// Immutable values by id, each under the version that the database had when it was read. Who finds
/// the same version in a transaction may use the value; it is shared by all threads. Thread-safe.
/// `Value` has a member `version`.
template <class Value>
class Cache {
 public:
  using Pointer = std::shared_ptr<const Value>;

  [[nodiscard]] Pointer find(const std::string& id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = values_.find(id);
    return found == values_.end() ? nullptr : found->second;
  }

  /// A lookup that was answered by what `find` gave, or was not.
  void note(bool is_hit) const { (is_hit ? hits_ : misses_).add(); }

  [[nodiscard]] StoreNumbers::CacheNumbers numbers() const {
    const std::scoped_lock lock(mutex_);
    return {.hits = hits_.value(), .misses = misses_.value(), .entries = values_.size()};
  }

  /// Kept unless a newer one is there: a reader of an old snapshot replaces nothing.
  void offer(const std::string& id, Pointer value) {
    const std::scoped_lock lock(mutex_);
    auto& slot = values_[id];
    if (!slot || slot->version < value->version) slot = std::move(value);
    if (values_.size() > size_max) drop_one_but(id);
  }

  void erase(const std::string& id) {
    const std::scoped_lock lock(mutex_);
    values_.erase(id);
  }

 private:
  static constexpr std::size_t size_max = 16'384;

  // Any will do: it is read again when it is asked for.
  void drop_one_but(const std::string& id) {
    auto victim = values_.begin();
    if (victim->first == id) ++victim;
    values_.erase(victim);
  }

  mutable Counter hits_;
  mutable Counter misses_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Pointer> values_;
};

}  // namespace allot::sqlite

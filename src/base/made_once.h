#pragma once

#include <atomic>
#include <memory>

#include "base/function_ref.h"

namespace allot {

/// A part of an immutable value that is made when it is first asked for.
///
/// Thread-safe and without a lock: two threads may make it at the same time, and one is thrown
/// away.
template <class T>
class MadeOnce {
 public:
  MadeOnce() = default;

  ~MadeOnce() { delete made_.load(); }

  MadeOnce(const MadeOnce&) = delete;
  MadeOnce& operator=(const MadeOnce&) = delete;

  const T& get(FunctionRef<std::unique_ptr<const T>()> make) const {
    const auto* made = if_made();
    if (made != nullptr) return *made;
    auto fresh = make();
    if (!made_.compare_exchange_strong(made, fresh.get(), std::memory_order_acq_rel)) return *made;
    return *fresh.release();
  }

  /// Null when nobody asked for it yet.
  [[nodiscard]] const T* if_made() const { return made_.load(std::memory_order_acquire); }

 private:
  mutable std::atomic<const T*> made_ = nullptr;
};

}  // namespace allot

#pragma once

#include <atomic>
#include <chrono>

#include "base/clock.h"

namespace allot::app {

/// How long ago the demo begins, as seen from when it is made. All that is done in it lies in
/// between.
inline constexpr std::chrono::hours demo_span{80};

/// The clock by which the demo is made. Its people worked for some days, so it is moved by hand
/// from step to step, never back. Thread-safe.
class DemoClock final : public Clock {
 public:
  explicit DemoClock(Time beginning) : beginning_(beginning), now_(beginning) {}

  [[nodiscard]] Time now() const override { return now_.load(); }

  /// It is so long after the beginning now.
  void go_to(std::chrono::milliseconds after) { now_.store(beginning_ + after); }

 private:
  Time beginning_;
  std::atomic<Time> now_;
};

}  // namespace allot::app

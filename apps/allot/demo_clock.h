#pragma once

#include <atomic>
#include <chrono>

#include "usecases/env.h"

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

/// The same with another clock, which must live as long.
[[nodiscard]] inline Env with_clock(const Env& env, const Clock& clock) {
  return {
      .store = env.store,
      .files = env.files,
      .clock = clock,
      .random = env.random,
      .ids = env.ids,
      .settings = env.settings,
      .tokens = env.tokens,
      .throttle = env.throttle,
      .password_cost = env.password_cost,
      .meters = env.meters,
      .in_use = env.in_use,
      .streams = env.streams
  };
}

}  // namespace allot::app

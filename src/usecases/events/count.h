#pragma once

#include <optional>

#include "usecases/env.h"

namespace allot {

/// Tells in the outbox how far tasks are: of each whose counters lines of it may have changed, once
/// a second at most. One thread.
class TaskCounter {
 public:
  static constexpr std::chrono::seconds interval{1};

  explicit TaskCounter(Env& env) : env_(env) {}

  /// Does nothing within a second of the last time. A line that it tells of nothing is looked at
  /// once. Throws StoreFailure, StoreBusy.
  void count();

 private:
  Env& env_;
  std::optional<Time> counted_;
};

}  // namespace allot

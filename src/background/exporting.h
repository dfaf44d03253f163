#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "background/loop.h"
#include "usecases/env.h"

namespace allot::background {

/// Carries out exports, one after the other, on a thread of its own: one may take minutes.
class Exporting {
 public:
  /// Begins.
  explicit Exporting(Env& env);
  /// Stops.
  ~Exporting();

  Exporting(const Exporting&) = delete;
  Exporting& operator=(const Exporting&) = delete;

  /// Gives up the export at hand, which begins again with the next server. Repeatable.
  void stop();

 private:
  /// A client looks two seconds after it has asked, and is to find a small one done.
  static constexpr std::chrono::milliseconds interval{200};

  std::atomic<bool> is_stopping_ = false;
  bool is_settled_ = false;  // of the loop's thread
  Loop loop_;
};

/// Carries out those that wait, in the caller's time.
void carry_out_exports(Env& env);

}  // namespace allot::background

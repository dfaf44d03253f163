#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "background/loop.h"
#include "usecases/env.h"
#include "usecases/exports/run.h"

namespace allot::background {

/// Carries out exports, those of several people in turns, on a thread of its own: one may take
/// minutes.
class Exporting {
 public:
  /// Begins.
  explicit Exporting(Env& env);
  /// Stops.
  ~Exporting();

  Exporting(const Exporting&) = delete;
  Exporting& operator=(const Exporting&) = delete;

  /// Gives up those at hand, which begin again with the next server. Repeatable.
  void stop();

 private:
  /// A client looks two seconds after it has asked, and is to find a small one done.
  static constexpr std::chrono::milliseconds interval{200};

  std::atomic<bool> is_stopping_ = false;
  // Of the loop's thread, until that has ended:
  ExportTurns turns_;
  bool is_settled_ = false;
  Loop loop_;
};

/// Lets go of locks whose time is over, whatever is being written meanwhile.
void end_locks_of_exports(Env& env);

/// Carries out those that wait, in the caller's time.
void carry_out_exports(Env& env);

}  // namespace allot::background

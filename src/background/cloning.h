#pragma once

#include <atomic>
#include <chrono>

#include "background/loop.h"
#include "usecases/env.h"

namespace allot::background {

/// Makes clones, one after the other, on a thread of its own: one may take minutes.
class Cloning {
 public:
  /// Begins.
  explicit Cloning(Env& env);
  /// Stops.
  ~Cloning();

  Cloning(const Cloning&) = delete;
  Cloning& operator=(const Cloning&) = delete;

  /// Gives up the clone at hand, which begins again with the next server. Repeatable.
  void stop();

 private:
  /// A client looks two seconds after it has asked, and is to find a small one done.
  static constexpr std::chrono::milliseconds interval{200};

  std::atomic<bool> is_stopping_ = false;
  bool is_settled_ = false;  // of the loop's thread
  Loop loop_;
};

/// Makes those that wait, in the caller's time.
void make_clones(Env& env);

}  // namespace allot::background

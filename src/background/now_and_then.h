#pragma once

#include <chrono>
#include <optional>

#include "usecases/env.h"

namespace allot::background {

/// What time brings, for a server that has no loop of its own, as the embedded one: does what is
/// due when it is called, in the caller's time. One thread at a time.
class NowAndThen {
 public:
  /// `history`: how long events, commands and lines of inboxes are kept (B-322); zero: for good.
  NowAndThen(Env& env, std::chrono::hours history) : env_(env), history_(history) {}

  /// Once a second makes the offers of batches that are due (B-053), once a minute tells of tasks
  /// that are due (B-282) and takes back what idle people hold (B-299); once in ten minutes forgets
  /// what is kept for a time only. The first call does all of it. Between them it costs a look at
  /// the clock. Throws StoreFailure, StoreBusy: what was not done is tried when it is due again.
  void do_what_is_due();

 private:
  static bool is_due(std::optional<Time>& last, std::chrono::seconds every, Time now);

  Env& env_;
  const std::chrono::hours history_;
  std::optional<Time> offered_;
  std::optional<Time> told_;
  std::optional<Time> forgot_;
};

}  // namespace allot::background

#pragma once

#include <cstdint>
#include <deque>

#include "usecases/env.h"

namespace allot {

/// The newest lines of the outbox in memory, so that one reading serves all who follow it. Bounded,
/// whatever is told. One thread.
class OutboxTail {
 public:
  /// `weight_max`: about so many lines; one that tells of very many weighs more.
  explicit OutboxTail(std::size_t weight_max = 4096) : weight_max_(weight_max) {}

  /// Takes what came since; the first time, or after very much came, the newest there are.
  void refresh(const Transaction& tx);

  /// The number of the newest line; all up to it were taken.
  [[nodiscard]] std::int64_t last() const { return last_; }

  /// Does it have every line behind this one?
  [[nodiscard]] bool reaches(std::int64_t after) const { return after >= before_first_; }

  /// The first line behind this one; `end` when there is none. Precondition: it reaches so far.
  [[nodiscard]] std::deque<Event>::const_iterator behind(std::int64_t after) const;

  [[nodiscard]] std::deque<Event>::const_iterator end() const { return lines_.end(); }

  /// How often the outbox was read.
  [[nodiscard]] std::uint64_t readings() const { return readings_; }

 private:
  void add(Event event);

  const std::size_t weight_max_;
  std::deque<Event> lines_;
  std::size_t weight_ = 0;
  std::int64_t before_first_ = -1;  // -1: nothing was read yet
  std::int64_t last_ = -1;
  std::uint64_t readings_ = 0;
};

}  // namespace allot

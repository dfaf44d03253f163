#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "domain/item_set.h"

namespace allot {

/// An item that somebody has on screen.
struct ItemInUse {
  Ordinal item = 0;
  UserId by;
  Time until;
};

/// Which items of which tasks are on somebody's screen now (contract: in use, B-298). In memory
/// alone: a restart forgets it, which only makes more items movable. Bounded; thread-safe.
class InUse {
 public:
  static constexpr std::chrono::seconds lasts{90};
  static constexpr std::size_t items_max = 100'000;

  explicit InUse(const Clock& clock) : clock_(clock) {}

  /// From now on, or for longer. Returns when it lapses. When too many are in use already, those
  /// that would lapse first are forgotten.
  Time begin(const DatasetId& dataset, const TaskId& task, Ordinal item, const UserId& by);

  /// Those that are in use no longer, in this task.
  void end(const DatasetId& dataset, const TaskId& task, const ItemSet& items);
  /// In all tasks.
  void end(const DatasetId& dataset, const ItemSet& items);

  /// Those of a task.
  [[nodiscard]] ItemSet of(const DatasetId& dataset, const TaskId& task) const;
  /// The same, in their order, with who has them.
  [[nodiscard]] std::vector<ItemInUse> list(const DatasetId& dataset, const TaskId& task) const;

 private:
  struct Use {
    UserId by;
    Time until;
  };

  using Items = std::map<Ordinal, Use>;
  using Tasks = std::map<TaskId, Items>;

  void forget_lapsed(Time now);
  void forget_first();
  std::size_t remove(Items& items, const ItemSet& which);

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<DatasetId, Tasks> datasets_;
  std::size_t count_ = 0;
};

}  // namespace allot

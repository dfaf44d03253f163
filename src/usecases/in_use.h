#pragma once

#include <chrono>
#include <compare>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.h"
#include "base/function_ref.h"
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
  static constexpr std::size_t items_of_one_max = 100;  // of a person, in all tasks

  explicit InUse(const Clock& clock) : clock_(clock) {}

  /// From now on, or for longer. Returns when it lapses; nullopt: this person has the most that one
  /// may have, and this item is none of them. When too many are in use already, those that would
  /// lapse first are forgotten.
  std::optional<Time> begin(
      const DatasetId& dataset, const TaskId& task, Ordinal item, const UserId& by
  );

  /// Those that are in use no longer, in this task.
  void end(const DatasetId& dataset, const TaskId& task, const ItemSet& items);
  /// In all tasks.
  void end(const DatasetId& dataset, const ItemSet& items);

  /// What is deleted with all that it holds is on nobody's screen.
  void end(const DatasetId& dataset, const TaskId& task);
  void end(const DatasetId& dataset);

  /// What this person has in a task; and in which they have some.
  void end(const UserId& by, const TaskId& task);
  [[nodiscard]] std::vector<TaskId> tasks_of(const UserId& by) const;

  /// Those of a task.
  [[nodiscard]] ItemSet of(const DatasetId& dataset, const TaskId& task) const;
  /// The same, in their order, with who has them.
  [[nodiscard]] std::vector<ItemInUse> list(const DatasetId& dataset, const TaskId& task) const;

 private:
  struct Spot {
    DatasetId dataset;
    TaskId task;
    Ordinal item = 0;

    auto operator<=>(const Spot&) const = default;
  };

  struct Use {
    UserId by;
    Time until;
  };

  using Goes = FunctionRef<bool(Ordinal, const Use&)>;
  using Items = std::map<Ordinal, Use>;
  using Tasks = std::map<TaskId, Items>;

  [[nodiscard]] bool may_begin(const Spot& spot, const UserId& by, Time now);
  void forget_lapsed(Time now);
  void forget_first();
  [[nodiscard]] std::vector<TaskId> tasks_of(const DatasetId& dataset) const;
  /// nullptr: none.
  [[nodiscard]] Items* items_of(const DatasetId& dataset, const TaskId& task);
  void drop_if_empty(const DatasetId& dataset, const TaskId& task);
  // Of one place, with what becomes empty.
  void forget(const DatasetId& dataset, const TaskId& task, Goes goes);
  void forget(const DatasetId& dataset, const TaskId& task, const ItemSet& items);
  /// Precondition: it is in use.
  void forget_if_lapsed(const Spot& spot, Time now);
  void take_from_person(const UserId& by, const Spot& spot);

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<DatasetId, Tasks> datasets_;
  std::map<UserId, std::set<Spot>> people_;  // the same, by who has them
  std::size_t count_ = 0;
};

}  // namespace allot

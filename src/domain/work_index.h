#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/id.h"
#include "base/persistent_map.h"
#include "domain/item_set.h"

namespace allot {

/// The tasks of one dataset, found by item: what asks for the tasks of an item looks at those near
/// it alone, however many there are. A persistent value, as a ledger is. Thread-safety as there.
class WorkIndex {
 public:
  [[nodiscard]] bool has(const TaskId& task) const { return by_task_.find(task) != nullptr; }

  /// Those that have some of the items, oldest first.
  [[nodiscard]] std::vector<TaskId> holding(const ItemSet& items) const;
  [[nodiscard]] std::vector<TaskId> tasks() const;

  /// About what it takes of the memory.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Adds or replaces; `members` are the items of the task.
  void put(const TaskId& task, const ItemSet& members);
  void erase(const TaskId& task);

 private:
  /// A task has items in a chunk.
  struct Spot {
    std::uint32_t chunk = 0;
    TaskId task;

    auto operator<=>(const Spot&) const = default;
  };

  struct HashSpot {
    std::size_t operator()(const Spot& spot) const {
      return std::hash<TaskId>{}(spot.task) ^ (std::size_t{spot.chunk} << 32);
    }
  };

  struct Nothing {
    bool operator==(const Nothing&) const = default;
  };

  void index(const TaskId& task, const ItemSet* before, const ItemSet* now);

  PersistentMap<TaskId, ItemSet> by_task_;
  PersistentMap<Spot, Nothing, HashSpot> by_chunk_;
  std::size_t bytes_ = 0;
};

}  // namespace allot

#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/id.h"
#include "base/made_once.h"
#include "base/persistent_map.h"
#include "domain/chunk_members.h"
#include "domain/item_set.h"

namespace allot {

/// The tasks of one dataset, found by item: what asks for the tasks of an item looks at those near
/// it alone, however many there are. A persistent value, as a ledger is. Thread-safety as there.
class WorkIndex {
 public:
  [[nodiscard]] bool has(const TaskId& task) const { return by_task_.find(task) != nullptr; }

  /// Those that have some of the items, oldest first. Few items are looked up one by one, among
  /// many tasks by an index of the chunk, which the first such call makes.
  [[nodiscard]] std::vector<TaskId> holding(const ItemSet& items) const;
  [[nodiscard]] std::vector<TaskId> tasks() const;

  /// About what it takes of the memory. Costs a look at each chunk.
  [[nodiscard]] std::size_t bytes() const;

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

  /// The tasks of each item of a chunk. Without members where it would take too much.
  struct Near {
    std::optional<ChunkMembers> members;
    std::vector<TaskId> tasks;  // by their numbers in `members`
  };

  void index(const TaskId& task, const ItemSet* before, const ItemSet* now);
  [[nodiscard]] std::vector<TaskId> in_chunk(std::uint32_t chunk, std::size_t most) const;
  [[nodiscard]] std::unique_ptr<const Near> index_of(std::uint32_t chunk) const;
  void add_holding(Ordinal item, std::set<TaskId>& found) const;
  void add_holding(std::uint32_t chunk, const ItemSet& items, std::set<TaskId>& found) const;

  PersistentMap<TaskId, ItemSet> by_task_;
  PersistentMap<Spot, Nothing, HashSpot> by_chunk_;
  /// An object is of exactly the versions in which the same tasks have the same items of a chunk.
  PersistentMap<std::uint32_t, std::shared_ptr<const MadeOnce<Near>>> near_;
  std::size_t bytes_ = 0;
};

}  // namespace allot

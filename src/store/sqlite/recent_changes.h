#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/nouns.h"

namespace allot::sqlite {

/// Which items were changed lately, for changes that were planned on a snapshot and are carried out
/// later (B-254). In memory: no snapshot outlives the process.
///
/// The writer notes each change as it makes it, under the number of the group that will be
/// committed next; a reader takes the number of the last committed group before its snapshot
/// begins. So what a snapshot does not show always stands under a greater number. Snapshots of up
/// to two minutes are told exactly what came after; older ones a few more. What was noted and then
/// rolled back stays. Thread-safe.
class RecentChanges {
 public:
  enum class Kind { row, annotations, work, worked_on, annotation_numbers };

  void note(const DatasetId& dataset, Kind kind, const ItemSet& items);
  void note(const DatasetId& dataset, Kind kind, Ordinal item);

  /// The group is committed: readers that begin now see it.
  void commit() { ++committed_; }

  [[nodiscard]] Moment moment() const { return committed_; }

  [[nodiscard]] ItemChanges since(const DatasetId& dataset, Moment moment) const;

  struct Kept;
  /// All that was noted, for a rehearsal of a job to be forgotten by `restore`. Copies it.
  [[nodiscard]] std::shared_ptr<const Kept> kept() const;
  void restore(const std::shared_ptr<const Kept>& kept);

 private:
  static constexpr std::size_t kinds = 5;

  /// Single items are gathered first: each taken into a set by itself would copy a chunk.
  struct Group {
    Moment number = 0;
    std::chrono::steady_clock::time_point at;
    std::array<ItemSet, kinds> sets;
    std::array<std::vector<Ordinal>, kinds> items;

    void settle();
    void add(const Group& other);  // both settled
  };

  struct OfDataset {
    Group old;                 // all that is told apart no longer, under its last number
    std::deque<Group> groups;  // oldest first
  };

  [[nodiscard]] Group& next_group(const DatasetId& dataset);

  std::atomic<Moment> committed_{0};
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, OfDataset> datasets_;
};

}  // namespace allot::sqlite

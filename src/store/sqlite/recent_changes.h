#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
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
/// begins. So what a snapshot does not show always stands under a greater number. What was noted
/// and then rolled back stays: an item too many is only looked at again. Thread-safe.
class RecentChanges {
 public:
  enum class Kind { row, annotations, work };

  void note(const DatasetId& dataset, Kind kind, const ItemSet& items);
  void note(const DatasetId& dataset, Kind kind, Ordinal item);

  /// The group is committed: readers that begin now see it.
  void commit() { ++committed_; }

  [[nodiscard]] Moment moment() const { return committed_; }

  [[nodiscard]] ItemChanges since(const DatasetId& dataset, Moment moment) const;

 private:
  static constexpr std::size_t kinds = 3;

  /// Single items are gathered first: each taken into a set by itself would copy a chunk.
  struct Group {
    Moment number = 0;
    std::array<ItemSet, kinds> sets;
    std::array<std::vector<Ordinal>, kinds> items;

    void settle();
    void add(const Group& other);  // both settled
  };

  [[nodiscard]] Group& next_group(const DatasetId& dataset);

  std::atomic<Moment> committed_{0};
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::deque<Group>>
      groups_;  // of each dataset, oldest first
};

}  // namespace allot::sqlite

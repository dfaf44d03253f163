#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/item_set.h"

namespace allot {

/// Items in the order in which something became of them last.
///
/// A persistent value: a copy costs a pointer for each run of some thousand items, and a change
/// what it touches. A part is found by counting in the runs from the end, whichever part it is and
/// whatever narrows it, and by walking in one of them. Distinct values may be used from distinct
/// threads. Source: docs/adr/0044-lists-of-work-are-counted-out-of-sets.md.
class TimeOrder {
 public:
  /// These come last, in this order; who was there before leaves that place. Each once.
  void append(std::span<const Ordinal> items);
  void erase(const ItemSet& items);

  [[nodiscard]] const ItemSet& items() const { return all_; }

  /// Of `among`, those that came last first: `count` of them after the first `offset`. Those that
  /// are not here follow, in their own order.
  [[nodiscard]] std::vector<Ordinal> latest_first(
      const ItemSet& among, std::uint64_t offset, std::uint64_t count
  ) const;

  /// About what it takes of the memory.
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::size_t run_max = 4'096;

  struct Run {
    std::shared_ptr<const std::vector<Ordinal>> order;  // as they came: `items`, and what has left
    ItemSet items;                                      // never empty

    void append_to(std::vector<Ordinal>& list) const;
  };

  void add_run(std::vector<Ordinal> order);
  void pack();

  std::vector<std::shared_ptr<const Run>> runs_;  // what came last is in the last one
  ItemSet all_;
};

}  // namespace allot

#pragma once

#include <cstdint>
#include <vector>

#include "domain/lifecycle.h"
#include "domain/share.h"

namespace allot {

/// What of an assignment needs work.
struct NeedsWork {
  /// Comes before anything else: what came back to its annotator by an issue (B-084); for a
  /// reviewer what was corrected.
  ItemSet first;
  ItemSet others;
  /// Of a review: an issue on it is open, so it is the annotator's turn. Needs no work now.
  ItemSet waiting;

  [[nodiscard]] std::uint64_t count() const { return first.size() + others.size(); }
};

/// `issue` and `for_review` are sets of the dataset, which have no item in common. Costs the sets,
/// not the items.
[[nodiscard]] NeedsWork needs_work(
    const Share& share, TaskType type, const ItemSet& issue, const ItemSet& for_review
);

/// The `count` items that come next: the first ones, then the others that are not smaller than
/// `from`, each in order; fewer where they end.
[[nodiscard]] std::vector<Ordinal> next_items(
    const NeedsWork& work, Ordinal from, std::uint64_t count
);

}  // namespace allot

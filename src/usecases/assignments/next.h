#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "usecases/items/view.h"

namespace allot {

struct AskNextItems {
  AssignmentId assignment;
  std::optional<ItemId> after;  // the item at hand; any id names a place, also one that is gone
  std::uint64_t count = 1;      // at most
};

struct NextItems {
  std::vector<ItemView> items;
  std::uint64_t remaining = 0;  // that need work, these included
  std::optional<std::uint64_t>
      waiting;  // in a review: whose issue the annotator has yet to correct
};

/// The items of an own assignment that need work next: those that came back by an issue, whatever
/// is at hand (in a review those that were corrected), then open ones after the one at hand, in the
/// order of the dataset. At their end there are none; nothing begins again. In a task that is
/// dismissed or locked nothing needs work. Costs the items that are given, and sets.
/// Errors: not_found (no such assignment, or not visible), forbidden (somebody else's).
/// Source: docs/spec/operations.md#next-item.
[[nodiscard]] Result<NextItems> list_next_items(
    Env& env, const Caller& caller, const AskNextItems& input
);

}  // namespace allot

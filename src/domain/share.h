#pragma once

#include <map>
#include <string>

#include "base/id.h"
#include "domain/item_set.h"

namespace allot {

/// Sets by status word; no empty sets inside.
using StatusSets = std::map<std::string, ItemSet>;

enum class ShareKind {
  normal,
  originals,  // the hidden assignment that holds the originals of a quality task
};

/// What one assignment holds of its task. `open` and the sets of `by_status` are disjoint.
struct Share {
  AssignmentId assignment;
  UserId annotator;
  ShareKind kind = ShareKind::normal;
  ItemSet open;  // items without a status
  StatusSets by_status;

  [[nodiscard]] ItemSet handled() const;  // items with any status
  [[nodiscard]] ItemSet items() const;    // open and handled
  [[nodiscard]] bool empty() const;
  [[nodiscard]] bool holds(Ordinal ordinal) const;
  [[nodiscard]] bool intersects(const ItemSet& items) const;
  /// Those of `items` that it holds.
  [[nodiscard]] ItemSet among(const ItemSet& items) const;
  /// The status of an item of this share; "" when it is open or not here.
  [[nodiscard]] std::string status_of(Ordinal ordinal) const;
  /// It holds them no longer, whatever their status.
  void drop(const ItemSet& items);

  bool operator==(const Share&) const = default;
};

/// Moves items of one share to a status word, or back to open when `word` is "". Items outside the
/// share are ignored. Returns what changed, by the status that each had before ("" = open); items
/// that had `word` already are in it too under that word.
StatusSets set_status(Share& share, const ItemSet& items, const std::string& word);

}  // namespace allot

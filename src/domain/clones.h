#pragma once

// Items on their way into a dataset as clones: new items with the same content.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"

namespace allot {

/// What goes along with the items.
struct ClonedParts {
  bool annotations = true;
  bool metadata = true;  // what the user put there
  bool statuses = true;  // of the annotations' review
  bool operator==(const ClonedParts&) const = default;
};

/// What a clone is to hold, as it was asked for.
struct CloneOrder {
  ItemId item;                      // empty: what the query names
  std::string items_query = "{}";   // a query object, checked
  DatasetId target;                 // where it goes; empty: into a new dataset …
  std::string name;                 // … of this name
  std::string directory;            // that everything is put below, "/a"; "": where it was
  std::string path;                 // of the clone of one item; "": where it was
  std::string metadata = "{}";      // likewise: merged into what it has
  bool finds_another_path = false;  // likewise, where its own is taken
  std::vector<DatasetId> merged;    // datasets of which the new one is made, in this order: a merge
  ClonedParts parts;
  bool operator==(const CloneOrder&) const = default;
};

/// A clone that waits, is being written, or ended. Its command tells how far it is.
struct Clone {
  CommandId id;       // of its command, too
  ProjectId project;  // that it goes into
  DatasetId source;   // of a merge the first
  UserId creator;
  CloneOrder order;
  DatasetId dataset;  // that it is being written into; empty: none yet
  Time created_at;
  std::optional<Time> ended_at;  // nullopt: not yet
  bool operator==(const Clone&) const = default;

  [[nodiscard]] bool is_merge() const { return !order.merged.empty(); }
};

}  // namespace allot

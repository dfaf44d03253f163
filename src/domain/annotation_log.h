#pragma once

// What was done to annotations, as values. Their texts are made and read in one place
// (json/annotation_log_text.h).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "domain/item_set.h"

namespace allot {

/// A member that changed.
struct MemberChange {
  std::string member;               // dotted: "label", "metadata.system.status"
  std::optional<std::string> from;  // JSON, "null" when there was none; nullopt: it is not kept
  std::optional<std::string> to;
  bool operator==(const MemberChange&) const = default;
};

using MemberChanges = std::vector<MemberChange>;

/// A line of the log of an item's annotations: one of them was made, changed or deleted.
struct LoggedChange {
  std::int64_t number = 0;  // given by the store; 0: the line that it was made
  DatasetId dataset;
  Ordinal item = 0;
  AnnotationId annotation;
  UserId actor;
  Time at;
  MemberChanges changes;
};

}  // namespace allot

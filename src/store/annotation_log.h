#pragma once

#include <cstdint>

#include "base/function_ref.h"
#include "domain/annotation_log.h"

namespace allot {

/// What was done to the annotations of items that are there. It goes with its item, and a line goes
/// when its time is over; that an annotation was made is told by itself, as long as it is there.
class AnnotationLog {
 public:
  virtual ~AnnotationLog() = default;

  /// Under the next number. Of a dataset that is gone nothing is kept.
  virtual void append(const LoggedChange& line) = 0;
  /// Visits those of an item, one annotation after the other, of each the oldest first.
  virtual void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const LoggedChange&)> visit
  ) const = 0;
  /// Takes lines away that are older than `time`, the oldest first, at most `rows`. Returns how
  /// many went.
  virtual std::uint64_t forget_before(Time time, std::uint64_t rows) = 0;
};

}  // namespace allot

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/function_ref.h"
#include "domain/entities.h"
#include "domain/item_set.h"

namespace allot {

/// What is told of an annotation without reading it.
struct AnnotationFacts {
  Ordinal item = 0;
  std::string_view label;  // these live until the visit ends
  std::string_view type;
  std::string_view creator;
};

/// A walk through the annotations of a dataset, item by item, in pieces that each cost so much and
/// no more, however many there are on an item. An annotation that is there all the while is met
/// once.
class AnnotationWalk {
 public:
  virtual ~AnnotationWalk() = default;

  /// Behind this annotation; the first is at {0, -1}.
  struct Place {
    Ordinal item = 0;
    std::int64_t number = -1;  // of an annotation in the store
  };

  /// Visits the next annotations on these items that are there, `count` at most, and tells where to
  /// go on; nullopt: there are no more.
  [[nodiscard]] virtual std::optional<Place> visit(
      const DatasetId& dataset,
      const ItemSet& items,
      Place from,
      std::uint64_t count,
      FunctionRef<void(const AnnotationFacts&)> visit
  ) const = 0;
};

}  // namespace allot

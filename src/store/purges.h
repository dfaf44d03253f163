#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/entities.h"
#include "store/items.h"

namespace allot {

/// What is told of an annotation that was deleted.
struct DeletedAnnotation {
  AnnotationId id;
  Ordinal item = 0;
  std::string type;
  std::string label;
  UserId creator;
  Time created_at;
};

/// The rows of what was removed, which no other noun shows. They are taken away in slices, since a
/// million of them would hold up every other change.
class Purges {
 public:
  virtual ~Purges() = default;
  /// The dataset of what was removed first of all that is left to be taken away; nullopt: nothing
  /// is left.
  [[nodiscard]] virtual std::optional<DatasetId> pending() const = 0;

  struct Slice {
    std::uint64_t rows = 0;     // that were taken away
    std::vector<ItemId> items;  // whose own rows were among them; none of a dataset that is gone
    std::vector<DeletedAnnotation> annotations;  // as such; not those of an item
    Deletion deletion;                           // of these items and annotations
  };

  /// Takes at most `rows` rows of what was removed first in this dataset (or with it), or of bulk
  /// status events a few with their sets; nullopt when nothing of it was left. What other datasets
  /// left stays.
  virtual std::optional<Slice> take(const DatasetId& dataset, std::uint64_t rows) = 0;
};

}  // namespace allot

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/entities.h"
#include "domain/item_path.h"
#include "domain/item_set.h"
#include "store/annotations.h"

namespace allot {

/// An annotation, and the item of the dataset that it is on.
struct PlacedAnnotation {
  AnnotationId id;
  Ordinal item = 0;
  bool operator==(const PlacedAnnotation&) const = default;
};

/// What becomes of many, who changed it, and when.
struct BulkChange {
  std::string difference = "{}";  // JSON, merged into the metadata of each
  ProjectId project;
  UserId actor;
  Time at;
  std::optional<PathChange> paths = {};  // of items: where they go; nullopt: they stay
};

/// Changes of many rows that are in force at once, and are written to the rows in slices, since a
/// million of them would hold up every other change. Every noun shows what it would show were they
/// written.
class BulkChanges {
 public:
  virtual ~BulkChanges() = default;
  /// Of the items that are there. Costs their sets. The difference must be a JSON object. Where
  /// they move, no two items may have one path afterwards (ItemPaths), and `hidden` are those that
  /// their new paths hide.
  virtual void change_items(
      const DatasetId& dataset,
      const ItemSet& items,
      const BulkChange& change,
      const ItemSet& hidden = {}
  ) = 0;
  /// Of what was chosen, but for what changed since and what is on `kept` items; their review
  /// statuses stay. Costs what changed since, and the sets. How many are changed; nullopt, and
  /// nothing is done, when it was chosen so long ago that what changed since cannot be told.
  virtual std::optional<std::uint64_t> change_annotations(
      const ChosenAnnotations& chosen, const ItemSet& kept, const BulkChange& change
  ) = 0;
  /// How many changes of a dataset are not in all rows yet: each costs those who read it a little.
  [[nodiscard]] virtual std::uint64_t pending_of(const DatasetId& dataset) const = 0;
  /// Of these the paths of those that move items, the last one first.
  [[nodiscard]] virtual std::vector<PathChange> pending_moves_of(const DatasetId& dataset
  ) const = 0;
  /// The dataset of the last change that is not in all rows yet; nullopt: there is none.
  [[nodiscard]] virtual std::optional<DatasetId> pending() const = 0;

  struct Slice {
    std::uint64_t rows = 0;                     // that were looked at
    std::vector<ItemId> items;                  // of those that are there still
    std::vector<PlacedAnnotation> annotations;  // likewise
    BulkChange change;                          // of these
  };

  /// Writes what was changed last in this dataset to at most `rows` rows; nullopt when nothing was
  /// left. What is on its way in other datasets stays.
  virtual std::optional<Slice> take(const DatasetId& dataset, std::uint64_t rows) = 0;
};

}  // namespace allot

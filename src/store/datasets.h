#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/entities.h"
#include "domain/item_set.h"

namespace allot {

/// Names the state of the store that a transaction sees; a later one is greater.
using Moment = std::uint64_t;

/// Items that were changed, by what was changed.
struct ItemChanges {
  ItemSet rows;         // columns, metadata, the path
  ItemSet annotations;  // added, changed, removed
  ItemSet work;         // statuses, and who holds them in which task
  ItemSet worked_on;    // of these, those that came into a task, or whose status is another
  // No items: the numbers of the annotations that were added, changed, removed.
  ItemSet annotation_numbers;
  bool is_exact = true;  // false: it was long ago, and much that came before is told as well
};

class Datasets {
 public:
  virtual ~Datasets() = default;
  [[nodiscard]] virtual std::optional<Dataset> find(const DatasetId& id) const = 0;
  [[nodiscard]] virtual std::vector<Dataset> of_project(const ProjectId& project
  ) const = 0;  // Binaries too
  [[nodiscard]] virtual std::vector<Dataset> using_recipe(const RecipeId& recipe) const = 0;
  virtual void put(const Dataset& dataset) = 0;
  /// With its sets; the rows of its items and annotations and its status events are left to
  /// `Purges`.
  virtual void remove(const DatasetId& id) = 0;

  [[nodiscard]] virtual DatasetSets sets(const DatasetId& id) const = 0;
  /// Of them those with an open issue alone: what each status asks for.
  [[nodiscard]] virtual ItemSet with_issue(const DatasetId& id) const = 0;
  /// Writes the chunks that differ (by pointer) from what `sets` gave.
  virtual void put_sets(const DatasetId& id, const DatasetSets& sets) = 0;
  /// Raised by each change of items' columns or metadata, annotations included: kept answers of
  /// filters name it.
  [[nodiscard]] virtual std::int64_t content_version(const DatasetId& id) const = 0;

  /// The state that this transaction sees, for `changes_since` in a later one of the same process.
  [[nodiscard]] virtual Moment moment() const = 0;
  /// Which items of a dataset were changed since, what this transaction did included, and perhaps a
  /// few more; new ones and removed ones are in `sets`.
  [[nodiscard]] virtual ItemChanges changes_since(const DatasetId& id, Moment moment) const = 0;
};

}  // namespace allot

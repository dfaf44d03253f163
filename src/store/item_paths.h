#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/function_ref.h"
#include "domain/entities.h"
#include "domain/item_path.h"
#include "domain/item_set.h"

namespace allot {

/// Where the items of a dataset are, many at a time; a single one is found by `Items::at_path`.
class ItemPaths {
 public:
  virtual ~ItemPaths() = default;

  using Visit = FunctionRef<void(Ordinal item, std::string_view path)>;

  /// Visits all that is below the folder ("": the root), at any depth, each once, in no order.
  /// Costs what is below, and what moved or went from there a moment ago.
  virtual void each_below(const DatasetId& dataset, const std::string& folder, Visit visit)
      const = 0;
  /// Visits those of the items that are there, ascending.
  virtual void each_of(const DatasetId& dataset, const ItemSet& items, Visit visit) const = 0;
  /// Is anything below it, whether there is a folder at it or not? nullopt: so much moved or went
  /// from there a moment ago that it takes too long to tell.
  [[nodiscard]] virtual std::optional<bool> has_below(
      const DatasetId& dataset, const std::string& path
  ) const = 0;
};

}  // namespace allot

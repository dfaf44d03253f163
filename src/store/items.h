#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/entities.h"
#include "domain/item_set.h"
#include "query/plan.h"

namespace allot {

/// Who deleted items of a project, and when.
struct Deletion {
  ProjectId project;
  UserId actor;
  Time at;
};

/// A dataset's items: those in its set `live`. What was removed is in no answer, whether its row is
/// still there or not.
class Items {
 public:
  virtual ~Items() = default;
  [[nodiscard]] virtual std::optional<Item> find(const ItemId& id) const = 0;
  [[nodiscard]] virtual std::optional<Item> at_path(
      const DatasetId& dataset, const std::string& path
  ) const = 0;
  /// One item for each ordinal that exists, in the given order; none behind the one with which they
  /// have `bytes_max` bytes together, since each may have megabytes of metadata.
  [[nodiscard]] virtual std::vector<Item> at(
      const DatasetId& dataset,
      std::span<const Ordinal> ordinals,
      std::size_t bytes_max = std::numeric_limits<std::size_t>::max()
  ) const = 0;
  /// Ids of the ordinals that exist, in the given order.
  [[nodiscard]] virtual std::vector<std::pair<Ordinal, ItemId>> ids(
      const DatasetId& dataset, std::span<const Ordinal> ordinals
  ) const = 0;
  /// The ordinals of those ids that are items of this dataset.
  [[nodiscard]] virtual ItemSet ordinals(const DatasetId& dataset, std::span<const ItemId> ids)
      const = 0;
  /// How many items have an id smaller than this text (ids and ordinals agree in order): the first
  /// ordinal ≥ it.
  [[nodiscard]] virtual Ordinal lower_bound(const DatasetId& dataset, const std::string& id)
      const = 0;
  /// The items that satisfy a condition on columns and metadata. `among`: only of these; of few
  /// ones no more than their rows are read.
  [[nodiscard]] virtual ItemSet matching(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const std::optional<ItemSet>& among = std::nullopt
  ) const = 0;
  /// The items that have an annotation that satisfies the condition; `among` as above.
  [[nodiscard]] virtual ItemSet with_annotation(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const std::optional<ItemSet>& among = std::nullopt
  ) const = 0;
  /// The ordinals of `among` in the given order: `count` of them after the first `offset`.
  [[nodiscard]] virtual std::vector<Ordinal> in_order(
      const DatasetId& dataset,
      const ItemSet& among,
      const query::SqlText& order,
      std::uint64_t offset,
      std::uint64_t count
  ) const = 0;

  /// Adds one item under the next ordinal and gives it; sets `live`, `file`, `hidden` of the
  /// dataset.
  virtual Ordinal add(Item item) = 0;
  virtual void update(const Item& item
  ) = 0;  // all columns but dataset, ordinal, id; keeps the sets right
  /// Takes them out of the dataset's sets; their rows and annotations are left to `Purges`, ledgers
  /// are the caller's.
  virtual void remove(const DatasetId& dataset, const ItemSet& items, const Deletion& deletion) = 0;
};

}  // namespace allot

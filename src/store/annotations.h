#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "domain/entities.h"
#include "domain/item_set.h"
#include "query/plan.h"
#include "store/datasets.h"
#include "store/items.h"

namespace allot {

/// Annotations of a dataset that were chosen at a moment, to be changed or taken away later. Each
/// has a number in the store, in the order in which they came.
struct ChosenAnnotations {
  DatasetId dataset;
  Moment moment = 0;
  ItemSet numbers;
  ItemSet items;  // that they are on
  // What these items are without them.
  ItemSet annotated;
  ItemSet issue;
  ItemSet for_review;
};

/// Of items that are there; those of a removed item are in no answer.
class Annotations {
 public:
  virtual ~Annotations() = default;
  [[nodiscard]] virtual std::optional<Annotation> find(const AnnotationId& id) const = 0;
  /// Visits those of an item, oldest first.
  virtual void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const Annotation&)> visit
  ) const = 0;
  /// The same with their numbers, from behind this one on (nullopt: from the first), until `visit`
  /// answers false: the rest is not read.
  virtual void each_after(
      const DatasetId& dataset,
      Ordinal item,
      std::optional<Ordinal> number,
      FunctionRef<bool(Ordinal number, const Annotation&)> visit
  ) const = 0;
  /// The numbers of those on these items that the condition picks, by item; items without are left
  /// out. A long condition takes the database milliseconds to understand, so ask for many items.
  [[nodiscard]] virtual std::map<Ordinal, ItemSet> numbers_matching(
      const DatasetId& dataset, const ItemSet& items, const query::SqlText& condition
  ) const = 0;
  /// Visits those of these numbers, in the order in which they came, a few in memory at a time.
  virtual void each_numbered(
      const DatasetId& dataset, const ItemSet& numbers, FunctionRef<void(const Annotation&)> visit
  ) const = 0;
  /// Ordinal → how many; items without are left out.
  [[nodiscard]] virtual std::vector<std::pair<Ordinal, std::uint64_t>> counts(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const = 0;
  /// Ordinal → distinct non-empty review statuses of its annotations.
  [[nodiscard]] virtual std::vector<std::pair<Ordinal, std::vector<std::string>>> statuses(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const = 0;
  [[nodiscard]] virtual std::uint64_t total(const DatasetId& dataset
  ) const = 0;  // on items not hidden

  struct Page {
    std::vector<Annotation> annotations;
    std::uint64_t total = 0;
  };

  /// `among`: only annotations of these items. `size` 0 counts only.
  [[nodiscard]] virtual Page page(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::uint64_t offset,
      std::uint64_t size
  ) const = 0;

  /// The same, however long they are together: `begin` is told how many there are in all, and then
  /// `visit` is given the page.
  virtual void each_of_page(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::uint64_t offset,
      std::uint64_t size,
      FunctionRef<void(std::uint64_t total)> begin,
      FunctionRef<void(const Annotation&)> visit
  ) const = 0;

  /// Those that `page` would give, all, or the first `limit` in the order. May scan: never for the
  /// writer.
  [[nodiscard]] virtual ChosenAnnotations choose(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::optional<std::uint64_t> limit
  ) const = 0;

  /// Takes away what was chosen, but for what changed since and what is on `kept` items: it is in
  /// no answer any more, and its rows are purged. Costs what changed since, and the sets. How many
  /// went; nullopt, and nothing is done, when it was chosen so long ago that what changed since
  /// cannot be told.
  virtual std::optional<std::uint64_t> remove(
      const ChosenAnnotations& chosen, const ItemSet& kept, const Deletion& deletion
  ) = 0;

  /// All of these keep `annotated`, `issue` and `for_review` of the dataset right.
  virtual void add(const Annotation& annotation) = 0;
  virtual void update(const Annotation& annotation) = 0;
  virtual void remove(const AnnotationId& id) = 0;
};

}  // namespace allot

#pragma once

// Datasets, items and annotations: part of what use cases ask of storage (store/nouns.h).

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "domain/entities.h"
#include "domain/item_path.h"
#include "domain/item_set.h"
#include "query/plan.h"

namespace allot {

/// Names the state of the store that a transaction sees; a later one is greater.
using Moment = std::uint64_t;

/// Items that were changed, by what was changed.
struct ItemChanges {
  ItemSet rows;         // columns, metadata, the path
  ItemSet annotations;  // added, changed, removed
  ItemSet work;         // statuses, and who holds them in which task
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

/// An annotation, and the item of the dataset that it is on.
struct PlacedAnnotation {
  AnnotationId id;
  Ordinal item = 0;
  bool operator==(const PlacedAnnotation&) const = default;
};

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

/// Annotations that came in one list, too long for one change: of one item, or one for each of many
/// items. They are written in slices and are in no answer until all are there; then they are shown
/// at once. A list that is given up leaves its rows to `Purges`, and no event tells of it.
class AnnotationLists {
 public:
  virtual ~AnnotationLists() = default;

  struct Start {
    DatasetId dataset;
    std::optional<Ordinal> item;  // nullopt: each is on an item of its own
    ProjectId project;
    UserId actor;
    Time at;
  };

  /// The number of a new list.
  virtual std::int64_t begin(const Start& start) = 0;
  /// Adds more of the item, which must be there; or more that are each on an item of its own, in
  /// the order of these items. False, and nothing is done: the list was given up.
  virtual bool add(std::int64_t list, std::span<const Annotation> annotations, Time now) = 0;
  /// From now on they are in all answers, and have come now; their item must be there. Costs their
  /// set. False, and nothing is done: the list was given up.
  virtual bool show(std::int64_t list, Time now) = 0;
  /// The same of a list whose annotations are each on an item of its own: `items` are all of these.
  /// What is on those that are there no more, or are not among `shown`, is given up, and none of it
  /// has a review status.
  virtual bool show_each(
      std::int64_t list, const ItemSet& items, const ItemSet& shown, Time now
  ) = 0;
  /// Unless it is shown. Costs their set.
  virtual void give_up(std::int64_t list) = 0;

  struct Left {
    std::int64_t list = 0;
    DatasetId dataset;
  };

  /// A list that is not shown and to which nothing was added since; nullopt: there is none.
  [[nodiscard]] virtual std::optional<Left> left_before(Time time) const = 0;

  /// A shown list that is not told of to its end; nullopt: there is none.
  [[nodiscard]] virtual std::optional<Left> untold() const = 0;

  struct Slice {
    std::vector<AnnotationId> annotations;  // of those that are there still
    ProjectId project;
    UserId actor;
    Time at;  // when they were shown
  };

  /// At most `rows` annotations of a shown list that nobody was told of, which counts as done with
  /// this; nullopt: nothing is left.
  virtual std::optional<Slice> take_untold(std::int64_t list, std::uint64_t rows) = 0;
};

}  // namespace allot

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/entities.h"
#include "domain/item_set.h"

namespace allot {

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

#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "domain/held_work.h"
#include "domain/item_set.h"

namespace allot {

/// An item's annotations, summed up.
struct AnnotationsOfItem {
  Ordinal item = 0;
  std::uint64_t count = 0;
  Time changed_at;  // of the one that was added or changed last
};

/// What lists of work for a screen ask, which ledgers alone do not tell.
class WorkLists {
 public:
  virtual ~WorkLists() = default;

  /// The assignments of this person, oldest first: hidden ones never, nor those of archived tasks
  /// and projects, nor where the person is a removed member. Costs what the person has, finished
  /// work included, whatever else there is.
  [[nodiscard]] virtual std::vector<HeldWork> held_by(const UserId& person) const = 0;

  struct Part {
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
  };

  /// A part of these items of a task, the one whose status was given last first; those without a
  /// status there follow in the order of the dataset. Costs what became of the task since it was
  /// asked last (the first time, all of it), and no part more than another.
  [[nodiscard]] virtual std::vector<Ordinal> latest_first(
      const DatasetId& dataset, const TaskId& task, const ItemSet& among, Part part
  ) const = 0;

  /// Of items that are there, in the given order; those without annotations are left out.
  [[nodiscard]] virtual std::vector<AnnotationsOfItem> annotations_of(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const = 0;
};

}  // namespace allot

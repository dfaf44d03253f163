#pragma once

// What people did in tasks, as running sums: part of what use cases ask of storage
// (store/nouns.h; docs/adr/0045).

#include <optional>
#include <vector>

#include "base/id.h"
#include "domain/item_set.h"
#include "domain/pace.h"

namespace allot {

/// One person in one task of a dataset.
struct PaceOf {
  DatasetId dataset;
  TaskId task;
  UserId person;
};

/// The sums of somebody, with the quarters of the days that were asked for: those of `pace.today`
/// apart, ascending.
struct KeptPace {
  UserId person;
  PersonPace pace;
  QuarterSums over;
};

/// Sums stay when their task goes, as the log of statuses does, and go with the dataset.
class Paces {
 public:
  virtual ~Paces() = default;
  /// nullopt: nothing was noted yet.
  [[nodiscard]] virtual std::optional<PersonPace> find(const PaceOf& of) const = 0;
  virtual void put(const PaceOf& of, const PersonPace& pace) = 0;
  /// Adds to the quarters of one day that is over. Precondition: `of` was put.
  virtual void add_day(const PaceOf& of, const QuarterSums& over) = 0;
  /// Of whom something was noted in the task, or of this person alone; with the quarters from the
  /// UTC day of `since` on. Costs people and days, however many changes there were.
  [[nodiscard]] virtual std::vector<KeptPace> of_task(
      const TaskId& task, const std::optional<UserId>& person, Quarter since
  ) const = 0;

  /// Of these items those whose status in the task was once taken away.
  [[nodiscard]] virtual ItemSet once_handled(const TaskId& task, const ItemSet& items) const = 0;
  /// Precondition: the task is there.
  virtual void note_once_handled(
      const DatasetId& dataset, const TaskId& task, const ItemSet& items
  ) = 0;

  /// Tasks from whose queues people draw, oldest first: where somebody may do nothing with it.
  [[nodiscard]] virtual std::vector<TaskId> of_pulling_tasks() const = 0;

  /// Since when sums are kept, where tasks were there before; nullopt: from the first on.
  [[nodiscard]] virtual std::optional<Time> begun() const = 0;
};

}  // namespace allot

#pragma once

// Moves of work and what became of them: part of what use cases ask of storage (store/nouns.h).

#include <cstdint>
#include <optional>
#include <vector>

#include "base/function_ref.h"
#include "domain/entities.h"

namespace allot {

class Operations {
 public:
  virtual ~Operations() = default;

  /// `after` is set to what is the last now. Throws StoreFailure when it undoes what was undone
  /// already.
  virtual void record(const Operation& operation) = 0;
  [[nodiscard]] virtual std::optional<Operation> find(const OperationId& id) const = 0;
  /// Without a look at its sets; nullopt: there is no such operation.
  [[nodiscard]] virtual std::optional<TaskId> task_of(const OperationId& id) const = 0;
  [[nodiscard]] virtual bool is_undone(const OperationId& id) const = 0;

  [[nodiscard]] virtual std::uint64_t count_of(const TaskId& task) const = 0;
  /// Newest first: `count` of them after the first `offset`.
  [[nodiscard]] virtual std::vector<Operation> of_task(
      const TaskId& task, std::uint64_t offset, std::uint64_t count
  ) const = 0;
  /// The oldest one after that; `after` empty: the oldest. nullopt: there is none. Costs the same
  /// wherever it stands.
  [[nodiscard]] virtual std::optional<Operation> next_of_task(
      const TaskId& task, const OperationId& after
  ) const = 0;
  /// Visits all that moved the item, oldest first, and some that moved others near it: one at a
  /// time, for their sets can be large. `visit` asks nothing of the store.
  virtual void visit_near(
      const TaskId& task, Ordinal item, FunctionRef<void(const Operation&)> visit
  ) const = 0;

  /// The present one. Of operations the last that can be undone: nobody asks what came after
  /// others.
  [[nodiscard]] virtual WorkMoment moment() const = 0;
  /// Items of which an annotation came, changed or went after that moment. Costs what came since.
  [[nodiscard]] virtual ItemSet annotated_since(const DatasetId& dataset, const WorkMoment& moment)
      const = 0;
  /// Items of which a status in the task was set or cleared since. Costs what came since.
  [[nodiscard]] virtual ItemSet restated_since(const TaskId& task, const WorkMoment& moment)
      const = 0;
  /// The same of what came up to another moment. Each costs what came in between.
  [[nodiscard]] virtual ItemSet annotated_between(
      const DatasetId& dataset, const WorkMoment& from, const WorkMoment& until
  ) const = 0;
  [[nodiscard]] virtual ItemSet restated_between(
      const TaskId& task, const WorkMoment& from, const WorkMoment& until
  ) const = 0;
};

}  // namespace allot

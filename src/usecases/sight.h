#pragma once

#include <optional>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// A task as far as somebody sees into it.
struct SeenTask {
  TaskId id;
  std::optional<UserId> only_of;  // nullopt: all of it; else the share of this person alone

  /// Its ledger; of a share alone, that share is all there is: no other member, nobody else's.
  [[nodiscard]] Ledger ledger(const Transaction& tx) const;
};

/// What somebody sees of the tasks of one dataset (B-171): who sees all assignments of the project,
/// all of them; else the tasks that they own or made, and of the tasks that they work in their own
/// share. Everything that tells of an item's tasks, or filters by them, asks here, so that a second
/// judgement stays blind. Of one transaction; made cheaply, looks up tasks when they are asked for.
class Sight {
 public:
  Sight(const Transaction& tx, const Caller& caller, const DatasetId& dataset);

  /// Oldest first.
  [[nodiscard]] const std::vector<SeenTask>& tasks() const;
  /// May an entry of an item's history be told, given that the item is in sight? Of a task that is
  /// gone, to who sees all.
  [[nodiscard]] bool tells_of(const TaskId& task, const AssignmentId& assignment) const;

 private:
  [[nodiscard]] std::vector<SeenTask> all_tasks() const;
  [[nodiscard]] std::vector<SeenTask> own_tasks() const;

  const Transaction& tx_;
  Caller caller_;
  DatasetId dataset_;
  ProjectId project_;
  bool sees_all_ = false;
  mutable std::optional<std::vector<SeenTask>> tasks_;
};

}  // namespace allot

#pragma once

#include <map>
#include <optional>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// A task as far as somebody sees into it: its ledger; of a share alone, that share is all there
/// is, no other member, nobody else's.
struct SeenTask {
  TaskId id;
  SharedLedger ledger;
};

/// What somebody sees of the tasks of one dataset (B-171): who sees all assignments of the project,
/// all of them; else the tasks that they own or made, and of the tasks that they work in their own
/// share. Everything that tells of an item's tasks, or filters by them, asks here, so that a second
/// judgement stays blind. Of one transaction; made cheaply, looks up tasks when they are asked for.
class Sight {
 public:
  Sight(const Transaction& tx, const Caller& caller, const DatasetId& dataset);

  /// All of them, oldest first: for filters.
  [[nodiscard]] const std::vector<SeenTask>& tasks() const;
  /// Those with some of these items, oldest first; looks at no other.
  [[nodiscard]] std::vector<SeenTask> tasks_with(const ItemSet& items) const;
  /// May an entry of an item's history be told, given that the item is in sight? Of a task that is
  /// gone, to who sees all.
  [[nodiscard]] bool tells_of(const TaskId& task, const AssignmentId& assignment) const;

 private:
  /// How far the caller sees into a task.
  enum class Reach { nothing, own_share, whole };

  [[nodiscard]] Reach reach_into(const TaskId& task) const;
  [[nodiscard]] std::optional<SeenTask> seen(const TaskId& task, const SharedLedger& whole) const;
  [[nodiscard]] std::vector<TaskId> all_tasks() const;

  const Transaction& tx_;
  Caller caller_;
  DatasetId dataset_;
  ProjectId project_;
  bool sees_all_ = false;
  bool sees_nothing_ = false;  // a removed member
  mutable std::map<TaskId, Reach> reaches_;
  mutable std::optional<std::vector<SeenTask>> tasks_;
};

}  // namespace allot

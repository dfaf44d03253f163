#include "usecases/sight.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

Ledger SeenTask::ledger(const Transaction& tx) const {
  auto whole = tx.ledgers().of(id);
  if (!only_of) return whole;
  Ledger seen;
  if (const auto* share = whole.find(*only_of)) {
    seen.members = share->items();
    seen.copies = whole.copies & seen.members;
    seen.shares.push_back(*share);
  }
  return seen;
}

Sight::Sight(const Transaction& tx, const Caller& caller, const DatasetId& dataset)
    : tx_(tx), caller_(caller), dataset_(dataset) {
  const auto found = tx.datasets().find(dataset);
  if (!found) return;
  project_ = found->project;
  sees_all_ = standings_in(tx, caller, project_).may(Verb::see_assignment);
}

const std::vector<SeenTask>& Sight::tasks() const {
  if (!tasks_) tasks_ = sees_all_ ? all_tasks() : own_tasks();
  return *tasks_;
}

std::vector<SeenTask> Sight::all_tasks() const {
  std::vector<SeenTask> seen;
  for (const auto& task : tx_.tasks().of_dataset(dataset_)) {
    seen.push_back({.id = task.id, .only_of = std::nullopt});
  }
  return seen;
}

std::vector<SeenTask> Sight::own_tasks() const {
  std::vector<SeenTask> seen;
  if (is_inactive(tx_, project_, caller_.user)) return seen;
  for (const auto& task : tx_.tasks().concerning(caller_.user)) {
    if (task.dataset != dataset_) continue;
    const bool manages = task.owner == caller_.user || task.creator == caller_.user;
    seen.push_back({.id = task.id, .only_of = manages ? std::nullopt : std::optional(caller_.user)}
    );
  }
  std::ranges::sort(seen, {}, &SeenTask::id);
  return seen;
}

bool Sight::tells_of(const TaskId& task, const AssignmentId& assignment) const {
  if (sees_all_) return true;
  const auto found = std::ranges::find(tasks(), task, &SeenTask::id);
  if (found == tasks().end()) return false;
  if (!found->only_of) return true;
  const auto ledger = found->ledger(tx_);
  return ledger.find(assignment) != nullptr;
}

}  // namespace allot

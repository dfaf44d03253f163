#include "usecases/sight.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

Sight::Sight(const Transaction& tx, const Caller& caller, const DatasetId& dataset)
    : tx_(tx), caller_(caller), dataset_(dataset) {
  const auto found = tx.datasets().find(dataset);
  if (!found) return;
  project_ = found->project;
  sees_all_ = standings_in(tx, caller, project_).may(Verb::see_assignment);
  sees_nothing_ = !sees_all_ && is_inactive(tx, project_, caller.user);
}

const std::vector<SeenTask>& Sight::tasks() const {
  if (!tasks_) {
    tasks_.emplace();
    for (const auto& id : all_tasks()) {
      if (auto task = seen(id, tx_.ledgers().of(id))) tasks_->push_back(*std::move(task));
    }
  }
  return *tasks_;
}

std::vector<SeenTask> Sight::tasks_with(const ItemSet& items) const {
  std::vector<SeenTask> found;
  for (const auto& work : tx_.ledgers().holding(dataset_, items)) {
    if (auto task = seen(work.task, work.ledger)) found.push_back(*std::move(task));
  }
  return found;
}

bool Sight::tells_of(const TaskId& task, const AssignmentId& assignment) const {
  if (sees_all_) return true;
  switch (reach_into(task)) {
    case Reach::nothing: return false;
    case Reach::whole: return true;
    case Reach::own_share: break;
  }
  const auto ledger = tx_.ledgers().of(task);
  const auto* share = ledger->find(caller_.user);
  return share != nullptr && share->assignment == assignment;
}

Sight::Reach Sight::reach_into(const TaskId& id) const {
  if (sees_all_) return Reach::whole;
  if (sees_nothing_) return Reach::nothing;
  const auto [known, is_new] = reaches_.try_emplace(id, Reach::nothing);
  if (!is_new) return known->second;
  const auto task = tx_.tasks().find(id);
  if (!task || task->dataset != dataset_) return Reach::nothing;
  const bool manages = task->owner == caller_.user || task->creator == caller_.user;
  known->second = manages ? Reach::whole : Reach::own_share;
  return known->second;
}

std::optional<SeenTask> Sight::seen(const TaskId& id, const SharedLedger& whole) const {
  switch (reach_into(id)) {
    case Reach::nothing: return std::nullopt;
    case Reach::whole: return SeenTask{.id = id, .ledger = whole};
    case Reach::own_share: break;
  }
  const auto* share = whole->find(caller_.user);
  if (share == nullptr) return std::nullopt;
  Ledger own;
  own.members = share->items();
  own.copies = whole->copies & own.members;
  own.shares.put(*share);
  return SeenTask{.id = id, .ledger = std::make_shared<const Ledger>(std::move(own))};
}

std::vector<TaskId> Sight::all_tasks() const {
  std::vector<TaskId> ids;
  if (sees_nothing_) return ids;
  const auto tasks =
      sees_all_ ? tx_.tasks().of_dataset(dataset_) : tx_.tasks().concerning(caller_.user);
  for (const auto& task : tasks) {
    if (task.dataset == dataset_) ids.push_back(task.id);
  }
  std::ranges::sort(ids);
  return ids;
}

}  // namespace allot

#include "usecases/assignments/withdraw_statuses.h"

#include <map>
#include <span>
#include <vector>

#include "base/check.h"
#include "usecases/assignments/status_change.h"

namespace allot {

namespace {

/// Those that have a status which an issue withdraws.
ItemSet with_status_to_withdraw(const Ledger& ledger, const ItemSet& items) {
  ItemSet found;
  for (const auto* share : ledger.shares.holding(items)) {
    for (const auto& [word, with_word] : share->by_status) {
      if (word != "discard") found |= items & with_word;
    }
  }
  return found;
}

/// A task of the items at hand.
struct NearTask {
  Task task;
  SharedLedger ledger;
};

std::vector<NearTask> tasks_near(
    const Transaction& tx, const DatasetId& dataset, const ItemSet& items
) {
  std::vector<NearTask> near;
  for (auto& [id, ledger] : tx.ledgers().holding(dataset, items)) {
    auto task = tx.tasks().find(id);
    CHECK(task.has_value());
    near.push_back({.task = *std::move(task), .ledger = std::move(ledger)});
  }
  return near;
}

/// Of these items those that the opener holds in review tasks, by the parents of these.
std::map<TaskId, ItemSet> reviewed_by(
    const UserId& opener, std::span<const NearTask> near, const ItemSet& items
) {
  std::map<TaskId, ItemSet> reviewed;
  for (const auto& [task, ledger] : near) {
    if (task.type != TaskType::qa || task.parent.empty()) continue;
    const auto* share = ledger->find(opener);
    if (share == nullptr) continue;
    auto held = share->among(items);
    if (!held.empty()) reviewed[task.parent] |= held;
  }
  return reviewed;
}

}  // namespace

std::vector<WorkWithIssue> work_with_issues(
    const Transaction& tx, const UserId& opener, const DatasetId& dataset, const ItemSet& items
) {
  std::vector<WorkWithIssue> work;
  if (items.empty()) return work;
  auto near = tasks_near(tx, dataset, items);
  const auto reviewed = reviewed_by(opener, near, items);
  auto others = items;
  for (const auto& [parent, held] : reviewed) others -= held;
  for (auto& [task, ledger] : near) {
    const auto held = reviewed.find(task.id);
    auto meant = held != reviewed.end() ? held->second : ItemSet{};
    if (task.type == TaskType::annotation) meant |= others;
    if (meant.empty()) continue;
    work.push_back({.task = std::move(task), .ledger = std::move(ledger), .items = std::move(meant)}
    );
  }
  return work;
}

void withdraw_statuses(
    Env& env, Transaction& tx, const Caller& caller, const DatasetId& dataset, const ItemSet& items
) {
  for (const auto& [task, ledger, meant] : work_with_issues(tx, caller.user, dataset, items)) {
    const auto withdrawn = with_status_to_withdraw(*ledger, meant);
    if (withdrawn.empty()) continue;
    change_status(env, tx, caller, task, *ledger, withdrawn, "", StatusCause::issue);
  }
}

}  // namespace allot

#include "usecases/in_use.h"

#include <algorithm>
#include <vector>

namespace allot {

std::optional<Time> InUse::begin(
    const DatasetId& dataset, const TaskId& task, Ordinal item, const UserId& by
) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  const Spot spot{.dataset = dataset, .task = task, .item = item};
  if (!may_begin(spot, by, now)) return std::nullopt;
  if (count_ >= items_max) forget_lapsed(now);
  if (count_ >= items_max) forget_first();
  const auto until = now + lasts;
  auto& use = datasets_[dataset][task][item];
  if (use.by.empty()) ++count_;
  if (!use.by.empty() && use.by != by) take_from_person(use.by, spot);
  use = {.by = by, .until = until};
  people_[by].insert(spot);
  return until;
}

bool InUse::may_begin(const Spot& spot, const UserId& by, Time now) {
  const auto own = people_.find(by);
  if (own == people_.end() || own->second.size() < items_of_one_max) return true;
  if (own->second.contains(spot)) return true;
  const std::vector<Spot> spots(own->second.begin(), own->second.end());
  for (const auto& each : spots) {
    forget(each.dataset, each.task, [&](Ordinal item, const Use& use) {
      return item == each.item && use.until <= now;
    });
  }
  const auto left = people_.find(by);
  return left == people_.end() || left->second.size() < items_of_one_max;
}

void InUse::end(const DatasetId& dataset, const TaskId& task, const ItemSet& items) {
  const std::lock_guard lock(mutex_);
  forget(dataset, task, [&](Ordinal item, const Use& /*use*/) { return items.contains(item); });
}

void InUse::end(const DatasetId& dataset, const ItemSet& items) {
  const std::lock_guard lock(mutex_);
  forget(dataset, [&](Ordinal item, const Use& /*use*/) { return items.contains(item); });
}

ItemSet InUse::of(const DatasetId& dataset, const TaskId& task) const {
  std::vector<Ordinal> items;
  for (const auto& each : list(dataset, task)) items.push_back(each.item);
  return ItemSet::of(items);
}

std::vector<ItemInUse> InUse::list(const DatasetId& dataset, const TaskId& task) const {
  const std::lock_guard lock(mutex_);
  std::vector<ItemInUse> items;
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return items;
  const auto of_task = found->second.find(task);
  if (of_task == found->second.end()) return items;
  const auto now = clock_.now();
  for (const auto& [item, use] : of_task->second) {
    if (use.until > now) items.push_back({.item = item, .by = use.by, .until = use.until});
  }
  return items;
}

void InUse::forget(const DatasetId& dataset, const TaskId& task, Goes goes) {
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return;
  const auto of_task = found->second.find(task);
  if (of_task == found->second.end()) return;
  count_ -= std::erase_if(of_task->second, [&](const auto& entry) {
    const auto& [item, use] = entry;
    if (!goes(item, use)) return false;
    take_from_person(use.by, {.dataset = dataset, .task = task, .item = item});
    return true;
  });
  if (of_task->second.empty()) found->second.erase(of_task);
  if (found->second.empty()) datasets_.erase(found);
}

void InUse::forget(const DatasetId& dataset, Goes goes) {
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return;
  std::vector<TaskId> tasks;
  for (const auto& [task, items] : found->second) tasks.push_back(task);
  for (const auto& task : tasks) forget(dataset, task, goes);
}

void InUse::take_from_person(const UserId& by, const Spot& spot) {
  const auto own = people_.find(by);
  own->second.erase(spot);
  if (own->second.empty()) people_.erase(own);
}

void InUse::forget_lapsed(Time now) {
  std::vector<DatasetId> datasets;
  for (const auto& [dataset, tasks] : datasets_) datasets.push_back(dataset);
  for (const auto& dataset : datasets) {
    forget(dataset, [&](Ordinal /*item*/, const Use& use) { return use.until <= now; });
  }
}

/// A tenth at once, so that the next ones cost nothing.
void InUse::forget_first() {
  std::vector<Time> times;
  for (const auto& [dataset, tasks] : datasets_) {
    for (const auto& [task, items] : tasks) {
      for (const auto& [item, use] : items) times.push_back(use.until);
    }
  }
  const auto tenth = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 10);
  std::ranges::nth_element(times, tenth);
  forget_lapsed(*tenth);
}

}  // namespace allot

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
  for (const auto& each : spots) forget_if_lapsed(each, now);
  const auto left = people_.find(by);
  return left == people_.end() || left->second.size() < items_of_one_max;
}

void InUse::end(const DatasetId& dataset, const TaskId& task, const ItemSet& items) {
  const std::lock_guard lock(mutex_);
  forget(dataset, task, items);
}

void InUse::end(const DatasetId& dataset, const ItemSet& items) {
  const std::lock_guard lock(mutex_);
  for (const auto& task : tasks_of(dataset)) forget(dataset, task, items);
}

void InUse::end(const DatasetId& dataset, const TaskId& task) {
  const std::lock_guard lock(mutex_);
  forget(dataset, task, [](Ordinal /*item*/, const Use& /*use*/) { return true; });
}

void InUse::end(const DatasetId& dataset) {
  const std::lock_guard lock(mutex_);
  for (const auto& task : tasks_of(dataset)) {
    forget(dataset, task, [](Ordinal /*item*/, const Use& /*use*/) { return true; });
  }
}

void InUse::end(const UserId& by, const TaskId& task) {
  const std::lock_guard lock(mutex_);
  const auto own = people_.find(by);
  if (own == people_.end()) return;
  const std::vector<Spot> spots(own->second.begin(), own->second.end());
  for (const auto& spot : spots) {
    if (spot.task == task) forget(spot.dataset, spot.task, ItemSet{spot.item});
  }
}

std::vector<TaskId> InUse::tasks_of(const UserId& by) const {
  const std::lock_guard lock(mutex_);
  std::set<TaskId> tasks;
  if (const auto own = people_.find(by); own != people_.end()) {
    for (const auto& spot : own->second) tasks.insert(spot.task);
  }
  return {tasks.begin(), tasks.end()};
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

std::vector<TaskId> InUse::tasks_of(const DatasetId& dataset) const {
  std::vector<TaskId> tasks;
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return tasks;
  for (const auto& [task, items] : found->second) tasks.push_back(task);
  return tasks;
}

InUse::Items* InUse::items_of(const DatasetId& dataset, const TaskId& task) {
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return nullptr;
  const auto of_task = found->second.find(task);
  return of_task == found->second.end() ? nullptr : &of_task->second;
}

void InUse::drop_if_empty(const DatasetId& dataset, const TaskId& task) {
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return;
  const auto of_task = found->second.find(task);
  if (of_task != found->second.end() && of_task->second.empty()) found->second.erase(of_task);
  if (found->second.empty()) datasets_.erase(found);
}

void InUse::forget(const DatasetId& dataset, const TaskId& task, Goes goes) {
  auto* const uses = items_of(dataset, task);
  if (uses == nullptr) return;
  count_ -= std::erase_if(*uses, [&](const auto& entry) {
    const auto& [item, use] = entry;
    if (!goes(item, use)) return false;
    take_from_person(use.by, {.dataset = dataset, .task = task, .item = item});
    return true;
  });
  drop_if_empty(dataset, task);
}

void InUse::forget(const DatasetId& dataset, const TaskId& task, const ItemSet& items) {
  auto* const uses = items_of(dataset, task);
  if (uses == nullptr) return;
  if (items.size() > uses->size()) {
    forget(dataset, task, [&](Ordinal item, const Use& /*use*/) { return items.contains(item); });
    return;
  }
  items.for_each([&](Ordinal item) {
    const auto found = uses->find(item);
    if (found == uses->end()) return;
    take_from_person(found->second.by, {.dataset = dataset, .task = task, .item = item});
    uses->erase(found);
    --count_;
  });
  drop_if_empty(dataset, task);
}

void InUse::forget_if_lapsed(const Spot& spot, Time now) {
  const auto& uses = datasets_.at(spot.dataset).at(spot.task);
  if (uses.at(spot.item).until <= now) forget(spot.dataset, spot.task, {spot.item});
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
    for (const auto& task : tasks_of(dataset)) {
      forget(dataset, task, [&](Ordinal /*item*/, const Use& use) { return use.until <= now; });
    }
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

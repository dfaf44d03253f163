#include "usecases/in_use.h"

#include <algorithm>
#include <vector>

namespace allot {

Time InUse::begin(const DatasetId& dataset, const TaskId& task, Ordinal item, const UserId& by) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  if (count_ >= items_max) forget_lapsed(now);
  if (count_ >= items_max) forget_first();
  const auto until = now + lasts;
  auto& items = datasets_[dataset][task];
  if (items.insert_or_assign(item, Use{by, until}).second) ++count_;
  return until;
}

void InUse::end(const DatasetId& dataset, const TaskId& task, const ItemSet& items) {
  const std::lock_guard lock(mutex_);
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return;
  const auto of_task = found->second.find(task);
  if (of_task == found->second.end()) return;
  count_ -= remove(of_task->second, items);
  if (of_task->second.empty()) found->second.erase(of_task);
  if (found->second.empty()) datasets_.erase(found);
}

void InUse::end(const DatasetId& dataset, const ItemSet& items) {
  const std::lock_guard lock(mutex_);
  const auto found = datasets_.find(dataset);
  if (found == datasets_.end()) return;
  for (auto& [task, of_task] : found->second) count_ -= remove(of_task, items);
  std::erase_if(found->second, [](const auto& entry) { return entry.second.empty(); });
  if (found->second.empty()) datasets_.erase(found);
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

std::size_t InUse::remove(Items& items, const ItemSet& which) {
  return std::erase_if(items, [&](const auto& entry) { return which.contains(entry.first); });
}

void InUse::forget_lapsed(Time now) {
  for (auto& [dataset, tasks] : datasets_) {
    for (auto& [task, items] : tasks) {
      count_ -= std::erase_if(items, [&](const auto& entry) { return entry.second.until <= now; });
    }
    std::erase_if(tasks, [](const auto& entry) { return entry.second.empty(); });
  }
  std::erase_if(datasets_, [](const auto& entry) { return entry.second.empty(); });
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

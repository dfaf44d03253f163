#include "domain/work_index.h"

#include <algorithm>
#include <set>

namespace allot {

namespace {

/// With a place in both maps.
std::size_t bytes_of(const ItemSet& members) {
  constexpr std::size_t bytes_of_nodes = 300;
  return bytes_of_nodes + members.bytes();
}

}  // namespace

std::vector<TaskId> WorkIndex::holding(const ItemSet& items) const {
  std::set<TaskId> near;
  const auto end = by_chunk_.end();
  for (const auto chunk : items.chunks()) {
    for (auto at = by_chunk_.from({chunk, {}}); at != end && at->key.chunk == chunk; ++at) {
      if (by_task_.find(at->key.task)->intersects(items)) near.insert(at->key.task);
    }
  }
  return {near.begin(), near.end()};
}

std::vector<TaskId> WorkIndex::tasks() const {
  std::vector<TaskId> tasks;
  for (const auto& [task, members] : by_task_) tasks.push_back(task);
  return tasks;
}

void WorkIndex::put(const TaskId& task, const ItemSet& members) {
  index(task, by_task_.find(task), &members);
  by_task_.put(task, members);
}

void WorkIndex::erase(const TaskId& task) {
  index(task, by_task_.find(task), nullptr);
  by_task_.erase(task);
}

/// A status changes no members, so mostly nothing is to be done here.
void WorkIndex::index(const TaskId& task, const ItemSet* before, const ItemSet* now) {
  if (before != nullptr) bytes_ -= bytes_of(*before);
  if (now != nullptr) bytes_ += bytes_of(*now);
  const auto were = before == nullptr ? std::vector<std::uint32_t>{} : before->chunks();
  const auto are = now == nullptr ? std::vector<std::uint32_t>{} : now->chunks();
  for (const auto chunk : were) {
    if (!std::ranges::binary_search(are, chunk)) by_chunk_.erase({chunk, task});
  }
  for (const auto chunk : are) {
    if (!std::ranges::binary_search(were, chunk)) by_chunk_.put({chunk, task}, {});
  }
}

}  // namespace allot

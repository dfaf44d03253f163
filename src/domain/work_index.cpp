#include "domain/work_index.h"

#include <algorithm>

namespace allot {

namespace {

/// With a place in both maps.
std::size_t bytes_of(const ItemSet& members) {
  constexpr std::size_t bytes_of_nodes = 300;
  return bytes_of_nodes + members.bytes();
}

std::uint64_t members_in(std::uint32_t chunk, const ItemSet& items) {
  const auto first = chunk << ItemSet::chunk_bits;
  const auto last = first + ((std::uint32_t{1} << ItemSet::chunk_bits) - 1);
  return items.rank(last) - items.rank(first) + (items.contains(last) ? 1 : 0);
}

}  // namespace

std::vector<TaskId> WorkIndex::holding(const ItemSet& items) const {
  constexpr std::uint64_t few = 256;
  constexpr std::size_t few_chunks = 8;  // each may have to be indexed
  std::set<TaskId> found;
  const auto chunks = items.chunks();
  if (items.size() <= few && chunks.size() <= few_chunks) {
    items.for_each([&](Ordinal item) { add_holding(item, found); });
  } else {
    for (const auto chunk : chunks) add_holding(chunk, items, found);
  }
  return {found.begin(), found.end()};
}

std::vector<TaskId> WorkIndex::in_chunk(std::uint32_t chunk, std::size_t most) const {
  std::vector<TaskId> tasks;
  const auto end = by_chunk_.end();
  for (auto at = by_chunk_.from({chunk, {}}); at != end && at->key.chunk == chunk; ++at) {
    if (tasks.size() == most) break;
    tasks.push_back(at->key.task);
  }
  return tasks;
}

std::unique_ptr<const WorkIndex::Near> WorkIndex::index_of(std::uint32_t chunk) const {
  constexpr std::uint64_t most_members = std::uint64_t{16} << ItemSet::chunk_bits;  // 4 MB
  constexpr std::size_t most_tasks = std::size_t{1} << 16;
  Near near{.members = {}, .tasks = in_chunk(chunk, most_tasks + 1)};
  std::vector<ChunkMembers::Part> parts;
  std::uint64_t members = 0;
  for (const auto& task : near.tasks) {
    const auto* items = by_task_.find(task);
    members += members_in(chunk, *items);
    if (members > most_members || parts.size() == most_tasks) return std::make_unique<Near>();
    parts.push_back({static_cast<std::uint16_t>(parts.size()), items});
  }
  near.members.emplace(chunk, parts);
  return std::make_unique<const Near>(std::move(near));
}

void WorkIndex::add_holding(Ordinal item, std::set<TaskId>& found) const {
  constexpr std::size_t few = 8;
  const auto chunk = item >> ItemSet::chunk_bits;
  const auto tasks = in_chunk(chunk, few + 1);
  if (tasks.size() > few) {
    const auto& near = (*near_.find(chunk))->get([&] { return index_of(chunk); });
    if (near.members) {
      for (const auto number : near.members->sets_with(item)) found.insert(near.tasks[number]);
      return;
    }
  }
  add_holding(chunk, {item}, found);
}

void WorkIndex::add_holding(std::uint32_t chunk, const ItemSet& items, std::set<TaskId>& found)
    const {
  const auto end = by_chunk_.end();
  for (auto at = by_chunk_.from({chunk, {}}); at != end && at->key.chunk == chunk; ++at) {
    if (by_task_.find(at->key.task)->intersects(items)) found.insert(at->key.task);
  }
}

std::size_t WorkIndex::bytes() const {
  auto bytes = bytes_;
  for (const auto& [chunk, index] : near_) {
    if (const auto* near = index->if_made(); near != nullptr && near->members) {
      bytes += near->members->bytes() + sizeof(TaskId) * near->tasks.size();
    }
  }
  return bytes;
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
  const ItemSet nothing;
  const auto& is = now == nullptr ? nothing : *now;
  for (const auto chunk : is.chunks_changed_since(before == nullptr ? nothing : *before)) {
    near_.put(chunk, std::make_shared<const MadeOnce<Near>>());
  }
}

}  // namespace allot

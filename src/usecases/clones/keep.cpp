#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "usecases/clones/write.h"

namespace allot {

namespace {

/// Of one item, so many parents are known by which their parts find them, …
constexpr std::size_t parents_max = 10'000;
/// … and so many parts wait for a parent that comes later. All of them may be changed in one job.
constexpr std::size_t waiting_parts_max = 1'000;
constexpr std::size_t waiting_bytes_max = std::size_t{4} << 20;

}  // namespace

void CloneWriting::keep(WrittenSlice written) {
  if (!since_) since_ = written.moment;
  for (const auto& flag : dataset_flags) flags_.*flag.set |= written.flags.*flag.set;
  std::vector<Ordinal> folders;
  for (auto& [folder, path] : written.relied_on) {
    folders.push_back(folder);
    relied_on_.emplace(folder, std::move(path));
  }
  folders_of_others_ |= ItemSet::of(folders);
  for (auto& place : written.places) places_.insert(std::move(place));
  folder_ = std::move(written.folder);
  folder_at_ = std::move(written.folder_at);
  item_ = std::move(written.item);
  is_joined_ = written.is_joined;
  if (written.is_other_item) {
    annotations_.clear();
    waiting_.clear();
  }
  for (auto& [source, clone] : written.annotations) {
    waiting_.erase(source.text);
    if (annotations_.size() >= parents_max) continue;
    annotations_.emplace(std::move(source.text), std::move(clone));
  }
  keep_waiting(std::move(written.waiting));
}

/// Those beyond the most keep the parent of their source.
void CloneWriting::keep_waiting(WaitingParts parts) {
  std::size_t count = 0;
  std::size_t bytes = 0;
  const auto has_room_for = [&](const WaitingPart& part) {
    bytes += part.metadata.size();
    return ++count <= waiting_parts_max && bytes <= waiting_bytes_max;
  };
  for (const auto& [parent, waiting] : waiting_) {
    for (const auto& part : waiting) static_cast<void>(has_room_for(part));
  }
  for (auto& [parent, more] : parts) {
    for (auto& part : more) {
      if (!has_room_for(part)) return;
      waiting_[parent].push_back(std::move(part));
    }
  }
}

}  // namespace allot

#include "store/sqlite/recent_changes.h"

#include <utility>

namespace allot::sqlite {

namespace {

constexpr std::size_t groups_max = 64;  // of a dataset; what is older is told apart no longer

std::size_t place_of(RecentChanges::Kind kind) {
  return static_cast<std::size_t>(kind);
}

}  // namespace

void RecentChanges::Group::settle() {
  for (std::size_t i = 0; i < kinds; ++i) {
    if (items[i].empty()) continue;
    sets[i] |= ItemSet::of(items[i]);
    items[i].clear();
  }
}

void RecentChanges::Group::add(const Group& other) {
  for (std::size_t i = 0; i < kinds; ++i) sets[i] |= other.sets[i];
}

void RecentChanges::note(const DatasetId& dataset, Kind kind, const ItemSet& items) {
  if (items.empty()) return;
  const std::scoped_lock lock(mutex_);
  next_group(dataset).sets[place_of(kind)] |= items;
}

void RecentChanges::note(const DatasetId& dataset, Kind kind, Ordinal item) {
  const std::scoped_lock lock(mutex_);
  next_group(dataset).items[place_of(kind)].push_back(item);
}

ItemChanges RecentChanges::since(const DatasetId& dataset, Moment moment) const {
  const std::scoped_lock lock(mutex_);
  const auto found = groups_.find(dataset.text);
  if (found == groups_.end()) return {};
  Group all;
  for (auto& group : found->second) {
    if (group.number <= moment) continue;
    group.settle();
    all.add(group);
  }
  return {
      .rows = std::move(all.sets[place_of(Kind::row)]),
      .annotations = std::move(all.sets[place_of(Kind::annotations)]),
      .work = std::move(all.sets[place_of(Kind::work)])
  };
}

RecentChanges::Group& RecentChanges::next_group(const DatasetId& dataset) {
  auto& groups = groups_[dataset.text];
  const auto number = committed_ + 1;
  if (groups.empty() || groups.back().number != number) {
    if (!groups.empty()) groups.back().settle();
    groups.push_back({.number = number, .sets = {}, .items = {}});
  }
  if (groups.size() > groups_max) {
    // Under the later number: who asks for what came after either gets both.
    groups[1].add(groups[0]);
    groups.pop_front();
  }
  return groups.back();
}

}  // namespace allot::sqlite

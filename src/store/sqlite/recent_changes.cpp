#include "store/sqlite/recent_changes.h"

#include <utility>

namespace allot::sqlite {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::minutes told_apart{2};

std::size_t place_of(RecentChanges::Kind kind) {
  return static_cast<std::size_t>(kind);
}

}  // namespace

void RecentChanges::Group::settle() {
  for (std::size_t i = 0; i < kinds; ++i) {
    if (items[i].empty()) continue;
    sets[i] |= ItemSet::of(items[i]);
    items[i] = {};
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
  const auto found = datasets_.find(dataset.text);
  if (found == datasets_.end()) return {};
  auto& [old, groups] = found->second;
  Group all;
  for (auto group = groups.rbegin(); group != groups.rend() && group->number > moment; ++group) {
    group->settle();
    all.add(*group);
  }
  if (old.number > moment) all.add(old);
  return {
      .rows = std::move(all.sets[place_of(Kind::row)]),
      .annotations = std::move(all.sets[place_of(Kind::annotations)]),
      .work = std::move(all.sets[place_of(Kind::work)]),
      .worked_on = std::move(all.sets[place_of(Kind::worked_on)]),
      .annotation_numbers = std::move(all.sets[place_of(Kind::annotation_numbers)]),
      .is_exact = old.number <= moment
  };
}

struct RecentChanges::Kept {
  std::unordered_map<std::string, OfDataset> datasets;
};

std::shared_ptr<const RecentChanges::Kept> RecentChanges::kept() const {
  const std::scoped_lock lock(mutex_);
  return std::make_shared<const Kept>(datasets_);
}

void RecentChanges::restore(const std::shared_ptr<const Kept>& kept) {
  const std::scoped_lock lock(mutex_);
  datasets_ = kept->datasets;
}

RecentChanges::Group& RecentChanges::next_group(const DatasetId& dataset) {
  auto& [old, groups] = datasets_[dataset.text];
  const auto number = committed_ + 1;
  const auto now = steady_clock::now();
  if (groups.empty() || groups.back().number != number) {
    if (!groups.empty()) groups.back().settle();
    groups.push_back({.number = number, .at = now, .sets = {}, .items = {}});
  }
  while (now - groups.front().at > told_apart) {
    old.add(groups.front());
    old.number = groups.front().number;
    groups.pop_front();
  }
  return groups.back();
}

}  // namespace allot::sqlite

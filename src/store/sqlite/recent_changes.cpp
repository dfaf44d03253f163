#include "store/sqlite/recent_changes.h"

namespace allot::sqlite {

namespace {

constexpr std::size_t groups_max = 64;  // of a dataset; what is older is told apart no longer

ItemSet& set_of(ItemChanges& changes, RecentChanges::Kind kind) {
  switch (kind) {
    case RecentChanges::Kind::row: return changes.rows;
    case RecentChanges::Kind::annotations: return changes.annotations;
    case RecentChanges::Kind::work: break;
  }
  return changes.work;
}

void add(ItemChanges& all, const ItemChanges& more) {
  all.rows |= more.rows;
  all.annotations |= more.annotations;
  all.work |= more.work;
}

}  // namespace

void RecentChanges::note(const DatasetId& dataset, Kind kind, const ItemSet& items) {
  if (items.empty()) return;
  const std::scoped_lock lock(mutex_);
  set_of(next_group(dataset), kind) |= items;
}

void RecentChanges::note(const DatasetId& dataset, Kind kind, Ordinal item) {
  const std::scoped_lock lock(mutex_);
  set_of(next_group(dataset), kind).insert(item);
}

ItemChanges RecentChanges::since(const DatasetId& dataset, Moment moment) const {
  ItemChanges all;
  const std::scoped_lock lock(mutex_);
  const auto found = groups_.find(dataset.text);
  if (found == groups_.end()) return all;
  for (const auto& group : found->second) {
    if (group.number > moment) add(all, group.changes);
  }
  return all;
}

ItemChanges& RecentChanges::next_group(const DatasetId& dataset) {
  auto& groups = groups_[dataset.text];
  const auto number = committed_ + 1;
  if (groups.empty() || groups.back().number != number) groups.push_back({number, {}});
  if (groups.size() > groups_max) {
    // Under the later number: who asks for what came after either gets both.
    add(groups[1].changes, groups[0].changes);
    groups.pop_front();
  }
  return groups.back().changes;
}

}  // namespace allot::sqlite

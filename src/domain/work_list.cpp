#include "domain/work_list.h"

#include <algorithm>
#include <utility>

namespace allot {

namespace {

/// The sets of a share that hold items with this status; nullopt: all of them.
std::vector<const ItemSet*> sets_of(const Share& share, const std::optional<std::string>& word) {
  std::vector<const ItemSet*> sets;
  if (!word || word->empty()) sets.push_back(&share.open);
  if (!word) {
    for (const auto& [each, items] : share.by_status) sets.push_back(&items);
  } else if (const auto found = share.by_status.find(*word); found != share.by_status.end()) {
    sets.push_back(&found->second);
  }
  return sets;
}

}  // namespace

WorkList::WorkList(const Ledger& ledger, std::vector<const Share*> shares, ItemsWanted wanted)
    : ledger_(ledger), shares_(std::move(shares)), wanted_(std::move(wanted)) {}

WorkList WorkList::of_task(const Ledger& ledger, ItemsWanted wanted) {
  std::vector<const Share*> shares;
  shares.reserve(ledger.shares.size());
  for (const auto& share : ledger.shares) shares.push_back(&share);
  WorkList list(ledger, std::move(shares), std::move(wanted));
  list.with_copies_ = ledger.copies.empty();
  if (list.wanted_.word.value_or("").empty()) {
    for (const auto& waiting : ledger.queue) list.queue_.push_back(&waiting);
  }
  return list;
}

WorkList WorkList::of_shares(
    const Ledger& ledger, std::vector<const Share*> shares, ItemsWanted wanted
) {
  return {ledger, std::move(shares), std::move(wanted)};
}

ItemSet WorkList::cut(ItemSet items) const {
  if (wanted_.among) items &= *wanted_.among;
  if (!with_copies_) items -= ledger_.copies;
  return items;
}

ItemSet WorkList::items_of(const Share& share) const {
  return cut(ItemSet::all_of(sets_of(share, wanted_.word)));
}

std::uint64_t WorkList::size_of(const Share& share) const {
  if (!with_copies_) return items_of(share).size();
  std::uint64_t size = 0;
  for (const auto* set : sets_of(share, wanted_.word)) {
    size += wanted_.among ? set->intersection_size(*wanted_.among) : set->size();
  }
  return size;
}

std::uint64_t WorkList::total() const {
  std::uint64_t total = 0;
  for (const auto* share : shares_) total += size_of(*share);
  for (const auto* waiting : queue_) total += cut(*waiting).size();
  return total;
}

std::vector<PlacedItem> WorkList::part(std::uint64_t offset, std::uint64_t count) const {
  std::vector<PlacedItem> found;
  const auto take = [&](std::uint64_t size, const auto& items, const Share* holder) {
    if (found.size() == count) return;
    if (offset >= size) {
      offset -= size;
      return;
    }
    for (const auto item : items().page(offset, count - found.size())) {
      found.push_back({.item = item, .holder = holder});
    }
    offset = 0;
  };
  for (const auto* share : shares_) {
    if (found.size() == count) break;
    const bool is_shown = share->kind == ShareKind::normal;
    take(size_of(*share), [&] { return items_of(*share); }, is_shown ? share : nullptr);
  }
  for (const auto* waiting : queue_) {
    const auto items = cut(*waiting);
    take(items.size(), [&] { return items; }, nullptr);
  }
  return found;
}

ItemSet WorkList::items() const {
  std::vector<const ItemSet*> sets = queue_;
  for (const auto* share : shares_) {
    const auto more = sets_of(*share, wanted_.word);
    sets.insert(sets.end(), more.begin(), more.end());
  }
  return cut(ItemSet::all_of(sets));
}

PlacedItem WorkList::placed(Ordinal item) const {
  const auto* holder = ledger_.holder_of(item);
  const bool is_shown = holder != nullptr && holder->kind == ShareKind::normal;
  return {.item = item, .holder = is_shown ? holder : nullptr};
}

}  // namespace allot

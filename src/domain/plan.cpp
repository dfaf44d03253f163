#include "domain/plan.h"

#include <algorithm>

#include "base/check.h"

namespace allot {

namespace {

/// The share that a holder's items are in, made when a newcomer gets their first.
Share& share_of(Ledger& ledger, const UserId& person, const NewAssignments& assignments) {
  const auto found = std::ranges::find_if(ledger.shares, [&](const Share& share) {
    return share.kind == ShareKind::normal && share.annotator == person;
  });
  if (found != ledger.shares.end()) return *found;
  const auto assignment = assignments.find(person);
  CHECK(assignment != assignments.end());
  ledger.shares.push_back({.assignment = assignment->second, .annotator = person});
  return ledger.shares.back();
}

void take(Share& share, const Handover& handover) {
  CHECK(handover.open.is_subset_of(share.open));
  share.open -= handover.open;
  for (const auto& [word, items] : handover.by_status) {
    const auto held = share.by_status.find(word);
    CHECK(held != share.by_status.end() && items.is_subset_of(held->second));
    held->second -= items;
    if (held->second.empty()) share.by_status.erase(held);
  }
}

/// What waits has no status.
void take_from_queue(Ledger& ledger, const Handover& handover) {
  std::uint64_t taken = 0;
  for (auto& waiting : ledger.queue) {
    taken += waiting.intersection_size(handover.open);
    waiting -= handover.open;
  }
  CHECK(taken == handover.open.size() && handover.by_status.empty());
}

void give(Share& share, const Handover& handover) {
  share.open |= handover.open;
  for (const auto& [word, items] : handover.by_status) share.by_status[word] |= items;
}

}  // namespace

std::string_view name_of(MoveKind kind) {
  switch (kind) {
    case MoveKind::create: return "create";
    case MoveKind::add: return "add";
    case MoveKind::remove: return "remove";
    case MoveKind::redistribute: return "redistribute";
    case MoveKind::reassign: return "reassign";
    case MoveKind::delete_assignment: return "delete_assignment";
    case MoveKind::delete_task: return "delete_task";
    case MoveKind::undo: return "undo";
  }
  return {};
}

std::uint64_t Handover::size() const {
  std::uint64_t size = open.size();
  for (const auto& [word, items_of_word] : by_status) size += items_of_word.size();
  return size;
}

ItemSet Handover::items() const {
  auto all = open;
  for (const auto& [word, items_of_word] : by_status) all |= items_of_word;
  return all;
}

std::uint64_t Plan::total() const {
  std::uint64_t total = 0;
  for (const auto& handover : handovers) total += handover.size();
  return total;
}

std::vector<UserId> Plan::newcomers(const Ledger& ledger) const {
  std::vector<UserId> arriving;
  for (const auto& handover : handovers) {
    if (handover.to.place != Holder::Place::person) continue;
    const auto& person = handover.to.person;
    if (ledger.find(person) != nullptr) continue;
    if (std::ranges::find(arriving, person) == arriving.end()) arriving.push_back(person);
  }
  return arriving;
}

Ledger applied(Ledger ledger, const Plan& plan, const NewAssignments& assignments) {
  for (const auto& person : plan.newcomers(ledger)) share_of(ledger, person, assignments);
  for (const auto& handover : plan.handovers) {
    switch (handover.from.place) {
      case Holder::Place::outside: {
        const auto items = handover.items();
        CHECK(!ledger.members.intersects(items));
        ledger.members |= items;
        break;
      }
      case Holder::Place::queue: take_from_queue(ledger, handover); break;
      case Holder::Place::person:
        take(share_of(ledger, handover.from.person, assignments), handover);
        break;
    }
    switch (handover.to.place) {
      case Holder::Place::outside: {
        const auto items = handover.items();
        ledger.members -= items;
        ledger.copies -= items;
        break;
      }
      case Holder::Place::queue:
        CHECK(handover.by_status.empty());
        ledger.queue.push_back(handover.open);
        break;
      case Holder::Place::person:
        give(share_of(ledger, handover.to.person, assignments), handover);
        break;
    }
  }
  std::erase_if(ledger.queue, [](const ItemSet& waiting) { return waiting.empty(); });
  return ledger;
}

Selection Selection::limited(std::uint64_t limit) const {
  if (limit >= items.size()) return *this;
  if (order.empty()) return {.items = items.slice(0, limit), .order = {}};
  Selection limited{
      .items = {}, .order = {order.begin(), order.begin() + static_cast<std::ptrdiff_t>(limit)}
  };
  limited.items = ItemSet::of(limited.order);
  return limited;
}

Selection Selection::within(const ItemSet& keep) const {
  Selection kept{.items = items & keep, .order = {}};
  for (const auto ordinal : order) {
    if (kept.items.contains(ordinal)) kept.order.push_back(ordinal);
  }
  return kept;
}

std::vector<ItemSet> Selection::runs(std::span<const std::uint64_t> counts) const {
  std::vector<ItemSet> runs;
  std::uint64_t at = 0;
  for (const auto count : counts) {
    if (order.empty()) {
      runs.push_back(items.slice(at, count));
    } else {
      CHECK(at + count <= order.size());
      runs.push_back(ItemSet::of(std::span(order).subspan(at, count)));
    }
    at += count;
  }
  return runs;
}

}  // namespace allot

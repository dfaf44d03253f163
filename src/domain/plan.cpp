#include "domain/plan.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"

namespace allot {

namespace {

/// The shares that a plan touches, taken out of the ledger to be changed, so that each is put back
/// once however many hand-overs it has.
class Touched {
 public:
  Touched(Ledger& ledger, const NewAssignments& assignments)
      : ledger_(ledger), assignments_(assignments) {}

  /// Of somebody who is there, or whose first items come now.
  Share& of(const UserId& person) {
    const auto [at, is_new] = places_.try_emplace(person, shares_.size());
    if (is_new) shares_.push_back(begin(person));
    return shares_[at->second];
  }

  /// New ones in the order in which they were asked for.
  void put_back() { ledger_.shares.put_all(std::move(shares_)); }

 private:
  [[nodiscard]] Share begin(const UserId& person) const {
    if (const auto* share = ledger_.find(person)) return *share;
    const auto assignment = assignments_.find(person);
    CHECK(assignment != assignments_.end());
    return {.assignment = assignment->second, .annotator = person, .open = {}, .by_status = {}};
  }

  Ledger& ledger_;
  const NewAssignments& assignments_;
  std::unordered_map<UserId, std::size_t> places_;
  std::vector<Share> shares_;
};

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

void give(Share& share, const Handover& handover) {
  share.open |= handover.open;
  for (const auto& [word, items] : handover.by_status) share.by_status[word] |= items;
}

/// What comes from outside (`side` is from) or goes there (to), as one set.
ItemSet moved(const Plan& plan, Holder Handover::* side) {
  std::vector<const ItemSet*> sets;
  for (const auto& handover : plan.handovers) {
    if ((handover.*side).place != Holder::Place::outside) continue;
    sets.push_back(&handover.open);
    for (const auto& [word, items] : handover.by_status) sets.push_back(&items);
  }
  return ItemSet::all_of(sets);
}

bool is_in_queue(const Holder& holder) {
  return holder.place == Holder::Place::queue || holder.place == Holder::Place::queue_front;
}

/// What the plan takes from the queue, in one pass over it. What waits has no status.
void take_from_queue(Ledger& ledger, const Plan& plan) {
  std::vector<const ItemSet*> sets;
  std::uint64_t asked = 0;
  for (const auto& handover : plan.handovers) {
    if (!is_in_queue(handover.from)) continue;
    CHECK(handover.by_status.empty());
    asked += handover.open.size();
    sets.push_back(&handover.open);
  }
  if (sets.empty()) return;
  const auto taken = ItemSet::all_of(sets);
  std::uint64_t found = 0;
  for (auto& waiting : ledger.queue) {
    const auto here = waiting.intersection_size(taken);
    if (here > 0) waiting -= taken;
    found += here;
  }
  CHECK(found == asked);
}

/// Puts what the plan gives to the queue to its ends. Sets that nothing is left of go.
void give_to_queue(Ledger& ledger, const Plan& plan) {
  std::vector<const ItemSet*> front;
  for (const auto& handover : plan.handovers) {
    if (!is_in_queue(handover.to)) continue;
    CHECK(handover.by_status.empty());
    if (handover.to.place == Holder::Place::queue) {
      ledger.queue.push_back(handover.open);
    } else {
      front.push_back(&handover.open);
    }
  }
  if (!front.empty()) ledger.queue.insert(ledger.queue.begin(), ItemSet::all_of(front));
  std::erase_if(ledger.queue, [](const ItemSet& waiting) { return waiting.empty(); });
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
    case MoveKind::contributors: return "contributors";
    case MoveKind::batch: return "batch";
    case MoveKind::clear: return "clear";
    case MoveKind::idle: return "idle";
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
  std::unordered_set<UserId> seen;
  for (const auto& handover : handovers) {
    if (handover.to.place != Holder::Place::person) continue;
    const auto& person = handover.to.person;
    if (!seen.insert(person).second || ledger.find(person) != nullptr) continue;
    arriving.push_back(person);
  }
  return arriving;
}

Ledger applied(Ledger ledger, const Plan& plan, const NewAssignments& assignments) {
  const auto coming = moved(plan, &Handover::from);
  CHECK(!ledger.members.intersects(coming));
  ledger.members |= coming;
  Touched touched(ledger, assignments);
  for (const auto& person : plan.newcomers(ledger)) touched.of(person);
  take_from_queue(ledger, plan);
  for (const auto& handover : plan.handovers) {
    if (handover.from.place == Holder::Place::person) {
      take(touched.of(handover.from.person), handover);
    }
    if (handover.to.place == Holder::Place::person) {
      give(touched.of(handover.to.person), handover);
    }
  }
  touched.put_back();
  give_to_queue(ledger, plan);
  const auto going = moved(plan, &Handover::to);
  ledger.members -= going;
  ledger.copies -= going;
  return ledger;
}

ItemSet Movable::among(const ItemSet& open, LeftBehind& left) const {
  auto items = matching ? open & *matching : open;
  left.not_matching += open.size() - items.size();
  const auto found = items.size();
  if (!in_use.empty()) items -= in_use;
  left.in_use += found - items.size();
  return items;
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

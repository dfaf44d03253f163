#include <algorithm>
#include <unordered_map>

#include "domain/people.h"
#include "domain/plan.h"

namespace allot {

namespace {

/// Open items of one person that may move.
struct Holding {
  const Share* share;
  ItemSet items;
};

/// Who holds more than they shall, and what of it goes: the youngest.
struct Giver {
  const Share* share;
  ItemSet surplus;
  // Of the first and the last of them, among the surplus of all.
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

std::vector<Holding> movable_of(const Ledger& ledger, const Movable& movable, LeftBehind& left) {
  std::vector<Holding> all;
  for (const auto& share : ledger.shares) {
    if (share.kind != ShareKind::normal) continue;
    auto items = movable.among(share.open, left);
    left.handled += share.handled().size();
    if (!items.empty()) all.push_back({.share = &share, .items = std::move(items)});
  }
  return all;
}

/// What each person shall hold after it; who is not named, nothing.
std::unordered_map<UserId, std::uint64_t> targets_of(
    std::span<const Load> loads, const std::vector<Holding>& holdings
) {
  std::uint64_t total = 0;
  for (const auto& holding : holdings) total += holding.items.size();
  const auto parts = apportion(total, loads);
  std::unordered_map<UserId, std::uint64_t> targets;
  for (std::size_t i = 0; i < loads.size(); ++i) targets[loads[i].assignee] = parts[i];
  for (const auto& holding : holdings) targets.try_emplace(holding.share->annotator, 0);
  return targets;
}

}  // namespace

Plan plan_task_redistribution(
    const Ledger& ledger, std::span<const Load> loads, const Movable& movable
) {
  Plan plan{.kind = MoveKind::redistribute};
  const auto holdings = movable_of(ledger, movable, plan.left);
  auto missing = targets_of(loads, holdings);  // less what they have
  std::vector<Giver> givers;
  ItemSet surplus;
  for (const auto& [share, items] : holdings) {
    auto& target = missing[share->annotator];
    const auto keeps = std::min(target, items.size());
    target -= keeps;
    if (keeps == items.size()) continue;
    auto gives = items.slice(keeps, items.size() - keeps);
    surplus |= gives;
    givers.push_back({.share = share, .surplus = std::move(gives)});
  }
  for (auto& giver : givers) {
    giver.first = surplus.rank(giver.surplus.select(0));
    giver.last = surplus.rank(giver.surplus.select(giver.surplus.size() - 1));
  }
  std::uint64_t from = 0;
  for (const auto& load : loads) {
    const auto count = missing[load.assignee];
    const auto run = surplus.slice(from, count);
    for (const auto& giver : givers) {
      if (giver.last < from || giver.first >= from + count) continue;
      auto part = giver.surplus & run;
      if (part.empty()) continue;
      plan.handovers.push_back(
          {.from = Holder::of(giver.share->annotator),
           .to = Holder::of(load.assignee),
           .open = std::move(part),
           .by_status = {}}
      );
    }
    from += count;
  }
  describe_people(plan, ledger, people_of(loads));
  return plan;
}

}  // namespace allot

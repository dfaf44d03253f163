#include "domain/people.h"
#include "domain/plan.h"

namespace allot {

Plan plan_addition(
    const Ledger& ledger, const Selection& selection, std::span<const Load> loads, MoveKind kind
) {
  Plan plan{.kind = kind};
  const auto fresh = selection.within(selection.items - ledger.members);
  plan.left.not_matching = selection.items.size() - fresh.items.size();
  const auto runs =
      loads.empty() ? std::vector<ItemSet>{} : fresh.runs(apportion(fresh.items.size(), loads));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].empty()) continue;
    plan.handovers.push_back(
        {.from = Holder::outside(), .to = Holder::of(loads[i].assignee), .open = runs[i]}
    );
  }
  describe_people(plan, ledger, people_of(loads));
  return plan;
}

std::vector<Load> present_people(const Ledger& ledger) {
  std::vector<UserId> people;
  for (const auto& share : ledger.shares) {
    if (share.kind == ShareKind::normal) people.push_back(share.annotator);
  }
  return equal_loads(people);
}

}  // namespace allot

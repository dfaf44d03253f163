#include "base/check.h"
#include "domain/people.h"
#include "domain/plan.h"

namespace allot {

Plan plan_redistribution(
    const Ledger& ledger,
    const AssignmentId& source,
    std::span<const Load> loads,
    const Movable& movable
) {
  const auto* giver = ledger.find(source);
  CHECK(giver != nullptr);
  Plan plan{.kind = MoveKind::redistribute, .source = source};
  const Selection items{.items = movable.among(giver->open, plan.left), .order = {}};
  plan.left.handled = giver->handled().size();
  const auto runs = items.runs(apportion(items.items.size(), loads));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    // The giver among the receivers keeps that run where it is (B-205).
    if (runs[i].empty() || loads[i].assignee == giver->annotator) continue;
    plan.handovers.push_back(
        {.from = Holder::of(giver->annotator), .to = Holder::of(loads[i].assignee), .open = runs[i]}
    );
  }
  auto people = people_of(loads);
  people.push_back(giver->annotator);
  describe_people(plan, ledger, people);
  return plan;
}

}  // namespace allot

#include "base/check.h"
#include "domain/people.h"
#include "domain/plan.h"

namespace allot {

Plan plan_reassignment(const Ledger& ledger, const AssignmentId& source, const UserId& to) {
  const auto* giver = ledger.find(source);
  CHECK(giver != nullptr);
  Plan plan{.kind = MoveKind::reassign, .source = source};
  if (giver->annotator != to && !giver->empty()) {
    plan.handovers.push_back(
        {.from = Holder::of(giver->annotator),
         .to = Holder::of(to),
         .open = giver->open,
         .by_status = giver->by_status}
    );
  }
  const UserId people[] = {to, giver->annotator};
  describe_people(plan, ledger, people);
  return plan;
}

}  // namespace allot

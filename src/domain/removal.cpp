#include "base/check.h"
#include "domain/people.h"
#include "domain/plan.h"

namespace allot {

namespace {

/// Everything that a share holds goes out of the task.
void add_whole_share(Plan& plan, const Share& share) {
  if (share.empty()) return;
  plan.handovers.push_back(
      {.from = Holder::of(share.annotator),
       .to = Holder::outside(),
       .open = share.open,
       .by_status = share.by_status}
  );
}

void add_from_queue(Plan& plan, const Ledger& ledger, const ItemSet& items) {
  ItemSet waiting;
  for (const auto& set : ledger.queue) waiting |= set & items;
  if (waiting.empty()) return;
  plan.handovers.push_back(
      {.from = {Holder::Place::queue, {}}, .to = Holder::outside(), .open = std::move(waiting)}
  );
}

}  // namespace

Plan plan_removal(const Ledger& ledger, const ItemSet& matching) {
  Plan plan{.kind = MoveKind::remove};
  for (const auto* share : ledger.shares.holding(matching)) {
    if (auto open = share->open & matching; !open.empty()) {
      plan.handovers.push_back(
          {.from = Holder::of(share->annotator), .to = Holder::outside(), .open = std::move(open)}
      );
    }
    for (const auto& [word, items] : share->by_status) {
      plan.left.handled += items.intersection_size(matching);
    }
  }
  add_from_queue(plan, ledger, matching);
  describe_people(plan, ledger, {});
  return plan;
}

Plan plan_item_deletion(const Ledger& ledger, const ItemSet& items) {
  Plan plan{.kind = MoveKind::remove};
  for (const auto* share : ledger.shares.holding(items)) {
    Handover gone{
        .from = Holder::of(share->annotator),
        .to = Holder::outside(),
        .open = share->open & items,
        .by_status = {}
    };
    for (const auto& [word, set] : share->by_status) {
      if (auto hit = set & items; !hit.empty()) gone.by_status[word] = std::move(hit);
    }
    plan.handovers.push_back(std::move(gone));
  }
  add_from_queue(plan, ledger, items);
  describe_people(plan, ledger, {});
  return plan;
}

Plan plan_assignment_deletion(const Ledger& ledger, const AssignmentId& assignment) {
  const auto* share = ledger.find(assignment);
  CHECK(share != nullptr);
  Plan plan{.kind = MoveKind::delete_assignment, .source = assignment};
  add_whole_share(plan, *share);
  describe_people(plan, ledger, {});
  return plan;
}

Plan plan_task_deletion(const Ledger& ledger) {
  Plan plan{.kind = MoveKind::delete_task};
  for (const auto& share : ledger.shares) add_whole_share(plan, share);
  add_from_queue(plan, ledger, ledger.members);
  describe_people(plan, ledger, {});
  return plan;
}

Ledger without_items(Ledger ledger, const ItemSet& gone) {
  ledger.members -= gone;
  ledger.copies -= gone;
  for (auto& waiting : ledger.queue) waiting -= gone;
  std::erase_if(ledger.queue, [](const ItemSet& waiting) { return waiting.empty(); });
  for (const auto* holder : ledger.shares.holding(gone)) {
    ledger.shares.change(holder->assignment, [&](Share& share) { share.drop(gone); });
  }
  return ledger;
}

}  // namespace allot

#include "usecases/assignments/next.h"

#include "domain/next_items.h"
#include "usecases/access.h"
#include "usecases/assignments/set_status.h"

namespace allot {

namespace {

/// Ids ascend with ordinals, so that an item that left the assignment, or the dataset, still has
/// its place, and whether there is such an item is not told.
Ordinal first_after(const Transaction& tx, const DatasetId& dataset, const ItemId& item) {
  const auto here = tx.items().ordinals(dataset, {&item, 1});
  return here.empty() ? tx.items().lower_bound(dataset, item.text) : here.select(0) + 1;
}

bool accepts_work(const AssignmentInTask& found, Time now) {
  if (found.task.dismissed) return false;
  return found.standings.may(Verb::move_work) || !is_locked(found.task, now);
}

}  // namespace

Result<NextItems> list_next_items(Env& env, const Caller& caller, const AskNextItems& input) {
  return read(env.store, [&](const Transaction& tx) -> Result<NextItems> {
    const auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::next_item));
    const auto& dataset = found.task.dataset;
    const auto ledger = tx.ledgers().of(found.task.id);
    const auto* share = ledger->find(input.assignment);
    CHECK(share != nullptr);
    const auto sets = tx.datasets().sets(dataset);
    const auto work = accepts_work(found, env.clock.now())
                          ? needs_work(*share, found.task.type, sets.issue, sets.for_review)
                          : NeedsWork{};
    const auto from = input.after ? first_after(tx, dataset, *input.after) : 0;
    NextItems next;
    const auto ordinals = next_items(work, from, input.count);
    next.items = view_items(tx, Sight(tx, caller, dataset), dataset, ordinals);
    next.remaining = work.count();
    if (found.task.type == TaskType::qa) next.waiting = work.waiting.size();
    return next;
  });
}

}  // namespace allot

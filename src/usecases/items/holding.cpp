#include "usecases/items/holding.h"

namespace allot {

Result<Done> require_item_in(Env& env, const Assignment& assignment, const ItemId& item) {
  return read(env.store, [&](const Transaction& tx) -> Result<Done> {
    const auto ordinals = tx.items().ordinals(assignment.dataset, {&item, 1});
    const auto ledger = tx.ledgers().of(assignment.task);
    const auto* share = ledger->find(assignment.id);
    if (share != nullptr && share->intersects(ordinals)) return Done{};
    return fail(ErrorCode::not_found, "The item is not in this assignment.");
  });
}

}  // namespace allot

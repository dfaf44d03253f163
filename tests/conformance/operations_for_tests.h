#pragma once

// Operations of a task, and what was done since.

#include "conformance/fixture.h"

namespace allot::conformance {

class OperationsOfAStore : public StoreTest {
 protected:
  Operation operation_on(const TaskId& task, const ItemSet& items) {
    Operation made{
        .id = ids.next<OperationId>(),
        .task = task,
        .by = UserId{"mia@example.org"},
        .at = clock.now(),
        .plan = {.kind = MoveKind::add}
    };
    made.plan.handovers.push_back(
        {.from = Holder::outside(), .to = Holder::of(UserId{"ada@example.org"}), .open = items}
    );
    return made;
  }

  OperationId record(const TaskId& task, const ItemSet& items, const OperationId& undo_of = {}) {
    auto operation = operation_on(task, items);
    operation.undo_of = undo_of;
    change([&](Transaction& tx) { tx.operations().record(operation); });
    return operation.id;
  }

  WorkMoment after(const OperationId& id) {
    return look([&](const Transaction& tx) { return tx.operations().find(id)->after.value(); });
  }

  ItemSet annotated_since(const DatasetId& dataset, const OperationId& id) {
    const auto moment = after(id);
    return look([&](const Transaction& tx) {
      return tx.operations().annotated_since(dataset, moment);
    });
  }
};

}  // namespace allot::conformance

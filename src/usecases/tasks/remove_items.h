#pragma once

#include <string>

#include "usecases/tasks/moving.h"

namespace allot {

struct RemoveItems {
  TaskId task;
  std::string query;  // DQL text; hidden items match too, without being asked
  MoveOptions how = {};
};

/// Takes the matching open items out of the task and their assignments; items with a status stay,
/// items not in the task are ignored (B-100). Assignments left empty go (B-101). Nothing removed is
/// success. Atomic. Cannot be undone. Returns the finished command (`spec.removeFromTaskId`,
/// `removeItemsCount` removed, `totalItemsCount` matches in the task) or the preview. Errors:
/// not_found, forbidden, invalid (query), conflict (dismissed).
[[nodiscard]] Result<Outcome> remove_items(
    Env& env, const Caller& caller, const RemoveItems& input
);

/// Takes deleted items out of every task of their dataset, whatever their status, and out of the
/// queues of pulling tasks (B-144), with the traces of removal. Call it in the transaction that
/// deletes the rows, before they go.
void take_out_of_tasks(
    Env& env, Transaction& tx, const Caller& caller, const DatasetId& dataset, const ItemSet& items
);

}  // namespace allot

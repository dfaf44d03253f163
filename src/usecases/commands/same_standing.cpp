#include "usecases/commands/same_standing.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

namespace {

/// Of a task that is there. It may have got another owner, and they may need to be that.
bool manages_its_tasks(
    const Transaction& tx, const Caller& caller, Verb verb, const OutboxLines& change
) {
  if (verb != Verb::edit_task && verb != Verb::move_work) return true;
  if (!tx.journal().tells_later_of_tasks(change)) return true;
  return std::ranges::all_of(tx.journal().tasks_told_of(change), [&](const TaskId& id) {
    const auto task = tx.outside().tasks().find(id);
    return !task || standings_without_work(tx.outside(), caller, *task).may(verb);
  });
}

}  // namespace

bool has_same_standing(
    const Transaction& tx,
    const Caller& caller,
    Verb verb,
    const OutboxLines& change,
    const std::optional<Command>& made
) {
  const auto project = made ? made->project : ProjectId{};
  return !tx.journal().tells_later_of_member(change, project, caller.user) &&
         manages_its_tasks(tx, caller, verb, change);
}

}  // namespace allot

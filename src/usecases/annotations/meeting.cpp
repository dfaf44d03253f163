#include "usecases/annotations/meeting.h"

#include "usecases/assignments/set_status.h"
#include "usecases/datasets/writable.h"

namespace allot {

Meeting meet(const Transaction& tx, const Caller& caller, const Item& item, Time now) {
  const auto dataset = tx.datasets().find(item.dataset);
  CHECK(dataset.has_value());
  Meeting meeting{
      .standings = standings_in(tx, caller, dataset->project),
      .writable = require_writable(*dataset).has_value()
  };
  if (is_inactive(tx, dataset->project, caller.user)) return meeting;
  const bool by_role = meeting.standings.may(Verb::annotate);
  bool open = by_role;
  for (const auto& [id, ledger] : tx.ledgers().holding(item.dataset, {item.ordinal})) {
    const auto row = tx.tasks().find(id);
    CHECK(row.has_value());
    const auto& task = *row;
    if (task.owner == caller.user || task.creator == caller.user) {
      meeting.standings.add(Standing::manages_task);
      open = true;
    }
    const auto* holder = ledger->holder_of(item.ordinal);
    if (holder == nullptr || holder->annotator != caller.user) continue;
    meeting.held_in.push_back(id);
    meeting.standings.add(Standing::holds);
    if (task.type == TaskType::qa) meeting.standings.add(Standing::holds_review);
    open = open || !is_locked(task, now);
  }
  meeting.locked = !meeting.held_in.empty() && !open;
  return meeting;
}

Result<Done> check_unlocked(const Meeting& meeting) {
  if (!meeting.writable) return locked_by_export();
  if (!meeting.locked) return Done{};
  return fail(ErrorCode::forbidden, "The task is locked since its due date.");
}

Result<Done> check_may_annotate(const Meeting& meeting, const Item& item) {
  TRY(require(meeting.standings, Verb::annotate, "item", item.id.text));
  return check_unlocked(meeting);
}

}  // namespace allot

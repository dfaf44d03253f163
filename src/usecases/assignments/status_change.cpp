#include "usecases/assignments/status_change.h"

#include <algorithm>
#include <span>
#include <vector>

#include "usecases/tasks/batches.h"
#include "usecases/tasks/idle_time.h"
#include "usecases/tasks/telling.h"

namespace allot {

namespace {

/// One log entry for each word set or cleared.
void log_changes(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const ShareChange& change,
    const std::string& word
) {
  StatusEvent event{
      .dataset = task.dataset,
      .task = task.id,
      .assignment = change.assignment,
      .items = {},
      .word = word,
      .cleared = false,
      .actor = caller.user,
      .at = env.clock.now()
  };
  if (!word.empty()) {
    for (const auto& [before, items] : change.changed) event.items |= items;
    if (!event.items.empty()) tx.status_log().append(event);
    return;
  }
  event.cleared = true;
  for (const auto& [before, items] : change.changed) {
    if (before.empty()) continue;  // nothing was set: nothing went
    event.word = before;
    event.items = items;
    tx.status_log().append(event);
  }
}

/// What is open again gives its holder the whole idle time (B-299); a contributor who was removed
/// holds nothing open, so it waits in front of the queue and is offered to the others (B-055).
void settle_reopened(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const ShareChange> changes
) {
  if (!task.pulling) return;
  const auto ledger = tx.ledgers().of(task.id);
  std::vector<UserId> locked;
  for (const auto& change : changes) {
    const auto had_status = [](const auto& changed) { return !changed.first.empty(); };
    if (std::ranges::none_of(change.changed, had_status)) continue;
    const auto& holder = ledger->find(change.assignment)->annotator;
    if (task.pulling->locks(holder)) {
      locked.push_back(holder);
    } else {
      begin_idle_time(env, tx, task, change.assignment);
    }
  }
  const auto plan = plan_giving_back(*ledger, locked, MoveKind::clear);
  if (plan.handovers.empty()) return;
  static_cast<void>(carry_out(env, tx, caller, task, *ledger, plan));
  offer_batches(env, tx, caller, task, locked);
}

}  // namespace

void change_status(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const ItemSet& items,
    const std::string& word,
    StatusCause cause
) {
  const auto status_before = status_of(tx, task, before);
  auto ledger = before;
  const auto changes = allot::set_status(ledger, items, word);
  for (const auto& changed : changes) log_changes(env, tx, caller, task, changed, word);
  note_statuses(env, tx, caller, task, changes, word, cause, before, ledger);
  const auto status_after = status_of(tx, task, ledger);
  tx.ledgers().put(task.id, std::move(ledger));
  env.in_use.end(task.dataset, task.id, items);
  tell(env, tx, caller, task, StatusSet{.word = word, .count = items.size()});
  note_status_change(env, tx, caller, task, status_before, status_after);
  if (word.empty()) settle_reopened(env, tx, caller, task, changes);
}

}  // namespace allot

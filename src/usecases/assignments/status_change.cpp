#include "usecases/assignments/status_change.h"

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

}  // namespace

void change_status(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const ItemSet& items,
    const std::string& word
) {
  const auto status_before = status_of(tx, task, before);
  auto ledger = before;
  for (const auto& changed : allot::set_status(ledger, items, word)) {
    log_changes(env, tx, caller, task, changed, word);
  }
  const auto status_after = status_of(tx, task, ledger);
  tx.ledgers().put(task.id, std::move(ledger));
  tell(env, tx, caller, task, StatusSet{.word = word, .count = items.size()});
  note_status_change(env, tx, caller, task, status_before, status_after);
}

}  // namespace allot

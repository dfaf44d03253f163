#include "usecases/tasks/note_pace.h"

#include "domain/pace.h"
#include "store/pace_nouns.h"

namespace allot {

namespace {

void add_to_sums(Transaction& tx, const PaceOf& of, FunctionRef<QuarterSums(PersonPace&)> note) {
  auto pace = tx.paces().find(of).value_or(PersonPace{});
  const auto over = note(pace);
  tx.paces().put(of, pace);
  if (!over.empty()) tx.paces().add_day(of, over);
}

void note_own_change(Transaction& tx, const PaceOf& of, const OwnChange& change) {
  add_to_sums(tx, of, [&](PersonPace& pace) { return note_change(pace, change); });
}

void note_items_left(Transaction& tx, const PaceOf& of, Time at, std::int64_t opened) {
  if (opened == 0) return;
  add_to_sums(tx, of, [&](PersonPace& pace) { return note_opened(pace, at, opened); });
}

std::int64_t opened_by(const Ledger& before, const Ledger& after) {
  const auto left = [](const Ledger& ledger) {
    return static_cast<std::int64_t>(count(ledger).remaining());
  };
  return left(after) - left(before);
}

/// Of the items of `changes` those that had a status before, or those that had none.
ItemSet items_of(std::span<const ShareChange> changes, bool had_status) {
  ItemSet items;
  for (const auto& change : changes) {
    for (const auto& [word, set] : change.changed) {
      if (word.empty() != had_status) items |= set;
    }
  }
  return items;
}

}  // namespace

void note_statuses(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const ShareChange> changes,
    const std::string& word,
    StatusCause cause,
    const Ledger& before,
    const Ledger& after
) {
  const PaceOf of{.dataset = task.dataset, .task = task.id, .person = caller.user};
  OwnChange own{.at = env.clock.now(), .opened = opened_by(before, after)};
  if (word.empty()) {
    const auto cleared = items_of(changes, true);
    if (cleared.empty()) return;  // nothing was set: nothing went, and the log has no line
    tx.paces().note_once_handled(task.dataset, task.id, cleared);
  } else {
    const auto were_open = items_of(changes, false);
    const auto corrected = tx.paces().once_handled(task.id, were_open);
    own.handled = were_open.size() - corrected.size();
  }
  if (cause == StatusCause::issue) {
    note_items_left(tx, of, own.at, own.opened);
  } else {
    note_own_change(tx, of, own);
  }
}

void note_move(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const Ledger& after
) {
  note_items_left(
      tx,
      {.dataset = task.dataset, .task = task.id, .person = caller.user},
      env.clock.now(),
      opened_by(before, after)
  );
}

void note_annotating(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const ItemSet& items
) {
  std::vector<TaskId> tasks;
  for (const auto& [id, ledger] : tx.ledgers().holding(dataset, items)) {
    const auto* share = ledger->find(caller.user);
    if (share != nullptr && share->intersects(items)) tasks.push_back(id);
  }
  note_annotating(env, tx, caller, dataset, tasks);
}

void note_annotating(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    std::span<const TaskId> tasks
) {
  for (const auto& task : tasks) {
    const PaceOf of{.dataset = dataset, .task = task, .person = caller.user};
    note_own_change(tx, of, {.at = env.clock.now()});
  }
}

}  // namespace allot

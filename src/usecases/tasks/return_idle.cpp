#include "usecases/tasks/return_idle.h"

#include <algorithm>

#include "domain/pulling.h"
#include "store/pace_nouns.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/moving.h"

namespace allot {

namespace {

constexpr std::size_t people_at_once = 100;

/// When something last came from them, or to them.
Time last_seen(const Transaction& tx, const Task& task, const Share& share) {
  const auto assignment = tx.assignments().find(share.assignment);
  const auto pace =
      tx.paces().find({.dataset = task.dataset, .task = task.id, .person = share.annotator});
  Time last = assignment ? assignment->updated_at : task.created_at;
  if (pace && pace->last_change) last = std::max(last, *pace->last_change);
  return last;
}

bool returns_idle(const std::optional<Task>& task) {
  return task && task->pulling && task->pulling->idle && !task->dismissed;
}

/// Has nothing come from them, or to them, for too long, and is nothing of theirs on screen?
bool is_idle(
    const Transaction& tx, const Task& task, const Share& share, const ItemSet& in_use, Time now
) {
  return share.among(in_use).empty() && now - last_seen(tx, task, share) >= *task.pulling->idle;
}

/// Whose open items go back.
bool is_to_return(
    const Transaction& tx, const Task& task, const Share& share, const ItemSet& in_use, Time now
) {
  return share.kind == ShareKind::normal && !share.open.empty() &&
         is_idle(tx, task, share, in_use, now);
}

/// The work of a task that is to go back.
struct IdleWork {
  TaskId task;
  std::vector<UserId> holders;  // of open items; at most `people_at_once`
  std::vector<UserId> at_work;  // who has room: it is offered to them, and to nobody else
};

/// Without holders, when the task is gone, or has no idle time. Costs the people of the task.
IdleWork idle_work(const Env& env, const Transaction& tx, const TaskId& id) {
  IdleWork work{.task = id, .holders = {}, .at_work = {}};
  const auto now = env.clock.now();
  const auto task = tx.tasks().find(id);
  if (!returns_idle(task)) return work;
  const auto in_use = env.in_use.of(task->dataset, id);
  const auto ledger = tx.ledgers().of(id);
  for (const auto& share : ledger->shares) {
    if (work.holders.size() == people_at_once) break;
    if (is_to_return(tx, *task, share, in_use, now)) work.holders.push_back(share.annotator);
  }
  if (work.holders.empty()) return work;
  for (const auto& share : ledger->shares) {
    if (share.kind != ShareKind::normal || !has_room(share, *task->pulling)) continue;
    if (!is_idle(tx, *task, share, in_use, now)) work.at_work.push_back(share.annotator);
  }
  return work;
}

/// Looks again, at the holders alone. Errors: none.
Result<std::uint64_t> return_of(Env& env, Transaction& tx, const IdleWork& work) {
  const auto task = tx.tasks().find(work.task);
  if (!returns_idle(task)) return std::uint64_t{0};
  const auto now = env.clock.now();
  const auto in_use = env.in_use.of(task->dataset, work.task);
  const auto ledger = tx.ledgers().of(work.task);
  auto people = work.holders;
  std::erase_if(people, [&](const UserId& person) {
    const auto* share = ledger->find(person);
    return share == nullptr || !is_to_return(tx, *task, *share, in_use, now);
  });
  if (people.empty()) return std::uint64_t{0};
  const auto plan = plan_giving_back(*ledger, people, MoveKind::idle, in_use);
  static_cast<void>(carry_out(env, tx, Caller{}, *task, *ledger, plan));
  load_batches(env, tx, Caller{}, *task, work.at_work);
  return plan.total();
}

}  // namespace

std::uint64_t return_idle(Env& env) {
  const auto found = read(env.store, [&](const Transaction& tx) {
    std::vector<IdleWork> all;
    for (const auto& id : tx.paces().of_pulling_tasks()) {
      auto work = idle_work(env, tx, id);
      if (!work.holders.empty()) all.push_back(std::move(work));
    }
    return all;
  });
  std::uint64_t returned = 0;
  for (const auto& work : found) {
    const auto went = write(
        env.store,
        scope_of(work.task),
        [&](Transaction& tx) { return return_of(env, tx, work); },
        "housekeeping/idle"
    );
    returned += went.value();
  }
  return returned;
}

}  // namespace allot

#include "usecases/tasks/return_idle.h"

#include <algorithm>

#include "domain/pulling.h"
#include "store/pace_nouns.h"
#include "usecases/scopes.h"
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

/// Nobody, when the task is gone, or has no idle time.
std::vector<UserId> idle_people(
    const Transaction& tx, const std::optional<Task>& task, const ItemSet& in_use, Time now
) {
  std::vector<UserId> idle;
  if (!task || !task->pulling || !task->pulling->idle || task->dismissed) return idle;
  for (const auto& share : tx.ledgers().of(task->id)->shares) {
    if (share.kind != ShareKind::normal || share.open.empty()) continue;
    if (share.open.intersects(in_use)) continue;
    if (now - last_seen(tx, *task, share) < *task->pulling->idle) continue;
    idle.push_back(share.annotator);
    if (idle.size() == people_at_once) break;
  }
  return idle;
}

/// Errors: none.
Result<std::uint64_t> return_of(Env& env, Transaction& tx, const TaskId& id) {
  const auto task = tx.tasks().find(id);
  const auto in_use = task ? env.in_use.of(task->dataset, id) : ItemSet{};
  const auto people = idle_people(tx, task, in_use, env.clock.now());
  if (people.empty()) return std::uint64_t{0};
  const auto ledger = tx.ledgers().of(id);
  const auto plan = plan_giving_back(*ledger, people, MoveKind::idle, in_use);
  static_cast<void>(carry_out(env, tx, Caller{}, *task, *ledger, plan));
  return plan.total();
}

}  // namespace

std::uint64_t return_idle(Env& env) {
  const auto now = env.clock.now();
  const auto tasks = read(env.store, [&](const Transaction& tx) {
    auto all = tx.paces().of_pulling_tasks();
    std::erase_if(all, [&](const TaskId& id) {
      const auto task = tx.tasks().find(id);
      const auto in_use = task ? env.in_use.of(task->dataset, id) : ItemSet{};
      return idle_people(tx, task, in_use, now).empty();
    });
    return all;
  });
  std::uint64_t returned = 0;
  for (const auto& id : tasks) {
    const auto went = write(
        env.store,
        scope_of(id),
        [&](Transaction& tx) { return return_of(env, tx, id); },
        "housekeeping/idle"
    );
    returned += went.value();
  }
  return returned;
}

}  // namespace allot

#include "usecases/tasks/offer_to_returned.h"

#include <chrono>

#include "base/check.h"
#include "store/availabilities.h"
#include "store/pace_nouns.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

bool ended_lately(const std::optional<Availability>& said, Time now) {
  constexpr std::chrono::hours lately{1};
  return said && said->until && *said->until <= now && now - *said->until < lately;
}

struct Returned {
  TaskId task;
  std::vector<UserId> people;
};

/// Nobody, when the task is gone, or nothing waits in it.
Returned returned_to(const Transaction& tx, const TaskId& id, Time now) {
  Returned returned{.task = id, .people = {}};
  const auto task = tx.tasks().find(id);
  if (!task || !task->pulling || task->dismissed) return returned;
  const auto ledger = tx.ledgers().of(id);
  if (ledger->queue.empty()) return returned;
  std::vector<UserId> back;
  for (const auto& person : task->pulling->allowed) {
    if (ledger->find(person) != nullptr) continue;
    if (ended_lately(tx.availabilities().find(task->project, person), now)) back.push_back(person);
  }
  returned.people = who_may_pull(tx, *task, std::move(back), now);
  return returned;
}

}  // namespace

void offer_to_returned(Env& env) {
  const auto found = read(env.store, [&](const Transaction& tx) {
    std::vector<Returned> all;
    for (const auto& id : tx.paces().of_pulling_tasks()) {
      auto returned = returned_to(tx, id, env.clock.now());
      if (!returned.people.empty()) all.push_back(std::move(returned));
    }
    return all;
  });
  for (const auto& each : found) {
    const auto body = [&](Transaction& tx) -> Result<Done> {
      const auto task = tx.tasks().find(each.task);
      if (task) load_batches(env, tx, Caller{}, *task, each.people);
      return Done{};
    };
    const auto offered = write(env.store, scope_of(each.task), body, "housekeeping/returned");
    CHECK(offered.has_value());
  }
}

}  // namespace allot

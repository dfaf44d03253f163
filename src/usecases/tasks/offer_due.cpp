#include "usecases/tasks/offer_due.h"

#include "base/check.h"
#include "store/availabilities.h"
#include "store/offers.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

/// Does anything of this task wait for that person?
bool waits_for(const Transaction& tx, const TaskId& id, const UserId& person) {
  const auto task = tx.tasks().find(id);
  if (!task || !task->pulling || !task->pulling->allows(person)) return false;
  return has_room(*tx.ledgers().of(id), *task->pulling, person);
}

std::vector<TaskId> tasks_for(const Transaction& tx, const Returning& back) {
  auto tasks = tx.offers().tasks_with_queue(back.project);
  std::erase_if(tasks, [&](const TaskId& id) { return !waits_for(tx, id, back.person); });
  return tasks;
}

void offer_in(Env& env, const TaskId& id, const UserId& person) {
  const auto body = [&](Transaction& tx) -> Result<Done> {
    if (const auto task = tx.tasks().find(id)) load_batches(env, tx, Caller{}, *task, {person});
    return Done{};
  };
  CHECK(write(env.store, scope_of(id), body, "housekeeping/returned").has_value());
}

/// Whoever will be away, or is, comes back at another moment.
void settle(Env& env, const Returning& back) {
  const auto scope =
      back.project.empty() ? Scope::account(back.person) : Scope::project(back.project);
  const auto body = [&](Transaction& tx) -> Result<Done> {
    tx.offers().take(back);
    if (back.project.empty()) return Done{};
    const auto said = tx.availabilities().find(back.project, back.person);
    if (const auto next = next_return(said, env.clock.now())) {
      tx.offers().note({.person = back.person, .project = back.project, .from = *next});
    }
    return Done{};
  };
  CHECK(write(env.store, scope, body, "housekeeping/returned").has_value());
}

void go_on_with(Env& env, const RestOfOffer& rest) {
  const auto body = [&](Transaction& tx) -> Result<Done> {
    const auto task = tx.tasks().find(rest.task);
    if (!task) return Done{};
    tx.offers().take(rest);
    load_batches(env, tx, Caller{}, *task, rest.people);
    return Done{};
  };
  CHECK(write(env.store, scope_of(rest.task), body, "housekeeping/offers").has_value());
}

}  // namespace

void offer_due(Env& env) {
  constexpr int most = 100;
  for (int i = 0; i < most; ++i) {
    const auto rest = read(env.store, [](const Transaction& tx) { return tx.offers().rest(); });
    if (!rest) break;
    go_on_with(env, *rest);
  }
  for (int i = 0; i < most; ++i) {
    const auto back = read(env.store, [&](const Transaction& tx) {
      return tx.offers().returned(env.clock.now());
    });
    if (!back) break;
    const auto tasks = read(env.store, [&](const Transaction& tx) { return tasks_for(tx, *back); });
    for (const auto& task : tasks) offer_in(env, task, back->person);
    settle(env, *back);
  }
}

}  // namespace allot

#include "usecases/tasks/batches.h"

#include <algorithm>
#include <unordered_set>

#include "store/availabilities.h"
#include "usecases/access.h"
#include "usecases/telling.h"

namespace allot {

std::vector<UserId> who_may_pull(
    const Transaction& tx, const Task& task, std::vector<UserId> people, Time now
) {
  constexpr std::size_t few = 100;
  const bool are_few = people.size() <= few;
  const auto gone = are_few ? std::vector<UserId>{} : tx.projects().removed_members(task.project);
  const std::unordered_set<UserId> removed(gone.begin(), gone.end());
  const auto& allowed = task.pulling->allowed;
  const std::unordered_set<UserId> contributors(allowed.begin(), allowed.end());
  std::erase_if(people, [&](const UserId& person) {
    if (!contributors.contains(person)) return true;
    return are_few ? is_inactive(tx, task.project, person) : removed.contains(person);
  });
  return who_is_there(tx, task.project, std::move(people), now);
}

std::vector<UserId> who_is_there(
    const Transaction& tx, const ProjectId& project, std::vector<UserId> people, Time now
) {
  constexpr std::size_t few = 10;
  if (people.size() <= few) {
    std::erase_if(people, [&](const UserId& person) {
      return is_absent(tx.availabilities().find(project, person), now);
    });
    return people;
  }
  std::unordered_set<UserId> absent;
  for (const auto& [person, said] : tx.availabilities().of_project(project)) {
    if (is_absent(said, now)) absent.insert(person);
  }
  std::erase_if(people, [&](const UserId& person) { return absent.contains(person); });
  return people;
}

void load_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
) {
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  const auto who = who_may_pull(tx, task, std::move(people), env.clock.now());
  const auto plan = plan_batches(*ledger, *task.pulling, who, MoveKind::batch);
  if (plan.handovers.empty()) return;
  static_cast<void>(carry_out(env, tx, caller, task, *ledger, plan));
}

void offer_batches(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const UserId> but_not_to
) {
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  auto people = contributors_in_turn(*ledger, *task.pulling);
  std::erase_if(people, [&](const UserId& person) {
    return std::ranges::find(but_not_to, person) != but_not_to.end();
  });
  load_batches(env, tx, caller, task, std::move(people));
}

void put_terms(Env& env, Transaction& tx, const Caller& caller, Task& task, Pulling terms) {
  task.pulling = std::move(terms);
  task.updated_by = caller.user;
  task.updated_at = env.clock.now();
  tx.tasks().put(task);
  tell(env, tx, caller, task, updated(task.id));
}

Result<Done> require_pulling(const Task& task) {
  if (task.pulling) return Done{};
  return fail(
      ErrorCode::invalid, "The task is not pulling: add items to it, or redistribute what it has."
  );
}

}  // namespace allot

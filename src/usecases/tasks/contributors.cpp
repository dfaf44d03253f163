#include "usecases/tasks/contributors.h"

#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

/// Those whom the change concerns: not who is a contributor already, or is none.
std::vector<UserId> concerned(
    const Pulling& terms, ContributorsChange change, const std::vector<UserId>& asked
) {
  std::vector<UserId> people;
  for (const auto& person : asked) {
    if (terms.allows(person) != (change == ContributorsChange::add)) people.push_back(person);
  }
  return people;
}

Result<Done> check(const Transaction& tx, const Task& task, const ChangeContributors& input) {
  TRY(require_pulling(task));
  TRY(require_allows(task, TaskAct::move_work));
  if (input.people.empty()) return invalid_field("assignees", "must name somebody");
  if (input.change == ContributorsChange::remove) return Done{};
  return require_active(tx, task.project, equal_loads(input.people), "assignees");
}

void change(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    Task& task,
    ContributorsChange change,
    const std::vector<UserId>& asked
) {
  const auto people = concerned(*task.pulling, change, asked);
  if (people.empty()) return;
  const bool adds = change == ContributorsChange::add;
  auto terms = *task.pulling;
  for (const auto& person : people) adds ? terms.add(person) : terms.remove(person);
  put_terms(env, tx, caller, task, std::move(terms));
  const auto ledger = tx.ledgers().of(task.id);
  const auto present = who_is_there(tx, task.project, people, env.clock.now());
  const auto plan = adds ? plan_batches(*ledger, *task.pulling, present, MoveKind::contributors)
                         : plan_giving_back(*ledger, people, MoveKind::contributors);
  Manner manner;
  (adds ? manner.came : manner.went) = people;
  static_cast<void>(carry_out(env, tx, caller, task, *ledger, plan, manner));
}

}  // namespace

void add_contributors(
    Env& env, Transaction& tx, const Caller& caller, Task& task, const std::vector<UserId>& people
) {
  change(env, tx, caller, task, ContributorsChange::add, people);
}

Result<TaskView> change_contributors(
    Env& env, const Caller& caller, const ChangeContributors& input
) {
  return write(env.store, scope_of(input.task), [&](Transaction& tx) -> Result<TaskView> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    TRY(check(tx, task, input));
    change(env, tx, caller, task, input.change, input.people);
    if (input.change == ContributorsChange::remove) offer_batches(env, tx, caller, task);
    return view_task(tx, caller, task);
  });
}

}  // namespace allot

#include "usecases/tasks/contributors.h"

#include <algorithm>
#include <span>
#include <unordered_set>

#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

/// Those who become contributors, or are none from now on: not who is one already, or is none.
std::vector<UserId> concerned(
    const Pulling& terms, ContributorsChange change, const std::vector<UserId>& asked
) {
  const std::unordered_set<UserId> contributors(terms.allowed.begin(), terms.allowed.end());
  std::vector<UserId> people;
  for (const auto& person : asked) {
    const bool is_one = contributors.contains(person);
    if (is_one != (change == ContributorsChange::add)) people.push_back(person);
  }
  return people;
}

/// Who has a first batch to get: those who come now, and contributors without an assignment, who
/// were away when they could have had one, or whose work was given to others whole.
std::vector<UserId> without_first_batch(
    const Ledger& ledger, const std::vector<UserId>& coming, const std::vector<UserId>& asked
) {
  const std::unordered_set<UserId> new_ones(coming.begin(), coming.end());
  std::vector<UserId> people;
  for (const auto& person : asked) {
    if (new_ones.contains(person) || ledger.find(person) == nullptr) people.push_back(person);
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

void change_terms(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    Task& task,
    ContributorsChange change,
    const std::vector<UserId>& people
) {
  if (people.empty()) return;
  auto terms = *task.pulling;
  change == ContributorsChange::add ? terms.add(people) : terms.remove(people);
  put_terms(env, tx, caller, task, std::move(terms));
}

void remove_contributors(
    Env& env, Transaction& tx, const Caller& caller, Task& task, const std::vector<UserId>& asked
) {
  const auto going = concerned(*task.pulling, ContributorsChange::remove, asked);
  if (going.empty()) return;
  change_terms(env, tx, caller, task, ContributorsChange::remove, going);
  const auto ledger = tx.ledgers().of(task.id);
  const auto plan = plan_giving_back(*ledger, going, MoveKind::contributors);
  static_cast<void>(carry_out(env, tx, caller, task, *ledger, plan, {.went = going}));
  offer_batches(env, tx, caller, task);
}

/// Those beyond the first hundred are served by offer_due, while anything waits.
void leave_rest(Transaction& tx, const Task& task, const Arrivals& who, const Ledger& ledger) {
  if (ledger.queue.empty() || who.first.size() <= served_at_once) return;
  leave_for_later(tx, task, std::span(who.first).subspan(served_at_once));
}

void add_contributors(
    Env& env, Transaction& tx, const Caller& caller, Task& task, const std::vector<UserId>& people
) {
  const auto ledger = tx.ledgers().of(task.id);
  const auto who = arrivals(env, tx, task, *ledger, people);
  const auto plan = plan_batches(*ledger, *task.pulling, who.served, MoveKind::contributors);
  if (who.coming.empty() && plan.handovers.empty()) return leave_rest(tx, task, who, *ledger);
  take_in(env, tx, caller, task, *ledger, plan, who);
}

}  // namespace

Arrivals arrivals(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const std::vector<UserId>& named
) {
  auto asked = named;
  std::unordered_set<UserId> seen;
  std::erase_if(asked, [&](const UserId& person) { return !seen.insert(person).second; });
  Arrivals who;
  who.coming = concerned(*task.pulling, ContributorsChange::add, asked);
  who.first = without_first_batch(ledger, who.coming, asked);
  const auto now = std::span(who.first).first(std::min(who.first.size(), served_at_once));
  who.served = who_is_there(tx, task.project, {now.begin(), now.end()}, env.clock.now());
  return who;
}

Moved take_in(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    Task& task,
    const Ledger& before,
    const Plan& plan,
    const Arrivals& who
) {
  change_terms(env, tx, caller, task, ContributorsChange::add, who.coming);
  auto moved = carry_out(env, tx, caller, task, before, plan, {.came = who.coming});
  leave_rest(tx, task, who, moved.ledger);
  return moved;
}

Result<TaskView> change_contributors(
    Env& env, const Caller& caller, const ChangeContributors& input
) {
  return write(env.store, scope_of(input.task), [&](Transaction& tx) -> Result<TaskView> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    TRY(check(tx, task, input));
    if (input.change == ContributorsChange::add) {
      add_contributors(env, tx, caller, task, input.people);
    } else {
      remove_contributors(env, tx, caller, task, input.people);
    }
    return view_task(tx, caller, task);
  });
}

}  // namespace allot

#include "usecases/tasks/batches.h"

#include <algorithm>
#include <unordered_set>

#include "store/availabilities.h"
#include "store/offers.h"
#include "usecases/access.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Whose account is disabled is answered 401 on every call (B-006). Most people of a task have
/// none, or an active one.
bool is_disabled(const Transaction& tx, const UserId& person) {
  const auto user = tx.users().find(person);
  return user && user->state == UserState::disabled;
}

void keep_contributors(const Pulling& terms, std::vector<UserId>& people) {
  constexpr std::size_t few = 10;
  if (people.size() <= few) {
    std::erase_if(people, [&](const UserId& person) { return !terms.allows(person); });
    return;
  }
  const std::unordered_set<UserId> contributors(terms.allowed.begin(), terms.allowed.end());
  std::erase_if(people, [&](const UserId& person) { return !contributors.contains(person); });
}

void drop_removed_members(
    const Transaction& tx, const ProjectId& project, std::vector<UserId>& people
) {
  constexpr std::size_t few = 100;
  if (people.size() <= few) {
    std::erase_if(people, [&](const UserId& person) { return is_inactive(tx, project, person); });
    return;
  }
  const auto gone = tx.projects().removed_members(project);
  const std::unordered_set<UserId> removed(gone.begin(), gone.end());
  std::erase_if(people, [&](const UserId& person) { return removed.contains(person); });
}

void drop_absent(
    const Transaction& tx, const ProjectId& project, std::vector<UserId>& people, Time now
) {
  constexpr std::size_t few = 10;
  if (people.size() <= few) {
    std::erase_if(people, [&](const UserId& person) {
      return is_absent(tx.availabilities().find(project, person), now);
    });
    return;
  }
  std::unordered_set<UserId> absent;
  for (const auto& [person, said] : tx.availabilities().of_project(project)) {
    if (is_absent(said, now)) absent.insert(person);
  }
  std::erase_if(people, [&](const UserId& person) { return absent.contains(person); });
}

/// Who gave something that did not go to the queue, and whose assignment it was, each once.
std::vector<UserId> left_by(const Plan& done, const Ledger& before) {
  std::vector<UserId> people;
  std::unordered_set<UserId> seen;
  const auto add = [&](const UserId& person) {
    if (seen.insert(person).second) people.push_back(person);
  };
  for (const auto& handover : done.handovers) {
    const auto to = handover.to.place;
    const bool is_gone = to == Holder::Place::person || to == Holder::Place::outside;
    if (is_gone && handover.from.place == Holder::Place::person) add(handover.from.person);
  }
  // An empty one can be deleted, too.
  const auto* source = before.find(done.source);
  if (done.kind == MoveKind::delete_assignment && source != nullptr) add(source->annotator);
  return people;
}

/// Most have none, and who has none is not looked up.
void keep_those_with_room(const Ledger& ledger, const Pulling& terms, std::vector<UserId>& people) {
  std::erase_if(people, [&](const UserId& person) { return !has_room(ledger, terms, person); });
}

/// Those whom one change serves.
std::span<const UserId> served_now(std::span<const UserId> people) {
  return people.first(std::min(people.size(), served_at_once));
}

Plan plan_for(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    std::span<const UserId> people
) {
  const auto who = who_may_pull(tx, task, {people.begin(), people.end()}, env.clock.now());
  return plan_batches(ledger, *task.pulling, who, MoveKind::batch);
}

/// Does anything wait afterwards?
bool serve(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& ledger,
    std::span<const UserId> people
) {
  const auto plan = plan_for(env, tx, task, ledger, people);
  if (plan.handovers.empty()) return true;
  return !carry_out(env, tx, caller, task, ledger, plan).ledger.queue.empty();
}

/// Everybody but these, in turn.
std::vector<UserId> offered(
    const Ledger& ledger, const Pulling& terms, std::span<const UserId> but_not_to
) {
  auto people = contributors_in_turn(ledger, terms);
  const std::unordered_set<UserId> passed_over(but_not_to.begin(), but_not_to.end());
  std::erase_if(people, [&](const UserId& person) { return passed_over.contains(person); });
  return people;
}

/// Newcomers have made-up assignments.
Ledger as_if_done(const Ledger& before, const Plan& plan) {
  NewAssignments made_up;
  for (const auto& person : plan.newcomers(before)) made_up[person] = {"of " + person.text};
  return applied(before, plan, made_up);
}

}  // namespace

std::vector<UserId> who_may_pull(
    const Transaction& tx, const Task& task, std::vector<UserId> people, Time now
) {
  keep_contributors(*task.pulling, people);
  drop_removed_members(tx, task.project, people);
  return who_is_there(tx, task.project, std::move(people), now);
}

std::vector<UserId> who_is_there(
    const Transaction& tx, const ProjectId& project, std::vector<UserId> people, Time now
) {
  drop_absent(tx, project, people, now);
  std::erase_if(people, [&](const UserId& person) { return is_disabled(tx, person); });
  return people;
}

void load_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
) {
  if (!task.pulling || task.dismissed) return;
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  keep_those_with_room(*ledger, *task.pulling, people);
  if (people.empty()) return;
  const std::span<const UserId> all(people);
  const auto now = served_now(all);
  if (!serve(env, tx, caller, task, *ledger, now)) return;
  leave_for_later(tx, task, all.subspan(now.size()));
}

void leave_for_later(Transaction& tx, const Task& task, std::span<const UserId> people) {
  while (!people.empty()) {
    const auto next = people.first(std::min(people.size(), served_at_once));
    tx.offers().leave(task, next);
    people = people.subspan(next.size());
  }
}

void offer_batches(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const UserId> but_not_to
) {
  if (!task.pulling || task.dismissed) return;
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  load_batches(env, tx, caller, task, offered(*ledger, *task.pulling, but_not_to));
}

Plan plan_offers(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    std::span<const UserId> but_not_to
) {
  if (!task.pulling || task.dismissed) return {.kind = MoveKind::batch};
  const auto ledger = as_if_done(before, plan);
  auto people = offered(ledger, *task.pulling, but_not_to);
  keep_those_with_room(ledger, *task.pulling, people);
  return plan_for(env, tx, task, ledger, served_now(people));
}

void offer_to_emptied(
    Transaction& tx, const Task& task, const Plan& done, const Ledger& before, const Ledger& after
) {
  if (!task.pulling || after.queue.empty()) return;
  auto people = left_by(done, before);
  std::erase_if(people, [&](const UserId& person) {
    const auto* share = after.find(person);
    return share != nullptr && !share->open.empty();
  });
  keep_contributors(*task.pulling, people);
  leave_for_later(tx, task, people);
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

#include "usecases/tasks/batches.h"

#include <algorithm>
#include <unordered_set>

#include "store/availabilities.h"
#include "store/offers.h"
#include "usecases/access.h"
#include "usecases/telling.h"

namespace allot {

namespace {

bool is_served(const Task& task) {
  return task.pulling && !task.dismissed;
}

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

void keep_those_with_nothing(const Ledger& ledger, std::vector<UserId>& people) {
  std::erase_if(people, [&](const UserId& person) {
    const auto* share = ledger.find(person);
    return share != nullptr && !share->open.empty();
  });
}

/// Most have none, and who has none is not looked up.
void keep_those_with_room(const Ledger& ledger, const Pulling& terms, std::vector<UserId>& people) {
  std::erase_if(people, [&](const UserId& person) { return !has_room(ledger, terms, person); });
}

enum class Fill { all_that_fit, first_batch };

Plan plan_for(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    std::span<const UserId> people,
    Fill fill
) {
  const auto who = who_may_pull(tx, task, {people.begin(), people.end()}, env.clock.now());
  const bool is_first = fill == Fill::first_batch;
  auto plan =
      plan_batches(ledger, *task.pulling, who, is_first ? MoveKind::contributors : MoveKind::batch);
  plan.kind = MoveKind::batch;
  return plan;
}

/// Does anything wait afterwards?
bool serve(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& ledger,
    std::span<const UserId> people,
    Fill fill
) {
  const auto plan = plan_for(env, tx, task, ledger, people, fill);
  if (plan.handovers.empty()) return true;
  return !carry_out(env, tx, caller, task, ledger, plan).ledger.queue.empty();
}

/// Now, or later who is beyond those whom one change serves.
void load(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& ledger,
    std::span<const UserId> people,
    Fill fill
) {
  if (people.empty()) return;
  const auto now = served_now(people);
  if (!serve(env, tx, caller, task, ledger, now, fill)) return;
  leave_for_later(tx, task, people.subspan(now.size()));
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

std::span<const UserId> served_now(std::span<const UserId> people) {
  return people.first(std::min(people.size(), served_at_once));
}

void load_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
) {
  if (!is_served(task)) return;
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  keep_those_with_room(*ledger, *task.pulling, people);
  load(env, tx, caller, task, *ledger, people, Fill::all_that_fit);
}

void load_first_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
) {
  if (!is_served(task) || people.empty()) return;
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  keep_those_with_nothing(*ledger, people);
  load(env, tx, caller, task, *ledger, people, Fill::first_batch);
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
  if (!is_served(task)) return;
  const auto ledger = tx.ledgers().of(task.id);
  if (ledger->queue.empty()) return;
  load_batches(env, tx, caller, task, offered(*ledger, *task.pulling, but_not_to));
}

std::vector<UserId> who_has_room(
    const Task& task, const Ledger& ledger, const Pulling& terms, std::span<const UserId> but_not_to
) {
  if (!is_served(task)) return {};
  auto people = offered(ledger, terms, but_not_to);
  keep_those_with_room(ledger, terms, people);
  return people;
}

Plan plan_offers(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    std::span<const UserId> but_not_to
) {
  if (!is_served(task)) return {.kind = MoveKind::batch};
  const auto ledger = as_if_done(before, plan);
  const auto people = who_has_room(task, ledger, *task.pulling, but_not_to);
  return plan_for(env, tx, task, ledger, served_now(people), Fill::all_that_fit);
}

Plan plan_first_batches(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    std::vector<UserId> people
) {
  if (!is_served(task)) return {.kind = MoveKind::batch};
  const auto ledger = as_if_done(before, plan);
  keep_those_with_nothing(ledger, people);
  return plan_for(env, tx, task, ledger, served_now(people), Fill::first_batch);
}

void offer_to_emptied(
    Transaction& tx, const Task& task, const Plan& done, const Ledger& before, const Ledger& after
) {
  if (!task.pulling || after.queue.empty()) return;
  auto people = left_by(done, before);
  keep_those_with_nothing(after, people);
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

#pragma once

#include <span>

#include "domain/pulling.h"
#include "usecases/tasks/moving.h"

namespace allot {

/// Those of the people who may get a batch of a pulling task: contributors who were not removed
/// from the project, and are there (who_is_there).
[[nodiscard]] std::vector<UserId> who_may_pull(
    const Transaction& tx, const Task& task, std::vector<UserId> people, Time now
);

/// Takes out who was removed from the project.
void drop_removed_members(
    const Transaction& tx, const ProjectId& project, std::vector<UserId>& people
);

/// Those of the people who are not absent from the project, and whose account is not disabled.
[[nodiscard]] std::vector<UserId> who_is_there(
    const Transaction& tx, const ProjectId& project, std::vector<UserId> people, Time now
);

/// How many people one change serves: a batch costs some ten statements each.
constexpr std::size_t served_at_once = 100;

/// Loads the batches that fit for these people, in turn, in the transaction that made room
/// (B-053): for the first hundred with room, and while anything waits the others are noted, whom
/// offer_due serves in changes of its own. One operation named `batch`, or none. Nothing in a task
/// that is not pulling, or is dismissed.
void load_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
);

/// Notes that these people are still to be offered batches of the task, in turn (offer_due).
void leave_for_later(Transaction& tx, const Task& task, std::span<const UserId> people);

/// Offers batches to every contributor with room, in the order of their assignments, but not to
/// these, from whom the items were just taken (B-053). At the end of what brings items to the
/// queue, and of a deletion of items, in its transaction; a manager's move among people and out of
/// the task offers nothing. Nothing in a task that is not pulling, or is dismissed.
void offer_batches(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const UserId> but_not_to = {}
);

/// Whom offer_batches would offer something to by these terms, in turn: contributors with room but
/// not these. Nobody in a task that is not pulling, or is dismissed.
[[nodiscard]] std::vector<UserId> who_has_room(
    const Task& task,
    const Ledger& ledger,
    const Pulling& terms,
    std::span<const UserId> but_not_to = {}
);

/// Those whom one change serves.
[[nodiscard]] std::span<const UserId> served_now(std::span<const UserId> people);

/// A first batch for those of these people who have nothing open (B-055): for who is a contributor
/// again. As load_batches.
void load_first_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
);

/// The batches that load_first_batches loads at the end of this plan, as plan_offers.
[[nodiscard]] Plan plan_first_batches(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    std::vector<UserId> people
);

/// The batches that offer_batches loads in its own change at the end of this plan, which was made
/// on `before`; `task` has its terms of then. For what is shown. No handovers where there are none.
[[nodiscard]] Plan plan_offers(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    std::span<const UserId> but_not_to = {}
);

/// Notes an offer for contributors whom a manager's move left with nothing open, since it went to
/// others or out of the task: offer_due makes it right after, so that the move itself is as it was
/// previewed (B-053). Not for whom their items went to the queue from. In its transaction.
void offer_to_emptied(
    Transaction& tx, const Task& task, const Plan& done, const Ledger& before, const Ledger& after
);

/// Changes a pulling task's terms, and tells of it.
void put_terms(Env& env, Transaction& tx, const Caller& caller, Task& task, Pulling terms);

/// Errors: invalid (the task is not pulling).
[[nodiscard]] Result<Done> require_pulling(const Task& task);

}  // namespace allot

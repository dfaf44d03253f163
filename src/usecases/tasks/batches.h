#pragma once

#include <span>

#include "domain/pulling.h"
#include "usecases/tasks/moving.h"

namespace allot {

/// Those of the people who may get a batch of a pulling task: contributors who were not removed
/// from the project, and are not absent.
[[nodiscard]] std::vector<UserId> who_may_pull(
    const Transaction& tx, const Task& task, std::vector<UserId> people, Time now
);

/// Those of the people who are not absent from the project.
[[nodiscard]] std::vector<UserId> who_is_there(
    const Transaction& tx, const ProjectId& project, std::vector<UserId> people, Time now
);

/// Loads the batches that fit for these people, in turn, in the transaction that made room
/// (B-053). One operation named `batch`, or none. Precondition: the task is pulling.
void load_batches(
    Env& env, Transaction& tx, const Caller& caller, const Task& task, std::vector<UserId> people
);

/// Offers batches to every contributor with room, in the order of their assignments, but not to
/// these, from whom the items were just taken (B-053).
void offer_batches(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const UserId> but_not_to = {}
);

/// Changes a pulling task's terms, and tells of it.
void put_terms(Env& env, Transaction& tx, const Caller& caller, Task& task, Pulling terms);

/// Errors: invalid (the task is not pulling).
[[nodiscard]] Result<Done> require_pulling(const Task& task);

}  // namespace allot

#pragma once

#include "usecases/env.h"

namespace allot {

/// Appends one line to the outbox, in the transaction of the change: what the caller did, now, in
/// this project.
void tell(
    const Env& env, Transaction& tx, const Caller& caller, const ProjectId& project, Happening what
);

/// The same of work in a task.
void tell(const Env& env, Transaction& tx, const Caller& caller, const Task& task, Happening what);

/// The same of an account, which is of no project.
void tell(const Env& env, Transaction& tx, const UserId& actor, Happening what);

}  // namespace allot

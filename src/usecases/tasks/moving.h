#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "usecases/commands/commands.h"
#include "usecases/env.h"

namespace allot {

/// A move as it would be done now (contract: preview). Nothing was written.
struct Preview {
  TaskId task;          // empty: the task would be new
  std::string version;  // names the ledger that the plan was made on
  Plan plan;
};

/// What a verb that moves work answers: its command, or its preview.
using Outcome = std::variant<Command, Preview>;

/// A decided move with what it was decided on.
struct PlannedMove {
  Task task;
  SharedLedger ledger = empty_ledger();
  Plan plan;
};

/// The common shape of every verb that moves work: `plan` loads, checks and decides. With `dry_run`
/// its plan is the answer, made from a snapshot; else `act` does it in the transaction in which it
/// was planned, once (write_command). Errors: those of `plan` and `act`.
[[nodiscard]] Result<Outcome> move_work(
    Env& env,
    Where where,
    const Caller& caller,
    bool dry_run,
    FunctionRef<Result<PlannedMove>(const Transaction&)> plan,
    FunctionRef<Result<NewCommand>(Transaction&, const PlannedMove&)> act,
    JobKind kind = std::source_location::current()
);

/// What a move did, besides the plan.
struct Moved {
  OperationId operation;
  Ledger ledger;  // after it
};

/// What a planned move makes, as far as it can be made before the transaction that carries it out:
/// among thousands of people that is most of the work.
struct PreparedMove {
  std::vector<Assignment> assignments;  // of newcomers; named as if every name were free
  Ledger ledger;                        // after the move, with assignments that it empties
  Operation operation;
};

/// `before` is the ledger that the plan was made on, `like` gives the metadata of new assignments.
[[nodiscard]] PreparedMove prepare_move(
    Env& env,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    Plan plan,
    const std::optional<Assignment>& like = std::nullopt
);

/// Does a prepared move, as the other one does. Keeps `prepared` as it is, so that it may be done
/// again.
[[nodiscard]] Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const PreparedMove& prepared
);

/// Does a planned move, for the price of the shares that it touches: makes the newcomers'
/// assignments (named B-072; `like` gives their metadata), writes the ledger, drops the assignments
/// that it emptied (B-101, B-102), records the operation and the events. Atomic with the
/// transaction. `before` is the ledger that the plan was made on.
[[nodiscard]] Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    const std::optional<Assignment>& like = std::nullopt
);

/// The same for a planned move.
[[nodiscard]] Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const PlannedMove& move,
    const std::optional<Assignment>& like = std::nullopt
);

/// Changes as text, from a pass over all sets: equal for equal ledgers of one task, otherwise not.
[[nodiscard]] std::string version_of(const Ledger& ledger);

/// Errors: invalid (`given` is another task's id).
[[nodiscard]] Result<Done> require_same_task(const Task& task, const std::optional<TaskId>& given);

/// Errors: conflict (the task is dismissed).
[[nodiscard]] Result<Done> require_allows(const Task& task, TaskAct act);

/// Errors: invalid (somebody among them is a removed member, B-147). `field` names where the
/// address was given.
[[nodiscard]] Result<Done> require_active(
    const Transaction& tx,
    const ProjectId& project,
    std::span<const Load> loads,
    std::string_view field
);

/// Errors: as checked_loads and require_active.
[[nodiscard]] Result<std::vector<Load>> receivers(
    const Transaction& tx, const ProjectId& project, std::span<const Load> loads
);

}  // namespace allot

#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/plan_summary.h"
#include "usecases/commands/commands.h"
#include "usecases/env.h"
#include "usecases/tasks/move_checks.h"
#include "usecases/tasks/move_options.h"

namespace allot {

/// A move as it would be done now (contract: preview). Nothing was written.
struct Preview {
  TaskId task;            // empty: the task would be new
  std::string version;    // names the ledger that the plan was made on
  Plan plan;              // its people with the batches that would follow in the same change
  bool undoable = false;  // an undo right after it would not be refused
};

/// It would be another move than the one that was previewed, so nothing was done.
struct PlanChanged {
  Preview now;
};

[[nodiscard]] inline PlanSummary summary_of(const Preview& preview) {
  auto summary = summary_of(preview.plan, preview.task, preview.version);
  summary.undoable = preview.undoable;
  return summary;
}

/// What a verb that moves work answers: its command, its preview, or that it is another one now.
using Outcome = std::variant<Command, Preview, PlanChanged>;

/// A decided move with what it was decided on.
struct PlannedMove {
  Task task;
  SharedLedger ledger = empty_ledger();
  Plan plan;
  std::uint64_t picked = 0;  // names what a query picked (digest_of), where its version is needed
  Plan next = {};  // the batches that follow in the same change, where they are shown: no part of
                   // what is kept to
  bool changes_terms = false;         // of a pulling task: who contributes
  std::optional<Error> refusal = {};  // why it is not done, if it is what was expected
};

/// The common shape of every verb that moves work: `plan` loads, checks and decides. With `dry_run`
/// its plan is the answer, made from a snapshot; else `act` does it in the transaction in which it
/// was planned, once (write_command). Either way not where it keeps not to what was expected.
/// Errors: those of `plan` and `act`.
[[nodiscard]] Result<Outcome> move_work(
    Env& env,
    Where where,
    const Caller& caller,
    const MoveOptions& how,
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

/// How newcomers get their assignments, and what else is told of a move.
struct Manner {
  std::optional<Assignment> like = {};     // gives the metadata of new ones
  std::vector<Assignment> returning = {};  // who had one of these gets it back (B-293)
  OperationId undo_of = {};
  std::vector<UserId> came = {};  // became contributors of the pulling task
  std::vector<UserId> went = {};  // were removed from them
};

/// `before` is the ledger that the plan was made on.
[[nodiscard]] PreparedMove prepare_move(
    Env& env,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    Plan plan,
    const Manner& manner = {}
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
/// assignments (named B-072), writes the ledger, drops the assignments
/// that it emptied (B-101, B-102), records the operation and the events. Atomic with the
/// transaction. `before` is the ledger that the plan was made on.
[[nodiscard]] Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    const Manner& manner = {}
);

/// The same for a planned move.
[[nodiscard]] Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const PlannedMove& move,
    const Manner& manner = {}
);

}  // namespace allot

#pragma once

#include <functional>

#include "usecases/env.h"

namespace allot {

struct NewCommand {
  ProjectId project;
  CommandResult result;
  std::optional<PlanSummary> plan = {};  // of a move that was to keep to one
};

/// Runs a change whose answer is a command: in one transaction `body`, which returns what the
/// command did and in which project, and the finished command.
[[nodiscard]] Result<Command> write_command(
    Env& env,
    Where where,
    const Caller& caller,
    FunctionRef<Result<NewCommand>(Transaction&)> body,
    JobKind kind = std::source_location::current()
);

/// The finished command of a change, in its transaction.
[[nodiscard]] Command note_command(
    Env& env, Transaction& tx, const Caller& caller, NewCommand made
);

/// The caller's own commands, newest first: `count` of them after the first `offset`.
[[nodiscard]] std::vector<Command> list_commands(
    Env& env, const Caller& caller, std::uint64_t offset, std::uint64_t count
);
/// One's own, or one about a task or dataset that the caller manages. Errors: not_found (also when
/// it may not be seen).
[[nodiscard]] Result<Command> get_command(Env& env, const Caller& caller, const CommandId& id);
/// Ended commands stay as they are; an export or a clone ends with its command. Takes place where
/// what it did so far is. Errors: not_found, as get_command, forbidden (it is somebody else's, and
/// no export of a project that the caller owns).
[[nodiscard]] Result<Command> abort_command(Env& env, const Caller& caller, const CommandId& id);

[[nodiscard]] Scope scope_of_abort(const Transaction& tx, const CommandId& id);

}  // namespace allot

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

/// The caller's own commands, newest first: `count` of them after the first `offset`.
[[nodiscard]] std::vector<Command> list_commands(
    Env& env, const Caller& caller, std::uint64_t offset, std::uint64_t count
);
/// One of them. Errors: not_found.
[[nodiscard]] Result<Command> get_command(Env& env, const Caller& caller, const CommandId& id);
/// Ended commands stay as they are; an export ends with its command, and owners of its project may
/// abort it, too. Errors: not_found.
[[nodiscard]] Result<Command> abort_command(Env& env, const Caller& caller, const CommandId& id);

}  // namespace allot

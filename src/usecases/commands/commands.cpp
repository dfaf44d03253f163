#include "usecases/commands/commands.h"

#include <fmt/format.h>

#include <chrono>

#include "base/text.h"

namespace allot {

namespace {

using namespace std::chrono_literals;

constexpr auto repeat_window = 2min;

/// The command that the caller's previous, equal request made (B-160).
std::optional<Command> previous_answer(const Transaction& tx, const Caller& caller, Time now) {
  if (caller.fingerprint.empty() || !caller.may_be_repeat) return std::nullopt;
  const auto last = tx.journal().last_request(caller.user);
  if (!last || last->fingerprint != caller.fingerprint) return std::nullopt;
  // Before `at`, the clock was set back since: then it is a repeat too, since doing nothing twice
  // harms less than doing it again.
  if (now - last->at > repeat_window) return std::nullopt;
  return tx.journal().command(last->command);
}

bool has_ended(CommandStatus status) {
  return status != CommandStatus::created && status != CommandStatus::in_progress;
}

}  // namespace

Result<Command> write_command(
    Env& env, const Caller& caller, FunctionRef<Result<NewCommand>(Transaction&)> body
) {
  return write(env.store, [&](Transaction& tx) -> Result<Command> {
    const auto now = env.clock.now();
    if (auto previous = previous_answer(tx, caller, now)) return *std::move(previous);
    auto made = TRY(body(tx));
    Command command{
        .id = env.ids.next<CommandId>(),
        .creator = caller.user,
        .project = std::move(made.project),
        .type = std::move(made.type),
        .spec = std::move(made.spec),
        .error = {},
        .created_at = now,
        .updated_at = now
    };
    tx.journal().put_command(command);
    if (!caller.fingerprint.empty()) {
      tx.journal().put_last_request(
          {.caller = caller.user,
           .fingerprint = caller.fingerprint,
           .command = command.id,
           .at = now}
      );
    }
    return command;
  });
}

std::vector<Command> list_commands(Env& env, const Caller& caller) {
  return read(env.store, [&](const Transaction& tx) {
    return tx.journal().commands_of(caller.user);
  });
}

Result<Command> get_command(Env& env, const Caller& caller, const CommandId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<Command> {
    auto command = tx.journal().command(id);
    if (!command || command->creator != caller.user) {
      return fail(
          ErrorCode::not_found, fmt::format("There is no command `{}`.", printable(id.text))
      );
    }
    return *std::move(command);
  });
}

Result<Command> abort_command(Env& env, const Caller& caller, const CommandId& id) {
  auto command = TRY(get_command(env, caller, id));
  if (has_ended(command.status)) return command;
  return write(env.store, [&](Transaction& tx) -> Result<Command> {
    command.status = CommandStatus::canceled;
    command.updated_at = env.clock.now();
    tx.journal().put_command(command);
    return command;
  });
}

}  // namespace allot

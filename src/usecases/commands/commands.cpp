#include "usecases/commands/commands.h"

#include <fmt/format.h>

#include "base/text.h"
#include "store/exports.h"
#include "usecases/access.h"
#include "usecases/exports/lock.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

Result<Command> find_own(const Transaction& tx, const Caller& caller, const CommandId& id) {
  auto command = tx.journal().command(id);
  if (command && command->creator == caller.user) return *std::move(command);
  return fail(ErrorCode::not_found, fmt::format("There is no command `{}`.", printable(id.text)));
}

/// The same, and the export of somebody else in a project of the caller's.
Result<Command> find_abortable(const Transaction& tx, const Caller& caller, const CommandId& id) {
  const auto of_export = tx.exports().find(id);
  const bool is_owner =
      of_export && standings_in(tx, caller, of_export->project).has(Standing::owner);
  auto command = is_owner ? tx.journal().command(id) : std::nullopt;
  return command ? Result<Command>(*std::move(command)) : find_own(tx, caller, id);
}

}  // namespace

Result<Command> write_command(
    Env& env,
    Where where,
    const Caller& caller,
    FunctionRef<Result<NewCommand>(Transaction&)> body,
    JobKind kind
) {
  const auto with_command = [&](Transaction& tx) -> Result<Command> {
    const auto now = env.clock.now();
    auto made = TRY(body(tx));
    Command command{
        .id = env.ids.next<CommandId>(),
        .creator = caller.user,
        .project = std::move(made.project),
        .result = std::move(made.result),
        .plan = std::move(made.plan),
        .error = {},
        .created_at = now,
        .updated_at = now
    };
    tx.journal().put_command(command);
    return command;
  };
  return write(env.store, where, with_command, kind);
}

std::vector<Command> list_commands(
    Env& env, const Caller& caller, std::uint64_t offset, std::uint64_t count
) {
  return read(env.store, [&](const Transaction& tx) {
    return tx.journal().commands_of(caller.user, offset, count);
  });
}

Result<Command> get_command(Env& env, const Caller& caller, const CommandId& id) {
  return read(env.store, [&](const Transaction& tx) { return find_own(tx, caller, id); });
}

Result<Command> abort_command(Env& env, const Caller& caller, const CommandId& id) {
  const auto where = [&](const Transaction& tx) {
    const auto of_export = tx.exports().find(id);
    return of_export ? scope_of(tx, of_export->dataset) : Scope{};
  };
  return write(env.store, where, [&](Transaction& tx) -> Result<Command> {
    TRY(find_abortable(tx, caller, id));
    tx.journal().cancel_if_running(id, env.clock.now());
    if (const auto of_export = tx.exports().find(id)) end_export(env, tx, *of_export, {});
    return find_abortable(tx, caller, id);
  });
}

}  // namespace allot

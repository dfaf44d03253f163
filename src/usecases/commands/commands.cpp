#include "usecases/commands/commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "store/clones.h"
#include "store/exports.h"
#include "usecases/access.h"
#include "usecases/exports/lock.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

/// Does the caller manage the task or dataset that a command is about? Not what is gone.
class ManagedBy {
 public:
  ManagedBy(const Transaction& tx, const Caller& caller) : tx_(tx), caller_(caller) {}

  bool operator()(const TaskCreated& it) const { return manages(it.task); }

  bool operator()(const ItemsAdded& it) const { return manages(it.task); }

  bool operator()(const ItemsRemoved& it) const { return manages(it.task); }

  bool operator()(const TaskDeleted& it) const { return manages(it.task); }

  bool operator()(const AssignmentDeleted& it) const { return manages(it.operation); }

  bool operator()(const Reassigned& it) const { return manages(it.operation) || manages(it.to); }

  bool operator()(const Redistributed& it) const { return manages(it.operation); }

  bool operator()(const TaskRedistributed& it) const { return manages(it.task); }

  bool operator()(const Undone& it) const { return manages(it.operation); }

  bool operator()(const BatchLoaded& it) const {
    return manages(it.operation) || manages(it.assignment);
  }

  bool operator()(const BatchCleared& it) const {
    return manages(it.operation) || manages(it.assignment);
  }

  bool operator()(const DatasetExported& it) const { return edits(it.dataset); }

  bool operator()(const DatasetCloned& it) const { return edits(it.source); }

  bool operator()(const DatasetsMerged& it) const {
    return std::ranges::all_of(it.sources, [&](const DatasetId& id) { return edits(id); });
  }

  bool operator()(const ItemsMoved& it) const { return edits(it.dataset); }

  bool operator()(const ItemsDeleted& it) const { return edits(it.dataset); }

  bool operator()(const MetadataChanged& it) const { return edits(it.dataset); }

  bool operator()(const DatasetSplit& it) const { return edits(it.dataset); }

  bool operator()(const ItemCloned& it) const {
    const auto item = get_item(tx_, caller_, it.source);
    return item && edits(item->dataset);
  }

 private:
  [[nodiscard]] bool edits(const DatasetId& id) const {
    return get_dataset(tx_, caller_, id, Verb::edit_data).has_value();
  }

  [[nodiscard]] bool manages(const TaskId& id) const {
    return get_task(tx_, caller_, id, Verb::move_work).has_value();
  }

  /// Empty where nothing moved.
  [[nodiscard]] bool manages(const OperationId& id) const {
    const auto task = id.empty() ? std::nullopt : tx_.operations().task_of(id);
    return task && manages(*task);
  }

  [[nodiscard]] bool manages(const AssignmentId& id) const {
    return get_assignment(tx_, caller_, id, Verb::move_work).has_value();
  }

  const Transaction& tx_;
  const Caller& caller_;
};

/// Errors: not_found (also when it may not be seen).
Result<Command> find_command(const Transaction& tx, const Caller& caller, const CommandId& id) {
  auto command = tx.journal().command(id);
  const bool is_seen = command && (command->creator == caller.user ||
                                   std::visit(ManagedBy(tx, caller), command->result));
  if (is_seen) return *std::move(command);
  return fail(ErrorCode::not_found, fmt::format("There is no command `{}`.", printable(id.text)));
}

/// Errors: not_found, forbidden. What the caller manages is outside of what an abortion is about.
/// Owners of a project may abort its exports, whoever began them.
Result<Command> find_abortable(const Transaction& tx, const Caller& caller, const CommandId& id) {
  auto command = TRY(find_command(tx.outside(), caller, id));
  if (command.creator == caller.user) return command;
  const auto of_export = tx.exports().find(id);
  const bool is_owner =
      of_export && standings_in(tx, caller, of_export->project).has(Standing::owner);
  if (is_owner) return command;
  return fail(ErrorCode::forbidden, "Only who started a command may abort it.");
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
    return note_command(env, tx, caller, TRY(body(tx)));
  };
  return write(env.store, where, with_command, kind);
}

Command note_command(Env& env, Transaction& tx, const Caller& caller, NewCommand made) {
  const auto now = env.clock.now();
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
}

std::vector<Command> list_commands(
    Env& env, const Caller& caller, std::uint64_t offset, std::uint64_t count
) {
  return read(env.store, [&](const Transaction& tx) {
    return tx.journal().commands_of(caller.user, offset, count);
  });
}

Result<Command> get_command(Env& env, const Caller& caller, const CommandId& id) {
  return read(env.store, [&](const Transaction& tx) { return find_command(tx, caller, id); });
}

Scope scope_of_abort(const Transaction& tx, const CommandId& id) {
  const auto of_export = tx.exports().find(id);
  if (of_export) return scope_of(tx, of_export->dataset);
  const auto of_clone = tx.clones().find(id);
  // Where that is new nobody else sees it.
  return of_clone && !of_clone->dataset.empty() ? Scope::dataset(of_clone->dataset) : Scope{};
}

Result<Command> abort_command(Env& env, const Caller& caller, const CommandId& id) {
  const auto where = [&](const Transaction& tx) { return scope_of_abort(tx, id); };
  return write(env.store, where, [&](Transaction& tx) -> Result<Command> {
    TRY(find_abortable(tx, caller, id));
    tx.journal().cancel_if_running(id, env.clock.now());
    if (const auto of_export = tx.exports().find(id)) end_export(env, tx, *of_export, {});
    if (tx.clones().find(id)) tx.clones().give_up(id, env.clock.now());
    return *tx.journal().command(id);
  });
}

}  // namespace allot

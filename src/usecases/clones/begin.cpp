#include "usecases/clones/begin.h"

#include <fmt/format.h>

#include <utility>

#include "base/name.h"
#include "store/clones.h"
#include "usecases/access.h"
#include "usecases/datasets/writable.h"
#include "usecases/exports/queries.h"
#include "usecases/items/path.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

/// "" for the root.
Result<std::string> directory_of(const std::string& given) {
  if (given.empty() || given == "/") return std::string{};
  return parse_item_path(
      given.ends_with('/') ? given.substr(0, given.size() - 1) : given, "targetDirectory"
  );
}

Result<Done> check(CloneOrder& order) {
  TRY(parse_kept_query("filter", order.items_query, query::Resource::items));
  order.directory = TRY(directory_of(order.directory));
  if (order.target.empty()) TRY(check_name(order.name));
  return Done{};
}

/// There is room for one more that waits.
Result<Done> require_room(const Transaction& tx, const Caller& caller, const CloneOrder& order) {
  const auto waiting = tx.clones().waiting_of(caller.user);
  if (waiting.clones >= waiting_clones_max) {
    return fail(
        ErrorCode::conflict,
        fmt::format("{} clones of yours wait already; come again later.", waiting_clones_max)
    );
  }
  const auto bytes = order.items_query.size() + order.metadata.size();
  if (waiting.bytes + bytes > waiting_clone_bytes_max) {
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "The filters and the metadata of your clones that wait would have more than {} MB; "
            "come again later.",
            waiting_clone_bytes_max / 1'000'000
        )
    );
  }
  return Done{};
}

}  // namespace

Result<Command> begin_clone(Env& env, const Caller& caller, CloneDataset input) {
  TRY(check(input.order));
  return write(env.store, Scope{}, [&](Transaction& tx) -> Result<Command> {
    const auto source = TRY(get_dataset(tx, caller, input.dataset, Verb::edit_data));
    auto project = source.project;
    if (const auto& target = input.order.target; !target.empty()) {
      const auto into = TRY(get_dataset(tx, caller, target, Verb::edit_data));
      TRY(require_writable(into));
      project = into.project;
    }
    return put_command_of(tx, TRY(add_clone(env, tx, caller, project, source.id, input.order)));
  });
}

Result<Clone> add_clone(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const DatasetId& source,
    const CloneOrder& order
) {
  TRY(require_room(tx, caller, order));
  Clone added{
      .id = env.ids.next<CommandId>(),
      .project = project,
      .source = source,
      .creator = caller.user,
      .order = order,
      .dataset = {},
      .created_at = env.clock.now(),
      .ended_at = {}
  };
  tx.clones().add(added);
  return added;
}

Command put_command_of(Transaction& tx, const Clone& clone) {
  CommandResult result = DatasetCloned{.source = clone.source, .clone = {}};
  if (clone.is_merge()) result = DatasetsMerged{.sources = clone.order.merged, .dataset = {}};
  if (!clone.order.item.empty()) result = ItemCloned{.source = clone.order.item, .clone = {}};
  Command command{
      .id = clone.id,
      .creator = clone.creator,
      .project = clone.project,
      .result = std::move(result),
      .plan = {},
      .status = CommandStatus::in_progress,
      .progress = 0,
      .error = {},
      .created_at = clone.created_at,
      .updated_at = clone.created_at
  };
  tx.journal().put_command(command);
  return command;
}

}  // namespace allot

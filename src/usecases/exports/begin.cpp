#include "usecases/exports/begin.h"

#include <fmt/format.h>

#include <utility>

#include "store/exports.h"
#include "usecases/access.h"
#include "usecases/exports/queries.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

Command command_of(const Export& begun) {
  return {
      .id = begun.id,
      .creator = begun.creator,
      .project = begun.project,
      .result = DatasetExported{.dataset = begun.dataset, .output = {}},
      .plan = {},
      .status = CommandStatus::in_progress,
      .progress = 0,
      .error = {},
      .created_at = begun.created_at,
      .updated_at = begun.created_at
  };
}

/// There is room for one more that waits.
Result<Done> require_room(const Transaction& tx, const Caller& caller, const ExportOrder& order) {
  const auto waiting = tx.exports().waiting_of(caller.user);
  if (waiting.exports >= waiting_exports_max) {
    return fail(
        ErrorCode::conflict,
        fmt::format("{} exports of yours wait already; come again later.", waiting_exports_max)
    );
  }
  const auto bytes = order.items_query.size() + order.annotations_query.size();
  if (waiting.bytes + bytes > waiting_query_bytes_max) {
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "The queries of your exports that wait would have more than {} MB; come again later.",
            waiting_query_bytes_max / 1'000'000
        )
    );
  }
  return Done{};
}

void lock(Env& env, Transaction& tx, const Caller& caller, Dataset dataset) {
  if (dataset.readonly) return;
  dataset.readonly = true;
  dataset.updated_by = caller.user;
  dataset.updated_at = env.clock.now();
  tx.datasets().put(dataset);
  tell(env, tx, caller, dataset.project, updated(dataset.id));
}

}  // namespace

Result<Command> begin_export(Env& env, const Caller& caller, BeginExport input) {
  TRY(parse_queries(input.order));
  return write(env.store, scope_of(input.dataset), [&](Transaction& tx) -> Result<Command> {
    const auto dataset = TRY(get_dataset(tx, caller, input.dataset, Verb::edit_data));
    if (input.locks && dataset.binaries) {
      return invalid_field(
          "datasetLock", "must not be set for the dataset that takes the files of exports"
      );
    }
    TRY(require_room(tx, caller, input.order));
    const auto now = env.clock.now();
    Export begun{
        .id = env.ids.next<CommandId>(),
        .project = dataset.project,
        .dataset = dataset.id,
        .creator = caller.user,
        .order = input.order,
        .locks = input.locks,
        .lock_until = {},
        .output = {},
        .created_at = now,
        .ended_at = {}
    };
    if (input.lock_time) begun.lock_until = now + *input.lock_time;
    tx.exports().add(begun);
    // By it a repeat is told from a new order (B-160).
    tell(
        env,
        tx,
        caller,
        dataset.project,
        ThingChanged{.thing = Thing::dataset_export, .act = Act::created, .id = begun.id.text}
    );
    if (input.locks) lock(env, tx, caller, dataset);
    auto command = command_of(begun);
    tx.journal().put_command(command);
    return command;
  });
}

}  // namespace allot

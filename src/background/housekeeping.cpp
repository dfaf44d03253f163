#include "background/housekeeping.h"

#include <limits>
#include <optional>
#include <string>

#include "base/log.h"
#include "usecases/integrity/sweep.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/purge.h"

namespace allot::background {

namespace {

/// What one turn does at most.
struct Turn {
  int slices;
  std::uint64_t rows = std::numeric_limits<std::uint64_t>::max();
};

/// A slice after the other, each a job in the dataset that `next` tells, while there is one. A
/// slice gives the rows that it took.
void in_slices(
    Env& env,
    JobKind kind,
    Turn turn,
    FunctionRef<std::optional<DatasetId>(const Transaction&)> next,
    FunctionRef<std::uint64_t(Transaction&, const DatasetId&)> slice
) {
  std::uint64_t rows = 0;
  for (int i = 0; i < turn.slices && rows < turn.rows; ++i) {
    const auto dataset = read(env.store, next);
    if (!dataset) return;
    const auto taken = write(
        env.store,
        Scope::dataset(*dataset),
        [&](Transaction& tx) -> Result<std::uint64_t> { return slice(tx, *dataset); },
        kind
    );
    rows += taken.value();
  }
}

}  // namespace

void remove_expired_sessions(Env& env) {
  const auto now = env.clock.now();
  const auto removed = write(
      env.store,
      Scope{},
      [&](Transaction& tx) -> Result<Done> {
        tx.sessions().remove_expired(now);
        return Done{};
      },
      "housekeeping/sessions"
  );
  CHECK(removed.has_value());
}

void forget_old_answers(Env& env) {
  const auto oldest_kept = env.clock.now() - Journal::KeptAnswer::time_kept;
  const auto forgotten = write(
      env.store,
      Scope{},
      [&](Transaction& tx) -> Result<Done> {
        tx.journal().forget_answers_before(oldest_kept);
        return Done{};
      },
      "housekeeping/answers"
  );
  CHECK(forgotten.has_value());
}

void forget_old_history(Env& env, std::chrono::hours kept) {
  constexpr int most_slices = 200;
  constexpr std::uint64_t rows = 500;
  const auto oldest_kept = env.clock.now() - kept;
  for (int slice = 0; slice < most_slices; ++slice) {
    const auto forgotten = write(env.store, Scope{}, [&](Transaction& tx) -> Result<std::uint64_t> {
      return tx.journal().forget_before(oldest_kept, rows);
    });
    if (forgotten.value() == 0) return;
  }
}

void purge_deleted(Env& env) {
  in_slices(
      env,
      "housekeeping/purge",
      {.slices = 500, .rows = 50 * purged_rows_max},
      [](const Transaction& tx) { return tx.purges().pending(); },
      [](Transaction& tx, const DatasetId& dataset) { return purge_slice(tx, dataset); }
  );
}

void write_bulk_changes(Env& env) {
  in_slices(
      env,
      "housekeeping/bulk_change",
      // What waits behind a turn, the server's end too, is not to wait for long.
      {.slices = 40},
      [](const Transaction& tx) { return tx.bulk_changes().pending(); },
      [](Transaction& tx, const DatasetId& dataset) {
        write_bulk_slice(tx, dataset);
        return 0u;
      }
  );
}

void sweep_orphan_files(Env& env) {
  const auto swept = sweep_orphans(env.store, env.files, env.clock.now() - std::chrono::hours{24});
  if (swept > 0) log(LogLevel::info, "orphan files swept", {{"files", swept}});
}

}  // namespace allot::background

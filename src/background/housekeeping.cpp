#include "background/housekeeping.h"

#include <limits>
#include <optional>
#include <string>

#include "base/log.h"
#include "store/annotation_log.h"
#include "usecases/annotations/long_list.h"
#include "usecases/integrity/sweep.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/purge.h"
#include "usecases/tasks/offer_due.h"
#include "usecases/tasks/return_idle.h"

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
      const auto of_inboxes = tx.inbox().forget_before(oldest_kept, rows);
      const auto of_annotations = tx.annotation_log().forget_before(oldest_kept, rows);
      return of_inboxes + of_annotations + tx.journal().forget_before(oldest_kept, rows);
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

namespace {

void give_up_left_lists(Env& env) {
  const auto before = env.clock.now() - list_time_max;
  const auto left_list = [&](const Transaction& tx) {
    return tx.annotation_lists().left_before(before);
  };
  while (const auto left = read(env.store, left_list)) {
    const auto given_up = write(
        env.store,
        Scope::dataset(left->dataset),
        [&](Transaction& tx) -> Result<Done> {
          // Whoever wrote it may have gone on meanwhile.
          const auto still = tx.annotation_lists().left_before(before);
          if (still && still->list == left->list) tx.annotation_lists().give_up(left->list);
          return Done{};
        },
        "housekeeping/give_up_list"
    );
    CHECK(given_up.has_value());
  }
}

}  // namespace

void finish_annotation_lists(Env& env) {
  constexpr int most_slices = 40;
  give_up_left_lists(env);
  for (int slice = 0; slice < most_slices; ++slice) {
    const auto left =
        read(env.store, [](const Transaction& tx) { return tx.annotation_lists().untold(); });
    if (!left) return;
    const auto told = write(
        env.store,
        Scope::dataset(left->dataset),
        [&](Transaction& tx) -> Result<bool> { return tell_of_shown(tx, left->list); },
        "housekeeping/tell_of_list"
    );
    CHECK(told.has_value());
  }
}

void give_rows_to_assignments(Env& env) {
  constexpr int most_slices = 40;
  for (int slice = 0; slice < most_slices; ++slice) {
    const auto dataset =
        read(env.store, [](const Transaction& tx) { return tx.assignments().without_rows(); });
    if (!dataset) return;
    const auto given = write(
        env.store,
        Scope::dataset(*dataset),
        [&](Transaction& tx) -> Result<Done> {
          tx.assignments().give_rows(*dataset);
          return Done{};
        },
        "housekeeping/assignments"
    );
    CHECK(given.has_value());
  }
}

void return_idle_batches(Env& env) {
  const auto items = return_idle(env);
  if (items > 0) log(LogLevel::info, "idle items went back to their queues", {{"items", items}});
}

void make_due_offers(Env& env) {
  offer_due(env);
}

void sweep_orphan_files(Env& env) {
  const auto swept = sweep_orphans(env.store, env.files, env.clock.now() - std::chrono::hours{24});
  if (swept > 0) log(LogLevel::info, "orphan files swept", {{"files", swept}});
}

}  // namespace allot::background

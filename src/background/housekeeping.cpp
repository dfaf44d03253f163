#include "background/housekeeping.h"

#include <string>

#include "base/log.h"
#include "usecases/annotations/long_list.h"
#include "usecases/integrity/sweep.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/purge.h"

namespace allot::background {

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
  constexpr std::uint64_t most_rows = 50 * purged_rows_max;
  constexpr int most_slices = 500;
  std::uint64_t rows = 0;
  for (int slice = 0; slice < most_slices && rows < most_rows; ++slice) {
    const auto dataset =
        read(env.store, [](const Transaction& tx) { return tx.purges().pending(); });
    if (!dataset) return;
    const auto purged = write(
        env.store,
        Scope::dataset(*dataset),
        [&](Transaction& tx) -> Result<std::uint64_t> { return purge_slice(tx, *dataset); },
        "housekeeping/purge"
    );
    rows += purged.value();
  }
}

void write_bulk_changes(Env& env) {
  // What waits behind a turn, the server's end too, is not to wait for long.
  constexpr int most_slices = 40;
  for (int slice = 0; slice < most_slices; ++slice) {
    const auto dataset =
        read(env.store, [](const Transaction& tx) { return tx.bulk_changes().pending(); });
    if (!dataset) return;
    const auto written = write(
        env.store,
        Scope::dataset(*dataset),
        [&](Transaction& tx) -> Result<Done> {
          write_bulk_slice(tx, *dataset);
          return Done{};
        },
        "housekeeping/bulk_change"
    );
    CHECK(written.has_value());
  }
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
    const auto dataset =
        read(env.store, [](const Transaction& tx) { return tx.annotation_lists().untold(); });
    if (!dataset) return;
    const auto told = write(
        env.store,
        Scope::dataset(*dataset),
        [&](Transaction& tx) -> Result<bool> { return tell_of_shown(tx, *dataset); },
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

void sweep_orphan_files(Env& env) {
  const auto swept = sweep_orphans(env.store, env.files, env.clock.now() - std::chrono::hours{24});
  if (swept > 0) log(LogLevel::info, "orphan files swept", {{"files", swept}});
}

}  // namespace allot::background

#include "usecases/exports/lock.h"

#include "store/exports.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Does `act` to each that `find` gives, in changes of their own, until it gives none.
void for_each_found(
    Env& env,
    FunctionRef<std::optional<CommandId>(const Transaction&)> find,
    FunctionRef<void(Transaction&, const Export&)> act
) {
  const auto find_one = [&](const Transaction& tx) -> std::optional<Export> {
    const auto id = find(tx);
    return id ? tx.exports().find(*id) : std::nullopt;
  };
  while (const auto found = read(env.store, find_one)) {
    const auto done = write(
        env.store,
        scope_of(found->dataset),
        [&](Transaction& tx) -> Result<Done> {
          // Another thread may have been here since.
          if (const auto now = tx.exports().find(found->id)) act(tx, *now);
          return Done{};
        },
        "exports/settle"
    );
    CHECK(done.has_value());
  }
}

}  // namespace

void let_go_of_lock(Env& env, Transaction& tx, const Export& locking) {
  if (!locking.locks) return;
  tx.exports().let_go(locking.id);
  if (tx.exports().locks(locking.dataset, locking.id)) return;
  auto dataset = tx.datasets().find(locking.dataset);
  if (!dataset || !dataset->readonly) return;
  dataset->readonly = false;
  dataset->updated_at = env.clock.now();
  tx.datasets().put(*dataset);
  tell(
      env,
      tx,
      Caller{.user = locking.creator, .session = {}},
      dataset->project,
      updated(dataset->id)
  );
}

void end_export(Env& env, Transaction& tx, const Export& ended, const ItemId& output) {
  const auto now = tx.exports().find(ended.id);
  if (!now || now->ended_at) return;
  tx.exports().end(ended.id, output, env.clock.now());
  let_go_of_lock(env, tx, *now);
}

void end_stopped_exports(Env& env) {
  for_each_found(
      env,
      [](const Transaction& tx) { return tx.exports().stopped(); },
      [&](Transaction& tx, const Export& stopped) { end_export(env, tx, stopped, {}); }
  );
}

void end_old_locks(Env& env) {
  const auto now = env.clock.now();
  for_each_found(
      env,
      [now](const Transaction& tx) { return tx.exports().lock_over(now); },
      [&](Transaction& tx, const Export& locking) { let_go_of_lock(env, tx, locking); }
  );
}

}  // namespace allot

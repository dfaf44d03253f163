#include "background/housekeeping.h"

#include <string>

#include "base/log.h"
#include "usecases/integrity/sweep.h"

namespace allot::background {

void remove_expired_sessions(Env& env) {
  const auto now = env.clock.now();
  const auto removed = write(env.store, [&](Transaction& tx) -> Result<Done> {
    tx.sessions().remove_expired(now);
    return Done{};
  });
  CHECK(removed.has_value());
}

void forget_old_answers(Env& env) {
  const auto oldest_kept = env.clock.now() - Journal::KeptAnswer::time_kept;
  const auto forgotten = write(env.store, [&](Transaction& tx) -> Result<Done> {
    tx.journal().forget_answers_before(oldest_kept);
    return Done{};
  });
  CHECK(forgotten.has_value());
}

void sweep_orphan_files(Env& env) {
  const auto swept = sweep_orphans(env.store, env.files, env.clock.now() - std::chrono::hours{24});
  if (swept > 0) log(LogLevel::info, "orphan files swept", {{"files", swept}});
}

}  // namespace allot::background

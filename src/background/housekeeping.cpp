#include "background/housekeeping.h"

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

}  // namespace allot::background

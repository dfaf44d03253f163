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

}  // namespace allot::background

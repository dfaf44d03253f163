#include "background/now_and_then.h"

#include "background/housekeeping.h"
#include "background/telling.h"

namespace allot::background {

void NowAndThen::do_what_is_due() {
  const auto now = env_.clock.now();
  if (is_due(offered_, std::chrono::seconds{1}, now)) make_due_offers(env_);
  if (is_due(told_, std::chrono::minutes{1}, now)) {
    remind(env_);
    return_idle_batches(env_);
  }
  if (is_due(forgot_, std::chrono::minutes{10}, now)) {
    remove_expired_sessions(env_);
    forget_old_answers(env_);
    if (history_ > std::chrono::hours{0}) forget_old_history(env_, history_);
  }
}

/// A clock that was set back makes it due as well.
bool NowAndThen::is_due(std::optional<Time>& last, std::chrono::seconds every, Time now) {
  if (last && now - *last < every && now >= *last) return false;
  last = now;
  return true;
}

}  // namespace allot::background

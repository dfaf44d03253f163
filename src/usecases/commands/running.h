#pragma once

// What those share who carry out commands long after they were asked for.

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/patience.h"
#include "usecases/env.h"

namespace allot {

/// Whoever asked for it, as they are at this moment. `what` is "the export". Errors: forbidden
/// (signs in no more).
[[nodiscard]] Result<Caller> caller_now(
    const Transaction& tx, const UserId& creator, std::string_view what
);

/// Does the command run still? Not when it was aborted, or is kept no more.
[[nodiscard]] bool goes_on(const std::optional<Command>& command);

/// It runs still, and is so far: never more than 99 percent.
void note_progress(Env& env, Transaction& tx, Command command, int percent);

/// It has failed; `why` is a sentence for whoever asked.
void note_failure(Env& env, Transaction& tx, Command command, std::string why);

/// It is done.
void note_success(Env& env, Transaction& tx, Command command, CommandResult result);

/// What `act` answers, tried again a moment later as long as too much waits at the writer: what was
/// made is not thrown away for that. Throws GivenUp once `is_stopping`.
template <class Act>
auto once_there_is_room(const std::atomic<bool>& is_stopping, Act act) {
  constexpr std::chrono::milliseconds pause{100};
  for (;;) {
    try {
      return act();
    } catch (const StoreBusy&) {
      if (is_stopping) throw GivenUp("The server is stopping.");
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace allot

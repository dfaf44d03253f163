#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "base/patience.h"
#include "domain/exports.h"
#include "usecases/env.h"

namespace allot {

/// What `act` answers, tried again a moment later as long as too much waits at the writer: what was
/// written is not thrown away for that. Throws GivenUp once `is_stopping`.
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

/// Whoever asked for it, as they are at this moment. Errors: forbidden (signs in no more).
[[nodiscard]] Result<Caller> caller_of(const Transaction& tx, const Export& wanted);

/// Does the export's command go on?
[[nodiscard]] bool goes_on(const std::optional<Command>& command);

/// Makes the file an item of the project's Binaries, the command a success, and ends the export,
/// all at once; of a command that goes on no more it ends the export alone. Waits while too much
/// waits at the writer. Errors: not_found, forbidden (whoever asked for it may no more). Throws
/// GivenUp once `is_stopping`, StoreFailure.
[[nodiscard]] Result<Done> hand_out(
    Env& env, const Export& wanted, SpooledFile file, const std::atomic<bool>& is_stopping
);

}  // namespace allot

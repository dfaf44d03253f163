#pragma once

#include <atomic>

#include "domain/exports.h"
#include "usecases/env.h"

namespace allot {

/// Whoever asked for it, as they are at this moment. Errors: forbidden (signs in no more).
[[nodiscard]] Result<Caller> caller_of(const Transaction& tx, const Export& wanted);

/// Makes the file an item of the project's Binaries, the command a success, and ends the export,
/// all at once; of a command that goes on no more it ends the export alone. Waits while too much
/// waits at the writer. Errors: not_found, forbidden (whoever asked for it may no more). Throws
/// GivenUp once `is_stopping`, StoreFailure.
[[nodiscard]] Result<Done> hand_out(
    Env& env, const Export& wanted, SpooledFile file, const std::atomic<bool>& is_stopping
);

}  // namespace allot

#pragma once

#include <atomic>
#include <cstdint>

#include "domain/clones.h"
#include "usecases/env.h"

namespace allot {

/// So often a clone is begun and not left in good order: the server ended meanwhile.
constexpr std::uint64_t clone_tries_max = 3;

/// Makes one that waits, from its beginning: slices that are in no answer, and the last change, by
/// which all of it is there, its command a success, and the clone has ended. False: the command
/// goes on no more. Whoever gets that, or an error, ends the clone. Errors: those of its query, of
/// the rights and of what is in its way; conflict, too, at the fourth begin. Throws GivenUp once
/// `is_stopping`, StoreBusy when it could not read: the clone is as if it had not begun.
[[nodiscard]] Result<bool> make_clone(
    Env& env, const Clone& wanted, const std::atomic<bool>& is_stopping
);

}  // namespace allot

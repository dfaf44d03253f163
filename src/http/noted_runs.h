#pragma once

#include <optional>
#include <span>
#include <string>

#include "usecases/env.h"

namespace allot::http {

/// A run, as the note of a change without a key tells of it: equal requests of one caller with no
/// other in between (http/repeats.h).
struct NotedRun {
  std::string name;
  std::string fingerprint;
};

/// The run of the caller's note, which may go on in a process that begins: nullopt when another
/// request is known to have come after it, when it is too old for a repeat, or when there is none.
/// Reads one row. Throws StoreFailure, StoreBusy.
[[nodiscard]] std::optional<NotedRun> find_noted_run(const Env& env, const UserId& caller);

/// A run that another request of its caller came after.
struct FollowedRun {
  UserId caller;
  std::string name;
};

/// Notes it in the notes of these runs that are still there, in changes of a few hundred between
/// which others have their turn. Repeatable. Throws StoreFailure, StoreBusy: then some may be
/// noted.
void note_followed(Env& env, std::span<const FollowedRun> runs);

}  // namespace allot::http

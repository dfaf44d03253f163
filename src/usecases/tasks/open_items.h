#pragma once

#include <cstdint>

#include "usecases/env.h"

namespace allot {

/// Work that is left in the whole installation.
struct OpenItems {
  std::uint64_t tasks = 0;     // that have open items
  std::uint64_t assigned = 0;  // open items that somebody holds; a copy is an item of its own
  std::uint64_t queued = 0;    // that wait in the queues of pulling tasks
};

/// Over all tasks that are not dismissed: for the operator, so no rights are looked at. One read of
/// all tasks and their ledgers: milliseconds for a thousand tasks, so for the lane `slow`.
[[nodiscard]] OpenItems count_open_items(Env& env);

}  // namespace allot

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "usecases/events/topics.h"

namespace allot {

struct ReadEvents {
  EventTopics topics;
  std::optional<std::int64_t> after;  // 0: from the oldest that is kept; nullopt: from now on
};

/// The line of the outbox behind which somebody begins to read. Errors: not_found (a topic that
/// the caller may not see), gone (lines behind `after` are no longer kept, or the outbox does not
/// reach so far: it is another one, as after a backup was restored).
[[nodiscard]] Result<std::int64_t> place_to_begin(
    const Transaction& tx, const Caller& caller, const ReadEvents& input
);

/// Does the outbox still have all lines behind this one?
[[nodiscard]] bool is_kept(const Transaction& tx, std::int64_t after);

/// Events as one person sees them.
struct SeenEvents {
  std::vector<Event> events;  // in order
  std::int64_t next = 0;      // what to ask after next
};

/// The next `count`, or fewer: when that is all there is, or when many lines are nothing for the
/// caller (`next` moves on in any case, while there is something). Of tasks alone, lines of others
/// cost nothing. Errors: as place_to_begin.
[[nodiscard]] Result<SeenEvents> read_events(
    Env& env, const Caller& caller, const ReadEvents& input, std::size_t count
);

}  // namespace allot

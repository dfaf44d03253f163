#include "usecases/events/read.h"

#include <algorithm>

#include "usecases/events/sight.h"

namespace allot {

namespace {

/// So many lines one call looks at.
constexpr std::size_t lines_max = 5'000;

/// Right before the next line that can be one of these; behind all lines where there is none.
std::int64_t next_place(const Transaction& tx, const EventTopics& topics, std::int64_t after) {
  const bool are_found = !topics.tasks.empty() && topics.projects.empty() && !topics.me;
  if (!are_found) return after;
  const auto next = tx.outbox().next_of(topics.tasks, after);
  return next ? *next - 1 : std::max(after, tx.journal().last_event());
}

}  // namespace

bool is_kept(const Transaction& tx, std::int64_t after) {
  return after >= tx.outbox().oldest() - 1;
}

Result<std::int64_t> place_to_begin(
    const Transaction& tx, const Caller& caller, const ReadEvents& input
) {
  TRY(require_visible(tx, caller, input.topics));
  const auto last = tx.journal().last_event();
  if (!input.after) return last;
  if (*input.after == 0) return std::max<std::int64_t>(tx.outbox().oldest() - 1, 0);
  if (is_kept(tx, *input.after) && *input.after <= last) return *input.after;
  return fail(
      ErrorCode::gone,
      "The events behind that one are not kept here; look at everything anew, and ask without a "
      "place."
  );
}

Result<SeenEvents> read_events(
    Env& env, const Caller& caller, const ReadEvents& input, std::size_t count
) {
  return read(env.store, [&](const Transaction& tx) -> Result<SeenEvents> {
    SeenEvents seen;
    seen.next = TRY(place_to_begin(tx, caller, input));
    EventSight sight(tx);
    for (std::size_t looked_at = 0; looked_at < lines_max;) {
      seen.next = next_place(tx, input.topics, seen.next);
      const auto page = tx.outbox().after(seen.next, 500);
      if (page.until == seen.next) break;
      looked_at += 500;
      for (const auto& event : page.events) {
        const auto extent = sight.look(caller, input.topics, event);
        if (extent == SeenOf::nothing) continue;
        if (seen.events.size() == count) return seen;
        const bool is_whole = extent == SeenOf::whole;
        seen.events.push_back(is_whole ? event : sight.own_part_of(caller, event));
        seen.next = event.sequence;
      }
      seen.next = page.until;
    }
    return seen;
  });
}

}  // namespace allot

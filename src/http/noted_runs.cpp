#include "http/noted_runs.h"

#include <algorithm>

#include "http/idempotency.h"

namespace allot::http {

std::optional<NotedRun> find_noted_run(const Env& env, const UserId& caller) {
  auto note =
      read(env.store, [&](const Transaction& tx) { return tx.journal().kept_answer(caller, {}); });
  if (!note || note->is_followed || env.clock.now() - note->at > repeat_window) return std::nullopt;
  return NotedRun{.name = std::move(note->run), .fingerprint = std::move(note->fingerprint)};
}

void note_followed(Env& env, std::span<const FollowedRun> runs) {
  constexpr std::size_t runs_max = 500;  // of one change
  while (!runs.empty()) {
    const auto some = runs.first(std::min(runs.size(), runs_max));
    const auto noted = write(env.store, Scope{}, [&](Transaction& tx) -> Result<Done> {
      for (const auto& run : some) tx.journal().note_followed(run.caller, run.name);
      return Done{};
    });
    CHECK(noted.has_value());
    runs = runs.subspan(some.size());
  }
}

}  // namespace allot::http

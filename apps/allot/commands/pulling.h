#pragma once

#include <optional>
#include <string>
#include <vector>

#include "allot/client.h"
#include "commands/words.h"

namespace allot::cli {

/// Minutes: a week.
inline constexpr int idle_most = 10'080;

/// How people pull from a task that is to be made.
struct PullingWords {
  int batch = 0;  // not said
  int most = 0;   // not said
  int idle = 0;   // never
  std::vector<std::string> people;
};

void take_pulling(Words& words, PullingWords& input);

/// Nothing where none of the words was said. Throws UsageError: people or idle time without
/// batches.
[[nodiscard]] std::optional<Pulling> parse_pulling(
    Console& console, const Client& client, const Project& project, const PullingWords& input
);

/// Throws runtime_error: nobody pulls from it.
void require_pulled(const Task& task);

/// Who pulls takes batches, not shares. Throws UsageError: somebody is assigned one.
void require_no_shares(const std::vector<std::string>& shares);

}  // namespace allot::cli

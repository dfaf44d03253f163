#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allot::inline v1 {

/// The terms of a task from which people pull: they have batches, the next one comes by itself as
/// they finish, and what is left waits in a queue. A value. Source: docs/spec/pulling.md.
struct Pulling {
  /// Items of a batch: 3 to 100. Nothing, when a task is made: the greatest that `max_workload`
  /// allows.
  std::optional<std::uint32_t> batch_size;
  /// No batch takes somebody's open items above it: `batch_size` + 2 to twice `batch_size`.
  /// Nothing, when a task is made: `batch_size` + 2. One of the two must be there.
  std::optional<std::uint32_t> max_workload;
  /// Who pulls: e-mail addresses, in any letter case. The first get their batch first where items
  /// run short.
  std::vector<std::string> allowed_assignees;
  /// Open items of somebody from whom nothing came for so long go back to the queue: 5 to 10,080
  /// minutes. Nothing: they stay.
  std::optional<std::chrono::minutes> idle;
};

}  // namespace allot::inline v1

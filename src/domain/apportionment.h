#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace allot {

/// One line of a workload: this person takes this part. Percent of the whole, decimals allowed.
struct Load {
  UserId assignee;
  double percent = 0;
  bool operator==(const Load&) const = default;
};

/// Are these loads, whatever they add up to? Errors: invalid (one is negative, infinite or no
/// number).
[[nodiscard]] Result<Done> require_parts(std::span<const Load> loads);

/// Checks and tidies a workload (B-031): a person named twice gets the sum, in the place of the
/// first mention; all zero means equal shares. Errors: invalid (empty; a load that is negative,
/// infinite or no number; a sum that does not round to 100).
[[nodiscard]] Result<std::vector<Load>> checked_loads(std::span<const Load> loads);

/// `count` split in proportion to `weights` by largest remainder, ties to the earlier; the parts
/// add up to `count`. Shapes: one part for each weight, in their order. Weights are ≥ 0 and finite,
/// not all 0 unless `count` is 0. No part is off its exact share by 1 or more. Source: B-031.
[[nodiscard]] std::vector<std::uint64_t> apportion(
    std::uint64_t count, std::span<const double> weights
);

[[nodiscard]] std::vector<std::uint64_t> apportion(
    std::uint64_t count, std::span<const Load> loads
);

/// Everybody the same.
[[nodiscard]] std::vector<Load> equal_loads(std::span<const UserId> people);

}  // namespace allot

#include "domain/apportionment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/check.h"

namespace allot {

Result<Done> require_parts(std::span<const Load> loads) {
  for (std::size_t i = 0; i < loads.size(); ++i) {
    if (std::isfinite(loads[i].percent) && loads[i].percent >= 0) continue;
    return invalid_field(
        fmt::format("workload[{}].load", i), "must be a number that is not negative"
    );
  }
  return Done{};
}

Result<std::vector<Load>> checked_loads(std::span<const Load> loads) {
  if (loads.empty()) return invalid_field("workload", "must name at least one person");
  TRY(require_parts(loads));
  std::vector<Load> tidy;
  std::unordered_map<UserId, std::size_t> places;  // of the people in `tidy`
  double sum = 0;
  for (const auto& load : loads) {
    sum += load.percent;
    const auto [place, is_new] = places.try_emplace(load.assignee, tidy.size());
    if (is_new) {
      tidy.push_back(load);
    } else {
      tidy[place->second].percent += load.percent;
    }
  }
  if (sum == 0) {
    for (auto& load : tidy) load.percent = 100.0 / static_cast<double>(tidy.size());
    return tidy;
  }
  if (std::round(sum) != 100) {
    return invalid_field(
        "workload",
        fmt::format("has loads that add up to {}", sum),
        fmt::format("The loads of `workload` must add up to 100, not {}.", sum)
    );
  }
  return tidy;
}

std::vector<std::uint64_t> apportion(std::uint64_t count, std::span<const double> weights) {
  std::vector<std::uint64_t> parts(weights.size(), 0);
  const long double sum =
      std::accumulate(weights.begin(), weights.end(), 0.0L, [](long double total, double weight) {
        return total + static_cast<long double>(weight);
      });
  CHECK(sum > 0 || count == 0);
  if (count == 0) return parts;
  std::vector<long double> remainders(weights.size());
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto exact = static_cast<long double>(count) * static_cast<long double>(weights[i]) / sum;
    // A share such as 2.9999999999 is 3 that lost its last bit.
    const auto whole = std::floor(exact + 1e-9L);
    parts[i] = static_cast<std::uint64_t>(whole);
    remainders[i] = std::max(0.0L, exact - whole);
    given += parts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Differences below this are noise of the division: such remainders tie, and ties go to the
  // earlier.
  const auto rounded = [&](std::size_t i) { return std::llround(remainders[i] * 1e9L); };
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return rounded(a) > rounded(b);
  });
  for (std::size_t i = 0; given < count; i = (i + 1) % order.size()) {
    if (weights[order[i]] <= 0) continue;
    ++parts[order[i]];
    ++given;
  }
  CHECK(given == count);
  return parts;
}

std::vector<std::uint64_t> apportion(std::uint64_t count, std::span<const Load> loads) {
  std::vector<double> weights;
  for (const auto& load : loads) weights.push_back(load.percent);
  return apportion(count, weights);
}

std::vector<Load> equal_loads(std::span<const UserId> people) {
  std::vector<Load> loads;
  for (const auto& person : people) {
    loads.push_back({.assignee = person, .percent = 100.0 / static_cast<double>(people.size())});
  }
  return loads;
}

}  // namespace allot

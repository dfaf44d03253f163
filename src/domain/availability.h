#pragma once

#include <optional>

#include "base/clock.h"

namespace allot {

/// What a member of a project said of a time of theirs: from `from` on, up to and without `until`
/// (nullopt: until it is lifted), they work so many hours a day. Without hours they are away.
/// Source: docs/spec/operations.md#absence.
struct Availability {
  Time from;
  std::optional<Time> until;
  std::optional<double> hours_per_day;  // 0 … 24

  bool operator==(const Availability&) const = default;
};

/// Is somebody away now, of whom this is known? Nothing said: present.
[[nodiscard]] inline bool is_absent(const std::optional<Availability>& said, Time now) {
  if (!said || said->hours_per_day.value_or(0) > 0) return false;
  return said->from <= now && (!said->until || now < *said->until);
}

/// When somebody who is away, or will be, is there again by what is known; nullopt: until it is
/// lifted, or they are by now.
[[nodiscard]] inline std::optional<Time> next_return(
    const std::optional<Availability>& said, Time now
) {
  if (!said || said->hours_per_day.value_or(0) > 0) return std::nullopt;
  return said->until && now < *said->until ? said->until : std::nullopt;
}

}  // namespace allot

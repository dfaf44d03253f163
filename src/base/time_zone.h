#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace allot {

/// So far the clocks of a place are ahead of UTC from an instant on.
struct UtcOffset {
  Time since;
  std::chrono::seconds offset{};
  bool operator==(const UtcOffset&) const = default;
};

/// The offsets that a place has between two instants, ascending; the first holds from `from` on.
/// `zone` is a name of the IANA database as it is spelled there ("Europe/Berlin"), which is read
/// from the system (/usr/share/zoneinfo); "UTC" is known without it. nullopt: no such zone.
/// Thread-safe.
[[nodiscard]] std::optional<std::vector<UtcOffset>> utc_offsets(
    std::string_view zone, Time from, Time to
);

}  // namespace allot

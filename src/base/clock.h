#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace allot {

/// An instant, UTC, to the millisecond: the grain of every time on the wire.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Thread-safe. `main` has the system's; tests move theirs by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

[[nodiscard]] inline std::int64_t to_epoch_ms(Time time) {
  return time.time_since_epoch().count();
}

[[nodiscard]] inline Time from_epoch_ms(std::int64_t ms) {
  return Time{std::chrono::milliseconds{ms}};
}

/// "2026-12-24T09:30:00.000Z"
[[nodiscard]] std::string to_iso(Time time);

/// ISO 8601, extended (`2026-12-24T09:30:00+01:00`) or basic (`20261224T093000+01`), by month, week
/// (`2026-W52-4`) or day of the year (`2026-358`); without time midnight, with any number of digits
/// behind `.` or `,` (cut to milliseconds), without offset UTC. Nothing for what is no instant of
/// the years 0000 to 9999: a month alone, 24:00, a leap second, 30 February. Source: B-255.
[[nodiscard]] std::optional<Time> parse_iso(std::string_view text);

}  // namespace allot

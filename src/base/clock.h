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

/// ISO-8601 with or without time, with or without fraction (further digits are cut) and zone (none
/// = UTC); nullopt when it is no such text.
[[nodiscard]] std::optional<Time> parse_iso(std::string_view text);

}  // namespace allot

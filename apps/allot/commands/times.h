#pragma once

#include <optional>
#include <string>

#include "allot/times.h"
#include "commands/console.h"

namespace allot::cli {

/// `2026-12-24` (its end) or `2026-12-24 17:00`, local time. Throws UsageError.
[[nodiscard]] Time parse_due_date(const std::string& text);

/// The same of a task: that it is over already is told, and taken all the same.
[[nodiscard]] Time due_date_of(Console& console, const std::string& text);

/// The same for a beginning: a day means its first moment.
[[nodiscard]] Time parse_beginning(const std::string& text);

/// "24 Dec 2026 17:00 CET", local time with its zone.
[[nodiscard]] std::string moment_text(Time time);

/// "17:00", local time, where it is plain what zone that is.
[[nodiscard]] std::string time_of_day_text(Time time);

/// "24 Dec 2026", local time; "none" where there is none.
[[nodiscard]] std::string due_date_text(const std::optional<Time>& due);

/// The same of when something begins and ends, with the time of day where it is another than that
/// of a day alone (parse_beginning, parse_due_date).
[[nodiscard]] std::string beginning_text(Time time);
[[nodiscard]] std::string end_text(Time time);

/// The IANA name of the zone that local time is of; "UTC" where it has no such name.
[[nodiscard]] std::string local_zone();

}  // namespace allot::cli

#pragma once

#include <string>

namespace allot::cli {

/// `2026-12-24` (its end) or `2026-12-24 17:00`, local time, as milliseconds since 1970. Throws
/// UsageError.
[[nodiscard]] double parse_due_date(const std::string& text);

/// "24 Dec 2026", local time; "none" for 0.
[[nodiscard]] std::string due_date_text(double milliseconds);

}  // namespace allot::cli

#pragma once

#include <cstdint>
#include <string_view>

#include "allot/times.h"

namespace allot::inline v1 {

/// "2026-11-28T17:14:12.123Z", with any number of digits behind the seconds, or without them. The
/// beginning of 1970 for what is no time: the server may be another one's.
[[nodiscard]] Time time_of(std::string_view iso);

/// Since 1970, as requests say it.
[[nodiscard]] std::int64_t milliseconds_of(Time time);

}  // namespace allot::inline v1

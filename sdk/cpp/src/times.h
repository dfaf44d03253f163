#pragma once

#include <string_view>

#include "allot/times.h"

namespace allot::inline v1 {

/// "2026-11-28T17:14:12.123Z", with any number of digits behind the seconds, or without them. The
/// beginning of 1970 for what is no time: the server may be another one's.
[[nodiscard]] Time time_of(std::string_view iso);

}  // namespace allot::inline v1

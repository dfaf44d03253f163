#pragma once

#include <chrono>

namespace allot::inline v1 {

/// A moment, in UTC, as exact as the server tells them. For people: `std::chrono` has calendars.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace allot::inline v1

#pragma once

#include "allot/client.h"
#include "commands/console.h"

namespace allot::cli {

// The loads with which all would be done at the same time (B-311).

/// Do they tell more than equal parts would?
[[nodiscard]] bool is_speed_known(const Pace& pace);

/// One person a line, of a few people; nothing where nothing is open or they tell nothing.
void print_balanced(Console& console, const Pace& pace);

}  // namespace allot::cli

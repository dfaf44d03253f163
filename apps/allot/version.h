#pragma once

#include <string_view>

#include "allot/version.h"

namespace allot::app {

/// Of CMakeLists.txt's project().
inline constexpr std::string_view version = ALLOT_VERSION;

}  // namespace allot::app

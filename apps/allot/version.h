#pragma once

#include <string_view>

namespace allot::app {

/// Of CMakeLists.txt's project().
inline constexpr std::string_view version = ALLOT_VERSION;

}  // namespace allot::app

#pragma once

#include <string>

#include "base/result.h"

namespace allot {

// Why what is written of a clone cannot be kept.

[[nodiscard]] Unexpected goes_through_file(const std::string& path);
[[nodiscard]] Unexpected moved_meanwhile(const std::string& path);
[[nodiscard]] Unexpected taken_meanwhile(const std::string& path);
[[nodiscard]] Unexpected gone_meanwhile();
[[nodiscard]] Unexpected changed_meanwhile();

}  // namespace allot

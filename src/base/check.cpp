#include "base/check.h"

#include <fmt/format.h>

#include <string_view>

namespace allot {

void fail_check(const char* condition, std::source_location where) {
  // From `src/` on: where it was built is nobody's business.
  std::string_view file = where.file_name();
  if (const auto at = file.rfind("src/"); at != std::string_view::npos) file.remove_prefix(at);
  throw BrokenInvariant(fmt::format("{} does not hold at {}:{}", condition, file, where.line()));
}

}  // namespace allot

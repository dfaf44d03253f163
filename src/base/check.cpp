#include "base/check.h"

#include <fmt/format.h>

namespace allot {

void fail_check(const char* condition, std::source_location where) {
  throw BrokenInvariant(
      fmt::format("{} does not hold at {}:{}", condition, where.file_name(), where.line())
  );
}

}  // namespace allot

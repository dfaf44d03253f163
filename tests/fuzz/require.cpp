#include <cstdio>
#include <cstdlib>

#include "fuzz/targets.h"

namespace allot::fuzz {

void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace allot::fuzz

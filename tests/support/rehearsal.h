#pragma once

#include <cstdlib>

namespace allot::test {

/// Do the stores of this run of the tests carry out each change twice, the first time to be rolled
/// back (ADR 0035)? `./dev test` runs the suites of changes once more so.
inline bool rehearses() {
  return std::getenv("ALLOT_REHEARSE") != nullptr;
}

}  // namespace allot::test

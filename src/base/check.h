#pragma once

#include <source_location>
#include <stdexcept>

namespace allot {

/// A broken invariant: a bug of ours, never an outcome. Answered as 500 and logged with file and
/// line.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void fail_check(
    const char* condition, std::source_location where = std::source_location::current()
);

}  // namespace allot

/// Always on, in release builds too. Throws BrokenInvariant when `condition` is false.
#define CHECK(condition)               \
  do {                                 \
    if (!(condition)) [[unlikely]]     \
      ::allot::fail_check(#condition); \
  } while (false)

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/pace.h"

namespace allot::sqlite {

// What `pace` and `pace_day` hold as bytes: the number of entries, then each; numbers as LEB128,
// those that may be negative with their sign in the lowest bit, times and quarters as the distance
// from the one before, times less what was active of it. Read again they are the very same; other
// bytes throw BrokenInvariant.

[[nodiscard]] std::string quarter_bytes(const QuarterSums& sums);
[[nodiscard]] QuarterSums read_quarters(std::string_view bytes);

[[nodiscard]] std::string recent_bytes(const std::vector<HandledItems>& recent);
[[nodiscard]] std::vector<HandledItems> read_recent(std::string_view bytes);

}  // namespace allot::sqlite

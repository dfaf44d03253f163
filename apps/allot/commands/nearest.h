#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace allot::cli {

/// The candidate that a mistyped word most likely means; "" when none is near enough: a third of
/// the word's letters, at least one, may be wrong, missing, too many, or swapped with the next.
/// Case does not count. Pure.
[[nodiscard]] std::string nearest(
    std::string_view word, const std::vector<std::string>& candidates
);

/// "; do you mean `show`?", or "" when none is near enough.
[[nodiscard]] std::string meant(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace allot::cli

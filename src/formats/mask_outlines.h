#pragma once

#include <vector>

#include "formats/drawing.h"

namespace allot::formats {

/// Larger or wilder masks have no outlines here: memory is that of their bounds, a byte a pixel.
inline constexpr std::uint64_t outlined_pixels_max = 32'000'000;
inline constexpr std::size_t outlined_runs_max = 100'000;

/// The outer edges of what is marked, a ring around each part whose pixels touch along a side,
/// clockwise as one looks at it, with a point at each corner. Holes are filled. Nothing for a mask
/// over the limits, or with more corners than the budget has left.
[[nodiscard]] std::vector<Ring> outlines_of(const Mask& mask, MaskBudget& budget);

}  // namespace allot::formats

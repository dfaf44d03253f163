#pragma once

#include <optional>

#include "domain/entities.h"

namespace allot::formats {

/// Of an item's picture, in whole pixels.
struct Picture {
  double width = 0;
  double height = 0;
};

/// Nothing for what is no picture, or one of which nobody knows the size: whoever uploads may have
/// said it, so it is rounded, and one over a billion is none.
[[nodiscard]] std::optional<Picture> picture_of(const Item& item);

}  // namespace allot::formats

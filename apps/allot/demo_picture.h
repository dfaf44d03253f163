#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace allot::app {

/// Something to label in a picture; in pixels, right and bottom are the last ones inside.
struct Thing {
  std::string_view label;
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
};

/// A drawn street: always the same for the same number.
struct StreetScene {
  std::string_view light;  // "day", "dusk" or "night"
  std::vector<Thing> things;
  std::string png;  // 320 × 200
};

[[nodiscard]] StreetScene draw_street(std::uint32_t number);

}  // namespace allot::app

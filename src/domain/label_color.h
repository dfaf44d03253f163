#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace allot {

struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

/// "#1f77b4"
[[nodiscard]] std::string color_text(const Rgb& color);

/// Is it of that form? In capital letters, too.
[[nodiscard]] bool is_color(std::string_view text);

/// The colour of a label that came without one: the same for the same tag, so that nothing
/// flickers, and bright enough to be seen on a dark picture (no part below 64).
[[nodiscard]] std::string default_color(std::string_view tag);

}  // namespace allot

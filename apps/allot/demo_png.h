#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace allot::app {

struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

using Palette = std::array<Color, 16>;

/// Pixels by their place in the palette, row after row.
struct Canvas {
  std::uint32_t width = 0;  // even
  std::uint32_t height = 0;
  std::vector<std::uint8_t> pixels;  // width × height, each below 16
};

/// A PNG file of two pixels a byte, not compressed; at most 65535 bytes of pixels.
[[nodiscard]] std::string png_of(const Canvas& canvas, const Palette& palette);

}  // namespace allot::app

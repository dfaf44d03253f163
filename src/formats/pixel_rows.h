#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/mask.h"

namespace allot::formats {

/// The pixels of a PNG, a row after the other.
class PixelRows {
 public:
  explicit PixelRows(std::string png);
  ~PixelRows();

  PixelRows(const PixelRows&) = delete;
  PixelRows& operator=(const PixelRows&) = delete;

  /// False: it is none, an interlaced one, or has too many pixels.
  [[nodiscard]] bool open(MaskBudget& budget);

  [[nodiscard]] std::uint32_t width() const;
  [[nodiscard]] std::uint32_t height() const;

  /// On to the next row. False: it cannot be read.
  [[nodiscard]] bool next();

  [[nodiscard]] bool is_marked(std::uint32_t x) const {
    const auto* const pixel = row_.data() + x * channels_;
    if (channels_ == 1) return *pixel != 0;
    const bool has_alpha = channels_ == 2 || channels_ == 4;
    if (has_alpha) return pixel[channels_ - 1] > 127;
    return std::any_of(pixel, pixel + channels_, [](unsigned char part) { return part != 0; });
  }

 private:
  class Reader;

  const std::string bytes_;
  const std::unique_ptr<Reader> reader_;
  std::size_t channels_ = 0;
  std::vector<unsigned char> row_;
};

/// The bytes of `data:image/png;base64,…`; nothing when it is none.
[[nodiscard]] std::optional<std::string> png_in(std::string_view data_url);

/// Bytes of base64; nothing when it is none.
[[nodiscard]] std::optional<std::string> base64_bytes(std::string_view text);

}  // namespace allot::formats

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace allot {

struct PictureSize {
  std::uint32_t width = 0;  // pixels
  std::uint32_t height = 0;
  bool operator==(const PictureSize&) const = default;
};

/// From the header of a PNG, JPEG, GIF, BMP or WebP file; nullopt for anything else. Reads some
/// kilobytes; never trusts a length in it.
[[nodiscard]] std::optional<PictureSize> read_picture_size(const std::filesystem::path& file);

/// The media type of the bytes, e.g. "image/png"; "application/octet-stream" when nothing is known.
/// Thread-safe.
[[nodiscard]] std::string sniff_media_type(const std::filesystem::path& file);

}  // namespace allot

#include "usecases/items/picture.h"

#include <magic.h>

#include <array>
#include <fstream>
#include <memory>
#include <string_view>

namespace allot {

namespace {

/// Reads numbers of a file's head; what is beyond its end reads as nothing.
class Head {
 public:
  explicit Head(const std::filesystem::path& file) : in_(file, std::ios::binary) {}

  std::string bytes(std::uint64_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset));
    in_.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(in_.gcount()));
    return bytes;
  }

  std::optional<std::uint32_t> big_endian(std::uint64_t offset, std::size_t count) {
    const auto text = bytes(offset, count);
    if (text.size() != count) return std::nullopt;
    std::uint32_t number = 0;
    for (const char byte : text) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
  }

  std::optional<std::uint32_t> little_endian(std::uint64_t offset, std::size_t count) {
    const auto text = bytes(offset, count);
    if (text.size() != count) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = count; i-- > 0;)
      number = number << 8 | static_cast<unsigned char>(text[i]);
    return number;
  }

 private:
  std::ifstream in_;
};

using Number = std::optional<std::uint32_t>;

std::optional<PictureSize> size_of(Number width, Number height) {
  if (!width || !height || *width == 0 || *height == 0) return std::nullopt;
  return PictureSize{.width = *width, .height = *height};
}

/// Walks the segments up to the frame header, which alone knows the size.
std::optional<PictureSize> jpeg_size(Head& head) {
  std::uint64_t at = 2;
  for (int segments = 0; segments < 1000; ++segments) {
    const auto marker = head.big_endian(at, 2);
    const auto length = head.big_endian(at + 2, 2);
    if (!marker || !length || (*marker & 0xFF00) != 0xFF00 || *length < 2) return std::nullopt;
    const auto kind = *marker & 0xFF;
    const bool is_frame =
        kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC;
    if (is_frame) return size_of(head.big_endian(at + 7, 2), head.big_endian(at + 5, 2));
    at += 2 + *length;
  }
  return std::nullopt;
}

std::optional<PictureSize> webp_size(Head& head) {
  const auto kind = head.bytes(12, 4);
  const auto plus_one = [](Number number) { return number ? Number(*number + 1) : number; };
  if (kind == "VP8X") {
    return size_of(plus_one(head.little_endian(24, 3)), plus_one(head.little_endian(27, 3)));
  }
  if (kind == "VP8L") {
    const auto packed = head.little_endian(21, 4);
    if (!packed) return std::nullopt;
    return size_of((*packed & 0x3FFF) + 1, (*packed >> 14 & 0x3FFF) + 1);
  }
  const auto width = head.little_endian(26, 2);
  const auto height = head.little_endian(28, 2);
  if (kind != "VP8 " || !width || !height) return std::nullopt;
  return size_of(*width & 0x3FFF, *height & 0x3FFF);
}

}  // namespace

std::optional<PictureSize> read_picture_size(const std::filesystem::path& file) {
  Head head(file);
  const auto start = head.bytes(0, 16);
  const std::string_view text = start;
  if (text.starts_with("\x89PNG\r\n\x1A\n")) {
    return size_of(head.big_endian(16, 4), head.big_endian(20, 4));
  }
  if (text.starts_with("\xFF\xD8\xFF")) return jpeg_size(head);
  if (text.starts_with("GIF8")) return size_of(head.little_endian(6, 2), head.little_endian(8, 2));
  if (text.starts_with("RIFF") && text.substr(8, 4) == "WEBP") return webp_size(head);
  if (text.starts_with("BM")) return size_of(head.little_endian(18, 4), head.little_endian(22, 4));
  return std::nullopt;
}

std::string sniff_media_type(const std::filesystem::path& file) {
  // The library's handle is not for two threads at once.
  thread_local const std::unique_ptr<magic_set, decltype(&magic_close)> magic = [] {
    std::unique_ptr<magic_set, decltype(&magic_close)> handle(
        magic_open(MAGIC_MIME_TYPE), &magic_close
    );
    if (handle && magic_load(handle.get(), nullptr) != 0) handle.reset();
    return handle;
  }();
  const char* type = magic ? magic_file(magic.get(), file.c_str()) : nullptr;
  return type == nullptr ? "application/octet-stream" : type;
}

}  // namespace allot

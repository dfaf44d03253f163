#include "demo_png.h"

#include <string_view>

#include "base/check.h"

namespace allot::app {

namespace {

void append_number(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xff);
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

std::uint32_t adler32(std::string_view bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char byte : bytes) {
    a = (a + static_cast<std::uint8_t>(byte)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

void append_chunk(std::string& out, std::string_view type, std::string_view content) {
  append_number(out, static_cast<std::uint32_t>(content.size()));
  const auto checked = std::string(type) + std::string(content);
  out += checked;
  append_number(out, crc32(checked));
}

/// A zlib stream of one stored block.
std::string stored(std::string_view bytes) {
  CHECK(bytes.size() <= 0xffff);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::string out = "\x78\x01\x01";
  for (const auto half : {size, ~size}) {
    out += static_cast<char>(half & 0xff);
    out += static_cast<char>(half >> 8 & 0xff);
  }
  out += bytes;
  append_number(out, adler32(bytes));
  return out;
}

/// Each row begins with its filter: none.
std::string rows_of(const Canvas& canvas) {
  std::string rows;
  for (std::uint32_t y = 0; y < canvas.height; ++y) {
    rows += '\0';
    for (std::uint32_t x = 0; x < canvas.width; x += 2) {
      const auto at = std::size_t{y} * canvas.width + x;
      rows += static_cast<char>(canvas.pixels[at] << 4 | canvas.pixels[at + 1]);
    }
  }
  return rows;
}

}  // namespace

std::string png_of(const Canvas& canvas, const Palette& palette) {
  CHECK(canvas.width % 2 == 0);
  CHECK(canvas.pixels.size() == std::size_t{canvas.width} * canvas.height);
  std::string head;
  append_number(head, canvas.width);
  append_number(head, canvas.height);
  head += std::string("\x04\x03\x00\x00\x00", 5);  // four bits, palette, the usual methods
  std::string colors;
  for (const auto& color : palette) {
    for (const auto part : {color.red, color.green, color.blue}) {
      colors += static_cast<char>(part);
    }
  }
  std::string out = "\x89PNG\r\n\x1a\n";
  append_chunk(out, "IHDR", head);
  append_chunk(out, "PLTE", colors);
  append_chunk(out, "IDAT", stored(rows_of(canvas)));
  append_chunk(out, "IEND", "");
  return out;
}

}  // namespace allot::app

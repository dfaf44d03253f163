#include "domain/label_color.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace allot {

std::string color_text(const Rgb& color) {
  return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

bool is_color(std::string_view text) {
  return text.size() == 7 && text.front() == '#' && std::ranges::all_of(text.substr(1), [](char c) {
           return std::isxdigit(static_cast<unsigned char>(c)) != 0;
         });
}

std::string default_color(std::string_view tag) {
  std::uint32_t hash = 2166136261;
  for (const char byte : tag) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619;
  const auto part = [&](unsigned shift) {
    return static_cast<std::uint8_t>(64 + ((hash >> shift) & 0xff) % 192);
  };
  return color_text({.red = part(0), .green = part(8), .blue = part(16)});
}

}  // namespace allot

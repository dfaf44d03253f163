#include "formats/picture.h"

#include <charconv>
#include <cmath>
#include <string>

#include "json/text.h"

namespace allot::formats {

namespace {

constexpr double length_max = 1e9;

/// 0 when there is none.
double length(const Item& item, std::string_view member) {
  const auto text = json::number_member(item.metadata, member);
  if (!text) return 0;
  double number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  const auto whole = std::round(number);
  return error == std::errc{} && whole > 0 && whole <= length_max ? whole : 0;
}

}  // namespace

std::optional<Picture> picture_of(const Item& item) {
  const Picture picture{
      .width = length(item, "system.width"), .height = length(item, "system.height")
  };
  if (picture.width == 0 || picture.height == 0) return std::nullopt;
  return picture;
}

}  // namespace allot::formats

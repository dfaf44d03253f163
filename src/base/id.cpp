#include "base/id.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace allot {

namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_hex_id(std::string_view text) {
  return text.size() == 24 && std::ranges::all_of(text, is_hex);
}

}  // namespace

bool is_well_formed_id(std::string_view text) {
  return text.size() == 12 || is_hex_id(text);
}

Result<std::string> parse_id_text(
    std::string_view text, std::string_view noun, std::string_view field
) {
  if (is_hex_id(text)) return to_lower(text);
  if (text.size() == 12) return std::string(text);
  constexpr std::string_view rule = "must be 24 hex digits";
  const auto named = fmt::format("The {} id `{}`", noun, printable(text, 40));
  if (field.empty()) {
    return fail(ErrorCode::invalid, fmt::format("{} is malformed: it {}.", named, rule));
  }
  return invalid_field(
      std::string(field),
      std::string(rule),
      fmt::format("{} in `{}` is malformed: it {}.", named, field, rule)
  );
}

}  // namespace allot

#include "http/file_name.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace allot::http {

namespace {

std::optional<char> hex_byte(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) {
    const char lower = static_cast<char>(digit | 0x20);
    if (digit >= '0' && digit <= '9') {
      value = value * 16 + static_cast<unsigned>(digit - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return static_cast<char>(value);
}

/// The byte that `%XX` at the front of `text` stands for.
std::optional<char> escaped_byte(std::string_view text) {
  if (text.size() < 3 || text.front() != '%') return std::nullopt;
  return hex_byte(text.substr(1, 2));
}

/// What the encoders in use leave as it is.
bool is_left_over(char c) {
  const bool is_letter_or_digit =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter_or_digit || std::string_view("-._~!'()*/").find(c) != std::string_view::npos;
}

bool is_encoded_as_a_whole(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (escaped_byte(name.substr(at))) {
      at += 2;
    } else if (!is_left_over(name[at])) {
      return false;
    }
  }
  return true;
}

/// With those escapes replaced whose byte is one of `bytes`, all when there are none.
std::string decoded(std::string_view name, std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const auto byte = escaped_byte(name.substr(at));
    if (!byte || (!bytes.empty() && bytes.find(*byte) == std::string_view::npos)) {
      text += name[at];
      continue;
    }
    text += *byte;
    at += 2;
  }
  return text;
}

}  // namespace

std::string original_name(const Part& part, std::string_view path) {
  const std::string_view name = part.filename;
  if (part.filename_is_exact || name == path.substr(path.rfind('/') + 1)) return part.filename;
  if (!is_encoded_as_a_whole(name)) return decoded(name, "\"\n\r");
  auto whole = decoded(name, "");
  return is_utf8(whole) ? whole : part.filename;
}

}  // namespace allot::http

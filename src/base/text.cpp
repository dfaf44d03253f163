#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/unicode.h"

namespace allot {

namespace {

constexpr std::size_t address_bytes_max = 254;

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// How many bytes at the front are ASCII, in steps of eight: most texts are nothing else.
std::size_t ascii_run(std::string_view text) {
  std::size_t length = 0;
  for (std::uint64_t bytes = 0; length + sizeof bytes <= text.size(); length += sizeof bytes) {
    std::memcpy(&bytes, text.data() + length, sizeof bytes);
    if ((bytes & 0x8080'8080'8080'8080) != 0) break;
  }
  return length;
}

/// Length of the UTF-8 sequence that starts at `text[0]`, or 0 when it is malformed.
std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (first == 0xE0 && byte(1) < 0xA0) return 0;  // overlong
  if (first == 0xED && byte(1) > 0x9F) return 0;  // surrogates
  if (first == 0xF0 && byte(1) < 0x90) return 0;  // overlong
  if (first == 0xF4 && byte(1) > 0x8F) return 0;  // beyond U+10FFFF
  return length;
}

/// May this stand in an address? What nobody sees would make two people look like one. Characters
/// that are yet to be assigned may get another letter case one day, which would make one person of
/// two.
bool may_stand_in_address(char32_t character) {
  if (character < 0x80 &&
      std::string_view("/,;<>\"\\").find(static_cast<char>(character)) != std::string_view::npos) {
    return false;
  }
  const auto look = look_of(character);
  return look == Look::visible || look == Look::mark;
}

/// Is this, folded, one name before one `@` and one domain behind it?
bool is_address(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  if (text.size() > address_bytes_max || text.find('@', at + 1) != std::string_view::npos) {
    return false;
  }
  while (!text.empty()) {
    if (!may_stand_in_address(take_character(text))) return false;
  }
  return true;
}

}  // namespace

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string printable(std::string_view text, std::size_t length_max) {
  std::string shown(text.substr(0, length_max));
  // A cut in the middle of a character, or bytes that are no text at all, would make broken JSON.
  while (!shown.empty() && shown.size() < text.size() && !is_utf8(shown)) shown.pop_back();
  if (!is_utf8(shown)) {
    std::ranges::replace_if(
        shown, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?'
    );
  }
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?'
  );
  return shown;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  for (;;) {
    const auto end = text.find(separator);
    pieces.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(ascii_run(text));
    if (text.empty()) break;
    const auto length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

Result<UserId> parse_email(std::string_view text, std::string_view field) {
  const auto given = trimmed(text);
  // Folding is for what may be an address; the longest that shrinks to one has three bytes for
  // each.
  if (given.size() <= 3 * address_bytes_max && is_utf8(given)) {
    if (auto address = folded(given); is_address(address)) return UserId{std::move(address)};
  }
  return invalid_field(
      std::string(field),
      "must be an e-mail address",
      fmt::format("`{}` must be an e-mail address, not `{}`.", field, printable(text))
  );
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    constexpr auto digits = "0123456789abcdef";
    hex += digits[static_cast<unsigned char>(c) >> 4];
    hex += digits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace allot

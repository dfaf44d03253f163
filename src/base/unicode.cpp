#include "base/unicode.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/check.h"

namespace allot {

namespace {

constexpr std::string_view capital_sigma = "\u03A3";

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

using Bytes = std::unique_ptr<std::uint8_t, Free>;

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string taken(std::uint8_t* bytes, std::size_t length) {
  const Bytes owned(bytes);
  CHECK(owned != nullptr);
  return {reinterpret_cast<const char*>(bytes), length};
}

std::string in_nfc(std::string_view text) {
  std::size_t length = 0;
  auto* normal = u8_normalize(UNINORM_NFC, bytes_of(text), text.size(), nullptr, &length);
  return taken(normal, length);
}

/// Takes the last character off.
char32_t take_last_character(std::string_view& text) {
  auto start = text.size() - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
  auto last = text.substr(start);
  text = text.substr(0, start);
  return take_character(last);
}

/// Is the first character that counts, taken by `take`, one that has letter case?
bool meets_cased(std::string_view text, char32_t (*take)(std::string_view&)) {
  while (!text.empty()) {
    const auto character = take(text);
    if (!uc_is_property_case_ignorable(character)) return uc_is_property_cased(character);
  }
  return false;
}

/// The library takes characters that have letter case and count for nothing here (U+0345, raised
/// letters) for letters of the word; Unicode and Python do not.
std::string with_small_sigmas(std::string_view text) {
  std::string small;
  std::size_t done = 0;
  for (auto at = text.find(capital_sigma); at != std::string_view::npos;
       at = text.find(capital_sigma, done)) {
    const bool ends_a_word = meets_cased(text.substr(0, at), take_last_character) &&
                             !meets_cased(text.substr(at + capital_sigma.size()), take_character);
    small += text.substr(done, at - done);
    small += ends_a_word ? "\u03C2" : "\u03C3";
    done = at + capital_sigma.size();
  }
  small += text.substr(done);
  return small;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Signs by their category, and yet nothing is seen: the empty Braille pattern, the empty head of a
/// note.
bool is_empty_sign(char32_t character) {
  return character == 0x2800 || character == 0x1D159;
}

bool is_of(char32_t character, std::uint32_t categories) {
  return uc_is_general_category_withtable(character, categories);
}

}  // namespace

char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  CHECK(length <= text.size());
  char32_t character = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t at = 1; at < length; ++at) character = (character << 6) | (byte(at) & 0x3FU);
  text.remove_prefix(length);
  return character;
}

std::string_view first_characters(std::string_view text, std::size_t count_max) {
  auto rest = text;
  for (std::size_t count = 0; count < count_max && !rest.empty(); ++count) take_character(rest);
  return text.substr(0, text.size() - rest.size());
}

std::string folded(std::string_view text) {
  if (is_ascii(text)) {
    std::string lower(text);
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
  }
  const auto small = with_small_sigmas(in_nfc(text));
  std::size_t length = 0;
  auto* lower = u8_tolower(bytes_of(small), small.size(), nullptr, UNINORM_NFC, nullptr, &length);
  return taken(lower, length);
}

Look look_of(char32_t character) {
  if (is_of(character, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp)) {
    return Look::breaking;
  }
  if (uc_is_property_white_space(character) || is_empty_sign(character)) return Look::blank;
  if (uc_is_property_default_ignorable_code_point(character) ||
      is_of(character, UC_CATEGORY_MASK_Cf)) {
    return Look::invisible;
  }
  if (is_of(character, UC_CATEGORY_MASK_M)) return Look::mark;
  return is_of(character, UC_CATEGORY_MASK_Cn) ? Look::unassigned : Look::visible;
}

}  // namespace allot

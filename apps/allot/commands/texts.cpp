#include "commands/texts.h"

#include <fmt/format.h>
#include <unicase.h>
#include <uninorm.h>

#include <algorithm>
#include <cstdlib>

namespace allot::cli {

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string who_did_it(const std::string& by) {
  return by.empty() ? "the server" : by;
}

std::string json_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(letter));
    } else {
      quoted += letter;
    }
  }
  return quoted + '"';
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.@+/:,%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(text);
  }
  std::string word = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      word += R"('\'')";
    } else {
      word += letter;
    }
  }
  return word + '\'';
}

std::string bytes_text(double bytes) {
  for (const auto* const unit : {"B", "KB", "MB", "GB"}) {
    if (bytes < 1000) return fmt::format("{:.{}f} {}", bytes, *unit == 'B' ? 0 : 1, unit);
    bytes /= 1000;
  }
  return fmt::format("{:.1f} TB", bytes);
}

std::string lower(std::string text) {
  std::size_t length = 0;
  auto* const bytes = u8_tolower(
      reinterpret_cast<const std::uint8_t*>(text.data()),
      text.size(),
      nullptr,
      UNINORM_NFC,
      nullptr,
      &length
  );
  if (bytes == nullptr) return text;  // no UTF-8: the server says so
  std::string folded(reinterpret_cast<const char*>(bytes), length);
  std::free(bytes);
  return folded;
}

}  // namespace allot::cli

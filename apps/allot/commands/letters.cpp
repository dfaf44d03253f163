#include "commands/letters.h"

#include <clocale>
#include <cwchar>
#include <vector>

namespace allot::cli {

namespace {

/// The C library's own widths of letters, whatever the person's locale is.
class Utf8 {
 public:
  Utf8() : before_(::uselocale(locale())) {}

  Utf8(const Utf8&) = delete;
  Utf8& operator=(const Utf8&) = delete;

  ~Utf8() { ::uselocale(before_); }

 private:
  static locale_t locale() {
    static const locale_t it = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return it == nullptr ? LC_GLOBAL_LOCALE : it;
  }

  locale_t before_;
};

std::string_view colour_at_the_beginning(std::string_view text) {
  if (text.front() != '\033') return {};
  const auto end = text.find('m');
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

std::vector<Letter> letters_of(std::string_view text) {
  std::vector<Letter> letters;
  while (!text.empty()) {
    letters.push_back(first_letter(text));
    text.remove_prefix(letters.back().bytes.size());
  }
  return letters;
}

}  // namespace

Letter first_letter(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (const auto colour = colour_at_the_beginning(text); !colour.empty()) {
    return {.bytes = colour, .columns = 0, .is_colour = true};
  }
  if (first < 0x80) return {.bytes = text.substr(0, 1), .columns = 1};
  const Utf8 utf8;
  std::mbstate_t state{};
  wchar_t letter = 0;
  const auto length = std::mbrtowc(&letter, text.data(), text.size(), &state);
  if (length == 0 || length > text.size()) return {.bytes = text.substr(0, 1), .columns = 1};
  const int columns = ::wcwidth(letter);
  return {
      .bytes = text.substr(0, length),
      .columns = columns < 0 ? 0 : static_cast<std::size_t>(columns)
  };
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const auto& letter : letters_of(text)) columns += letter.columns;
  return columns;
}

std::string cut_to(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  std::string cut;
  std::size_t taken = 0;
  bool is_whole = true;
  for (const auto& letter : letters_of(text)) {
    if (letter.is_colour) {
      cut += letter.bytes;  // they end behind the cut too
    } else if (is_whole && taken + letter.columns < columns) {
      cut += letter.bytes;
      taken += letter.columns;
    } else if (is_whole) {
      is_whole = false;
      if (columns > 0) cut += "…";
    }
  }
  return cut;
}

std::string end_of(std::string_view text, std::size_t columns) {
  const auto letters = letters_of(text);
  std::size_t taken = 0;
  std::size_t bytes = 0;
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    if (taken + letter->columns > columns) {
      return "…" + std::string(text.substr(text.size() - bytes));
    }
    taken += letter->columns;
    bytes += letter->bytes.size();
  }
  return std::string(text);
}

std::string without_controls(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const auto letter = first_letter(text).bytes;
    text.remove_prefix(letter.size());
    const auto first = static_cast<unsigned char>(letter.front());
    const bool is_high_control =
        letter.size() == 2 && first == 0xC2 && static_cast<unsigned char>(letter[1]) < 0xA0;
    const bool is_byte = letter.size() == 1 && (first < 0x20 || first >= 0x7F);
    shown += is_byte || is_high_control || first == 0x1B ? "?" : letter;
  }
  return shown;
}

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string out;
  std::size_t at = 0;
  std::size_t gap = 0;   // spaces before the next word
  bool is_first = true;  // of its line
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
    if (!word.empty()) {
      const auto width = columns_of(word);
      if (!is_first && at + gap + width > columns) {
        out += '\n';
        at = 0;
        gap = indent;
      }
      out += std::string(gap, ' ').append(word);
      at += gap + width;
      gap = 0;
      is_first = false;
    }
    ++gap;
  }
  return out;
}

std::vector<std::string> lines_of(std::string_view text, std::size_t columns) {
  const auto broken = wrapped(text, columns);
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  for (const auto& letter : letters_of(broken)) {
    const bool is_end = letter.bytes == "\n";
    if (is_end || (at > 0 && at + letter.columns > columns)) {
      lines.emplace_back();
      at = 0;
    }
    if (is_end) continue;
    lines.back() += letter.bytes;
    at += letter.columns;
  }
  return lines;
}

}  // namespace allot::cli

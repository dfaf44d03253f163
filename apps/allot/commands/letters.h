#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace allot::cli {

// Text as it stands on a terminal: letters of UTF-8, of no, one or two columns; colours take none.

/// One letter, or one colour, at the beginning of a text.
struct Letter {
  std::string_view bytes;  // at least one
  std::size_t columns = 0;
  bool is_colour = false;
};

/// The text must not be empty. A byte that begins no letter is one by itself.
[[nodiscard]] Letter first_letter(std::string_view text);

/// How many columns a text takes.
[[nodiscard]] std::size_t columns_of(std::string_view text);
/// The text in at most so many columns; what is cut ends in "…".
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t columns);
/// The last so many columns of a longer text, behind a "…". Without colours.
[[nodiscard]] std::string end_of(std::string_view text, std::size_t columns);
/// The text with a `?` for each control character and each byte that is no letter: a terminal obeys
/// nothing in it.
[[nodiscard]] std::string without_controls(std::string_view text);
/// Lines of at most so many columns, broken at spaces, the others of which stay; a longer word
/// stands alone. All lines but the first begin with so many spaces, which count.
[[nodiscard]] std::string wrapped(
    std::string_view text, std::size_t columns, std::size_t indent = 0
);
/// Lines of at most so many columns, at least one: broken at spaces, and where a word is longer,
/// within it. Without colours.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t columns);

}  // namespace allot::cli

#pragma once

#include <string>
#include <string_view>

namespace allot {

// What the tables of Unicode say of characters: libunistring's, version 14 (Debian 12), the same as
// Python 3.11's. Texts are well-formed UTF-8 (`is_utf8`); others are a broken invariant.

/// Takes the first character off a text that is not empty.
char32_t take_character(std::string_view& text);

/// The beginning of a text, of at most so many characters.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count_max);

/// One spelling for texts that differ in letter case alone: full lower-casing as Python's
/// `str.lower()` (`İ` becomes `i̇`, `Σ` at the end of a word `ς`), in NFC before and after, so that
/// canonically equal texts fold alike. Idempotent. Characters that are not assigned stay.
[[nodiscard]] std::string folded(std::string_view text);

/// What a reader sees of a character.
enum class Look {
  visible,     // a letter, digit, sign or picture
  unassigned,  // nothing yet in our tables; a newer reader may well see a picture
  mark,        // shows on the character before it: accents, vowel signs, rings
  invisible,   // joiners, variation selectors, fillers, zero widths, turns of direction
  blank,       // white space, and what looks like it
  breaking,    // upsets the text around: controls, line and paragraph separators
};

[[nodiscard]] Look look_of(char32_t character);

}  // namespace allot

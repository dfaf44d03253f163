#include "base/unicode.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace allot {
namespace {

std::string utf8(char32_t c) {
  const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | (c >> 6)), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) {
    return {byte(0xE0 | (c >> 12)), byte(0x80 | ((c >> 6) & 0x3F)), byte(0x80 | (c & 0x3F))};
  }
  return {
      byte(0xF0 | (c >> 18)),
      byte(0x80 | ((c >> 12) & 0x3F)),
      byte(0x80 | ((c >> 6) & 0x3F)),
      byte(0x80 | (c & 0x3F))
  };
}

/// Texts of letters that fold in odd ways, accents, and what stands between them.
rc::Gen<std::string> odd_text() {
  const auto odd = rc::gen::element<char32_t>(
      U'a',
      U'Z',
      U'Σ',
      U'σ',
      U'İ',
      U'ß',
      U'ẞ',
      U'Å',
      U'K',
      U'ﬀ',
      U'Ａ',
      U'.',
      U'@',
      U'1',
      0x301,
      0x307,
      0x308,
      0x345,
      0x2B0,
      0x1F88,
      0x10400,
      0xAC00,
      0x200D
  );
  const auto any = rc::gen::suchThat(rc::gen::inRange<char32_t>(1, 0x110000), [](char32_t c) {
    return c < 0xD800 || c > 0xDFFF;
  });
  return rc::gen::map(
      rc::gen::container<std::vector<char32_t>>(rc::gen::oneOf(odd, odd, any)),
      [](const std::vector<char32_t>& characters) {
        std::string text;
        for (const auto c : characters) text += utf8(c);
        return text;
      }
  );
}

// B-007
TEST(Folded, IsLowerCaseOfEveryScriptInNfc) {
  EXPECT_EQ(folded("JÜRGEN@Example.org"), "jürgen@example.org");
  EXPECT_EQ(folded("JU\u0308RGEN"), "jürgen");  // decomposed
  EXPECT_EQ(folded("ЖЕНЯ"), "женя");
  EXPECT_EQ(folded("İ"), "i\u0307");
  EXPECT_EQ(folded("ẞ"), "ß");
  EXPECT_EQ(folded("\u212A"), "k");  // the sign of kelvin
  EXPECT_EQ(folded("Ａ"), "ａ");     // wide letters stay wide
  EXPECT_EQ(folded("𐐀"), "𐐨");
  EXPECT_EQ(folded("ß ﬀ"), "ß ﬀ");
  EXPECT_EQ(folded(""), "");
}

// B-007
TEST(Folded, ASigmaAtTheEndOfAWordIsTheFinalOne) {
  EXPECT_EQ(folded("ΟΔΥΣΣΕΥΣ"), "οδυσσευς");
  EXPECT_EQ(folded("ΟΔΟΣ@ΣΑΜΟΣ.GR"), "οδος@σαμοσ.gr");  // a dot ends no word
  EXPECT_EQ(folded("Σ"), "σ");
  EXPECT_EQ(folded("1Σ"), "1σ");
  EXPECT_EQ(folded("\u02B0Σ"), "\u02B0σ");  // a raised letter counts for nothing
}

// B-007
RC_GTEST_PROP(Folded, TwiceIsOnce, ()) {
  const auto once = folded(*odd_text());
  RC_ASSERT(is_utf8(once));
  RC_ASSERT(folded(once) == once);
}

// B-007
RC_GTEST_PROP(Folded, OfAsciiIsToLower, (const std::string& text)) {
  auto ascii = text;
  std::erase_if(ascii, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  RC_ASSERT(folded(ascii) == to_lower(ascii));
}

void expect_all(std::u32string_view characters, Look look) {
  for (const auto c : characters) {
    EXPECT_TRUE(look_of(c) == look) << "U+" << std::hex << static_cast<std::uint32_t>(c);
  }
}

// B-151
TEST(LookOf, TellsWhatAReaderSees) {
  expect_all(U"aÄж字0!€😀🇩ﬀ", Look::visible);
  expect_all(U"\u0301\u20E3\u094D", Look::mark);
  expect_all(
      U"\u200B\u200C\u200D\uFEFF\u2060\u00AD\uFE0F\u3164\u115F\u180E\u034F\u202E\u2066\u2069"
      U"\U000E0067",
      Look::invisible
  );
  expect_all(U" \u00A0\u2003\u3000\u2800", Look::blank);
  expect_all(U"\t\n\x1F\x7F\x80\x85\x9F\u2028\u2029", Look::breaking);
  expect_all({U"\0", 1}, Look::breaking);
  expect_all({U"\x378", 1}, Look::unassigned);
}

TEST(FirstCharacters, AreWhole) {
  EXPECT_EQ(first_characters("äöü", 2), "äö");
  EXPECT_EQ(first_characters("äöü", 9), "äöü");
  EXPECT_EQ(first_characters("", 1), "");
}

}  // namespace
}  // namespace allot

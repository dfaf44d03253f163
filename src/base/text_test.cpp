#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace allot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ToLower, TouchesAsciiAlone) {
  EXPECT_EQ(to_lower("AbC-XYZ@[`{9"), "abc-xyz@[`{9");
  EXPECT_EQ(to_lower("ÄÉ"), "ÄÉ");
  EXPECT_EQ(to_lower(""), "");
}

TEST(Trimmed, TakesWhiteSpaceOffBothEnds) {
  EXPECT_EQ(trimmed(" \t\r\n\v\f a b \n"), "a b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Split, GivesEveryPieceEmptyOnesToo) {
  EXPECT_THAT(split("a,b,c", ','), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split(",a,,b,", ','), ElementsAre("", "a", "", "b", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split("whole", ','), ElementsAre("whole"));
}

RC_GTEST_PROP(Split, PutTogetherAgainIsTheText, (const std::string& given)) {
  // Few letters, so that separators are frequent.
  auto text = given;
  for (char& c : text) c = static_cast<unsigned char>(c) % 3 == 0 ? ',' : 'x';
  const auto pieces = split(text, ',');
  std::string together = pieces.front();
  for (std::size_t i = 1; i < pieces.size(); ++i) together += "," + pieces[i];
  RC_ASSERT(together == text);
  for (const auto& piece : pieces) RC_ASSERT(piece.find(',') == std::string::npos);
}

TEST(IsUtf8, AcceptsTheFirstAndLastOfEachLength) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(std::string_view("\0\x7F", 2)));
  EXPECT_TRUE(is_utf8("\xC2\x80\xDF\xBF"));                  // U+0080, U+07FF
  EXPECT_TRUE(is_utf8("\xE0\xA0\x80\xED\x9F\xBF"));          // U+0800, U+D7FF
  EXPECT_TRUE(is_utf8("\xEE\x80\x80\xEF\xBF\xBF"));          // U+E000, U+FFFF
  EXPECT_TRUE(is_utf8("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));  // U+10000, U+10FFFF
}

TEST(IsUtf8, RefusesWhatIsMalformed) {
  const std::string_view malformed[] = {
      "\x80",              // nothing to continue
      "\xBF",              //
      "\xC3",              // cut short
      "\xE2\x82",          //
      "\xF0\x9F\x98",      //
      "\xC3(",             // continued by a letter
      "\xE2(\x82",         //
      "\xE2\x82(",         //
      "\xF0\x9F\x98(",     //
      "\xC0\x80",          // overlong
      "\xC1\xBF",          //
      "\xE0\x9F\xBF",      //
      "\xF0\x8F\xBF\xBF",  //
      "\xED\xA0\x80",      // surrogates
      "\xED\xBF\xBF",      //
      "\xF4\x90\x80\x80",  // beyond U+10FFFF
      "\xF5\x80\x80\x80",  //
      "\xFE",              // in no UTF-8
      "\xFF",              //
  };
  for (const auto text : malformed) {
    EXPECT_FALSE(is_utf8(text)) << to_hex(text);
    EXPECT_FALSE(is_utf8("good " + std::string(text) + " good")) << to_hex(text);
  }
}

/// The bytes of a code point, by the table of the standard.
std::string encoded(std::uint32_t point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  const auto tail = [&](int shift) { return byte(0x80 | ((point >> shift) & 0x3F)); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0 | point >> 6), tail(0)};
  if (point < 0x10000) return {byte(0xE0 | point >> 12), tail(6), tail(0)};
  return {byte(0xF0 | point >> 18), tail(12), tail(6), tail(0)};
}

TEST(IsUtf8, KnowsEveryCodePoint) {
  for (std::uint32_t point = 0; point < 0x120000; ++point) {
    const bool is_character = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    ASSERT_EQ(is_utf8(encoded(point)), is_character) << std::hex << point;
  }
}

TEST(HasControlCharacters, MeansBelowSpaceAndDelete) {
  EXPECT_TRUE(has_control_characters("a\nb"));
  EXPECT_TRUE(has_control_characters(std::string_view("\0", 1)));
  EXPECT_TRUE(has_control_characters("\x1F"));
  EXPECT_TRUE(has_control_characters("\x7F"));
  EXPECT_FALSE(has_control_characters(" ~ä😀"));
  EXPECT_FALSE(has_control_characters(""));
}

TEST(Printable, ShowsControlCharactersAndBrokenBytesAsQuestionMarks) {
  EXPECT_EQ(
      printable("a\nb\x7F"
                "c"),
      "a?b?c"
  );
  EXPECT_EQ(printable("gr\xC3\xBC\xC3\x9F"), "grüß");
  EXPECT_EQ(printable("gr\xFC\xDF"), "gr??");
}

TEST(Printable, CutsBetweenCharacters) {
  EXPECT_EQ(printable("abcdef", 4), "abcd");
  EXPECT_EQ(printable("abcä", 4), "abc");
  EXPECT_EQ(printable(std::string(200, 'x')).size(), 80U);
}

RC_GTEST_PROP(Printable, IsShortCleanTextWhateverTheBytes, (const std::string& bytes)) {
  const auto most = *rc::gen::inRange<std::size_t>(0, 20);
  const auto shown = printable(bytes, most);
  RC_ASSERT(shown.size() <= most);
  RC_ASSERT(is_utf8(shown));
  RC_ASSERT(!has_control_characters(shown));
}

// B-007
TEST(ParseEmail, FoldsLetterCaseAndTrims) {
  EXPECT_EQ(parse_email(" Ada.Long+x@Example.ORG\n").value().text, "ada.long+x@example.org");
  EXPECT_EQ(parse_email("a@b").value().text, "a@b");
}

// B-007
TEST(ParseEmail, FoldsLettersBeyondAsciiToo) {
  for (const auto* spelling :
       {"jürgen@example.org",
        "JÜRGEN@example.org",
        "Ju\u0308rgen@EXAMPLE.org",
        "JU\u0308RGEN@example.org"}) {
    EXPECT_EQ(parse_email(spelling).value().text, "jürgen@example.org");
  }
  EXPECT_EQ(parse_email("Ada@xn--Mnchen-3ya.DE").value().text, "ada@xn--mnchen-3ya.de");
}

// B-007
TEST(ParseEmail, RefusesWhatNobodySees) {
  for (const auto* hidden :
       {"\u200B",
        "\u200D",
        "\uFEFF",
        "\u00AD",
        "\u00A0",
        "\u3000",
        "\u0085",
        "\u2028",
        "\u202E",
        "\u3164",
        "\uFE0F",
        "\u0378"}) {
    EXPECT_FALSE(parse_email(std::string("ad") + hidden + "a@example.org").has_value());
    EXPECT_FALSE(parse_email(std::string(hidden) + "ada@example.org").has_value());
    EXPECT_FALSE(parse_email(std::string("ada@example.org") + hidden).has_value());
  }
}

// B-151
TEST(ParseEmail, RefusesWhatIsNoAddressAndNamesTheField) {
  const std::string_view wrong[] = {
      "",
      "  ",
      "ada",
      "@",
      "ada@",
      "@example.org",
      "ada@ben@example.org",
      "a da@example.org",
      "ada@exam\tple.org",
      "ada@example.org, ben@example.org",
      "Ada <ada@example.org>",
      "ada/../ben@example.org",
      "ad\xFF@example.org",
      std::string_view("ad\0a@example.org", 16),
  };
  for (const auto text : wrong) {
    const auto refused = parse_email(text, "owner");
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    EXPECT_THAT(refused.error().message, HasSubstr("`owner` must be an e-mail address"));
    EXPECT_EQ(refused.error().fields.front().path, "owner");
  }
}

TEST(ParseEmail, TakesUpTo254Bytes) {
  const std::string domain = "@example.org";
  const std::string longest = std::string(254 - domain.size(), 'a') + domain;
  EXPECT_EQ(parse_email(longest).value().text, longest);
  EXPECT_FALSE(parse_email("a" + longest).has_value());
}

TEST(ToHex, WritesTwoLowerCaseDigitsForEachByte) {
  EXPECT_EQ(to_hex(std::string_view("\0\x0F\xA0\xFF", 4)), "000fa0ff");
  EXPECT_EQ(to_hex(""), "");
}

}  // namespace
}  // namespace allot

#include "base/name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace allot {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view name) {
  const auto checked = check_name(name, "title");
  return checked ? "" : checked.error().message;
}

// B-151
TEST(CheckName, NamesOfAllScriptsPass) {
  for (const auto* name :
       {"Round 1",
        " kept as given ",
        "Straße Größe",
        "cafe\u0301",  // decomposed
        "بِسْمِ",
        "שלום",
        "می\u200Cخواهم",  // a joiner that Persian needs
        "👩\u200D🚀",     // an astronaut
        "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",  // a flag of tags
        "🇩🇪",
        "\U0001FAE8",  // younger than our tables
        "1\uFE0F\u20E3",
        "नमस्ते",
        "x\u200B",
        "-"}) {
    EXPECT_EQ(refusal(name), "") << name;
  }
}

// B-151
TEST(CheckName, WhatUpsetsTheTextAroundIsRefused) {
  for (const std::string_view name :
       {std::string_view("a\0b", 3),
        std::string_view("a\tb"),
        std::string_view("a\nb"),
        std::string_view("a\x7F"),
        std::string_view("a\u0080"),
        std::string_view("a\u0085"),
        std::string_view("a\u2028"),
        std::string_view("a\u2029")}) {
    EXPECT_THAT(refusal(name), HasSubstr("`title` must not hold control characters"));
  }
}

// B-151
TEST(CheckName, WhatNobodySeesIsNoName) {
  for (const auto* name : {"", " ", "\t\n"}) {
    EXPECT_EQ(refusal(name), "`title` must not be empty.");
  }
  for (const auto* name :
       {"\u00A0",
        "\u200B",
        "\uFEFF",
        "\u2003\u3000",
        "\u200D\u200C",
        "\u3164",
        "\uFE0F",
        "\u2800",
        "\u0301",
        "\u00AD",
        "\u200E",
        " \u200B "}) {
    EXPECT_EQ(refusal(name), "`title` must hold a character that can be seen.");
  }
}

// B-151
TEST(CheckName, BytesThatAreNoTextAreRefused) {
  EXPECT_EQ(refusal("caf\xE9"), "`title` must be UTF-8.");
}

// B-151
TEST(CheckName, TakesAThousandCharactersOfAnyLength) {
  std::string longest;
  for (std::size_t i = 0; i < name_characters_max; ++i) longest += "字";
  EXPECT_EQ(refusal(longest), "");
  EXPECT_EQ(refusal(longest + "a"), "`title` must not exceed 1000 characters.");
}

}  // namespace
}  // namespace allot

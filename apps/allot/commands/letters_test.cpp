#include "commands/letters.h"

#include <gtest/gtest.h>

namespace allot::cli {
namespace {

TEST(ColumnsOf, LettersTakeWhatATerminalGivesThem) {
  EXPECT_EQ(columns_of(""), 0u);
  EXPECT_EQ(columns_of("Straße"), 6u);
  EXPECT_EQ(columns_of("交差点"), 6u);
  EXPECT_EQ(columns_of("🚗"), 2u);
  EXPECT_EQ(columns_of("e\u0301"), 1u);  // an accent of its own
  EXPECT_EQ(columns_of("\033[32m██\033[0m"), 2u);
  EXPECT_EQ(columns_of("a\xff"), 2u);
}

TEST(CutTo, NeverTakesMoreColumnsThanThereAre) {
  for (const std::string text : {"plain words", "交差点の写真", "🚗🚌🚲", "\033[2m交差点\033[0m"}) {
    for (std::size_t columns = 0; columns < 14; ++columns) {
      EXPECT_LE(columns_of(cut_to(text, columns)), columns) << text;
    }
  }
  EXPECT_EQ(cut_to("交差点", 6), "交差点");
  EXPECT_EQ(cut_to("交差点", 5), "交差…");
  EXPECT_EQ(cut_to("交差点", 4), "交…");
  EXPECT_EQ(cut_to("\033[2mlong\033[0m", 3), "\033[2mlo…\033[0m");
}

TEST(CutTo, WhatFitsStaysAndWhatDoesNotEndsInDots) {
  EXPECT_EQ(cut_to("größe", 5), "größe");
  EXPECT_EQ(cut_to("größer", 5), "größ…");
  EXPECT_EQ(cut_to("größer", 1), "…");
  EXPECT_EQ(cut_to("größer", 0), "");
  EXPECT_EQ(cut_to("", 0), "");
}

TEST(CutTo, ColoursTakeNoRoomAndEndAfterTheCut) {
  EXPECT_EQ(cut_to("\033[32m████\033[0m", 4), "\033[32m████\033[0m");
  EXPECT_EQ(cut_to("\033[32m████\033[0m 3", 3), "\033[32m██…\033[0m");
}

TEST(EndOf, KeepsTheEnd) {
  EXPECT_EQ(end_of("/day/street.png", 10), "…street.png");
  EXPECT_EQ(end_of("交差点", 4), "…差点");
  EXPECT_EQ(end_of("short", 10), "short");
}

TEST(Wrapped, BreaksAtWords) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree");
  EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(wrapped("a verylongword b", 6, 1), "a\n verylongword\n b");
  EXPECT_EQ(wrapped("", 7), "");
  EXPECT_EQ(wrapped("on to three", 6, 2), "on to\n  three");
  EXPECT_EQ(wrapped("on to three", 4, 2), "on\n  to\n  three");
}

TEST(Wrapped, KeepsSpacesButWhereItBreaks) {
  EXPECT_EQ(wrapped("  one  two", 10), "  one  two");
  EXPECT_EQ(wrapped("one  two   three", 8), "one  two\nthree");
  EXPECT_EQ(wrapped("one  two", 4), "one\ntwo");
}

TEST(Wrapped, ColoursTakeNoRoom) {
  EXPECT_EQ(wrapped("\033[1mone two\033[0m three", 7), "\033[1mone two\033[0m\nthree");
}

}  // namespace
}  // namespace allot::cli

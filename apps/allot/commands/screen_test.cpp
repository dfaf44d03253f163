#include "commands/screen.h"

#include <gtest/gtest.h>

namespace allot::cli {
namespace {

constexpr WindowSize small{.columns = 10, .rows = 3};

TEST(DrawnOver, LinesReplaceWhatWasThereWithoutEmptyingTheWindow) {
  EXPECT_EQ(drawn_over("ada\nben\n", small), "\033[Hada\033[K\r\nben\033[K\033[J");
  EXPECT_EQ(drawn_over("\n\nben", small), "\033[H\033[K\r\n\033[K\r\nben\033[K\033[J");
  EXPECT_EQ(drawn_over("", small), "\033[H\033[J");
}

TEST(DrawnOver, WhatIsTooWideOrTooLongIsCut) {
  EXPECT_EQ(
      drawn_over("1\n2\n3\n4\n5", {.columns = 20, .rows = 3}),
      "\033[H1\033[K\r\n2\033[K\r\n… 3 more lines\033[K\033[J"
  );
  EXPECT_EQ(drawn_over("ada@example.org", small), "\033[Hada@examp…\033[J");
  EXPECT_EQ(drawn_over("1234567890", small), "\033[H1234567890\033[J");
  EXPECT_EQ(drawn_over("1\n2\n3", small), "\033[H1\033[K\r\n2\033[K\r\n3\033[K\033[J");
}

}  // namespace
}  // namespace allot::cli

#include "grouped.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace allot::app {
namespace {

std::size_t lines_of(const std::vector<std::string>& sentences) {
  return static_cast<std::size_t>(std::ranges::count(grouped(sentences), '\n'));
}

TEST(Grouped, WhatIsSaidOfManyThingsIsSaidOfThree) {
  const std::vector<std::string> names{
      "street", "a street (old)", "rue de la paix", "/night/b c.png", "x: y", "?"
  };
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < names.size(); ++i) {
    sentences.push_back(fmt::format(
        "Item {} (01a22405bb49de5a0000000{}): its `filename` holds bytes that are no UTF-8.",
        names[i],
        i
    ));
  }
  EXPECT_EQ(
      grouped(sentences),
      sentences[0] + "\n" + sentences[1] + "\n" + sentences[2] +
          "\n… and 3 more like this (--json lists all).\n"
  );
}

TEST(Grouped, OneThatWouldBeLeftOutIsShown) {
  EXPECT_EQ(lines_of({"Item 1: gone.", "Item 2: gone.", "Item 3: gone.", "Item 4: gone."}), 4u);
  EXPECT_EQ(grouped({}), "");
}

TEST(Grouped, PathsAndExamplesAreNamesWhateverWordsTheyHold) {
  std::vector<std::string> clashes;
  std::vector<std::string> flags;
  for (const auto* const name : {"a b", "c", "d e f", "g", "h"}) {
    clashes.push_back(fmt::format("`/{0}` is a file, and `/{0}/1.png` is below it.", name));
    flags.push_back(fmt::format("Dataset 0{0}: 2 items are in no set, e.g. {0}.", flags.size()));
  }
  EXPECT_EQ(lines_of(clashes), 4u);
  EXPECT_EQ(lines_of(flags), 4u);
}

TEST(Grouped, OtherMembersAndOtherFaultsAreOtherGroups) {
  std::vector<std::string> sentences;
  for (const auto* const said :
       {"its `name` is bad", "its `query` is bad", "its `name` is worse", "is gone"}) {
    for (int i = 0; i < 5; ++i) sentences.push_back(fmt::format("Task T (0{}): {}.", i, said));
  }
  EXPECT_EQ(lines_of(sentences), 16u);
}

}  // namespace
}  // namespace allot::app

// `matches_wildcard` of base/text.h.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace allot {
namespace {

// B-244
TEST(Wildcard, AStarStandsForAnythingFoldersIncludedAndForNothing) {
  EXPECT_TRUE(matches_wildcard("/a/*.png", "/a/b/c.png"));
  EXPECT_TRUE(matches_wildcard("/a/**", "/a/b/c.png"));
  EXPECT_TRUE(matches_wildcard("*b*", "abc"));
  EXPECT_TRUE(matches_wildcard("a*", "a"));
  EXPECT_TRUE(matches_wildcard("*", ""));
  EXPECT_FALSE(matches_wildcard("*.png", "/a/c.jpg"));
  EXPECT_FALSE(matches_wildcard("a*a", "a"));
  EXPECT_FALSE(matches_wildcard("", "a"));
}

TEST(Wildcard, NothingElseIsSpecial) {
  EXPECT_TRUE(matches_wildcard("a?[b].\\", "a?[b].\\"));
  EXPECT_FALSE(matches_wildcard("a?c", "abc"));
  EXPECT_FALSE(matches_wildcard("a.c", "abc"));
  EXPECT_FALSE(matches_wildcard("[ab]", "a"));
}

TEST(Wildcard, ManyStarsStayCheap) {
  std::string pattern;
  for (int i = 0; i < 2'000; ++i) pattern += "a*";
  // By trying every way this would not end.
  EXPECT_FALSE(matches_wildcard(pattern + "b", std::string(4'000, 'a')));
}

/// As the words say it; slow.
bool matches_slowly(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return matches_slowly(pattern.substr(1), text) ||
           (!text.empty() && matches_slowly(pattern, text.substr(1)));
  }
  return !text.empty() && pattern[0] == text[0] &&
         matches_slowly(pattern.substr(1), text.substr(1));
}

RC_GTEST_PROP(Wildcard, MatchesWhatTryingEveryWayMatches, ()) {
  const auto letters = [](const std::string& from, std::size_t most) {
    auto text = *rc::gen::container<std::string>(rc::gen::elementOf(from));
    return text.substr(0, most);
  };
  const auto pattern = letters("ab**", 8);
  const auto text = letters("ab", 10);
  RC_ASSERT(matches_wildcard(pattern, text) == matches_slowly(pattern, text));
}

}  // namespace
}  // namespace allot

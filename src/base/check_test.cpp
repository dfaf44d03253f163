#include "base/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace allot {
namespace {

TEST(Check, LetsATrueConditionPassAndLooksAtItOnce) {
  int looked = 0;
  EXPECT_NO_THROW(CHECK(++looked == 1));
  EXPECT_EQ(looked, 1);
}

TEST(Check, ThrowsWithConditionFileAndLine) {
  std::string said;
  const int line = __LINE__ + 2;
  try {
    CHECK(1 + 1 == 3);
  } catch (const BrokenInvariant& bug) {
    said = bug.what();
  }
  EXPECT_THAT(said, testing::StartsWith("1 + 1 == 3 does not hold at "));
  EXPECT_THAT(said, testing::EndsWith("check_test.cpp:" + std::to_string(line)));
}

TEST(Check, IsOneStatement) {
  // With an `if` in front and an `else` behind, the two must not be torn apart.
  bool otherwise = false;
  if (otherwise)
    CHECK(false);
  else
    otherwise = true;
  EXPECT_TRUE(otherwise);
}

}  // namespace
}  // namespace allot

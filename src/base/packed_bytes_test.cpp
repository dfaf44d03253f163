#include "base/packed_bytes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "base/check.h"

namespace allot {
namespace {

/// All that is left, in pieces of so many bytes.
std::string rest_of(PackedBytes& bytes, std::size_t piece_bytes) {
  std::string rest;
  for (auto piece = bytes.take(piece_bytes); !piece.empty(); piece = bytes.take(piece_bytes)) {
    rest += piece;
  }
  return rest;
}

TEST(PackedBytes, HoldsNothingAtFirst) {
  PackedBytes bytes;
  EXPECT_EQ(bytes.take(10), "");
  EXPECT_EQ(bytes.take(10), "");
}

RC_GTEST_PROP(PackedBytes, GivesBackWhatItGot, (const std::vector<std::string>& parts)) {
  PackedBytes bytes;
  std::string all;
  for (const auto& part : parts) {
    bytes.add(part);
    all += part;
  }
  const auto piece_bytes = *rc::gen::inRange<std::size_t>(1, 300);
  RC_ASSERT(rest_of(bytes, piece_bytes) == all);
}

TEST(PackedBytes, KeepsAFewOfManyThatAreAlikeAndNoneThatWereTaken) {
  PackedBytes bytes;
  std::string all;
  for (int i = 0; i < 200'000; ++i) {
    const auto line = fmt::format("a line that is much as the one before it: {}\n", i * 7919);
    bytes.add(line);
    all += line;
  }
  EXPECT_GT(all.size(), 9'000'000u);
  const auto kept = bytes.kept();
  EXPECT_GT(kept, 100'000u);
  EXPECT_LT(kept, all.size() / 5);
  const auto first = bytes.take(5'000'000);
  EXPECT_EQ(first.size(), 5'000'000u);
  EXPECT_LT(bytes.kept(), kept * 2 / 3);
  EXPECT_EQ(first + rest_of(bytes, 65'536), all);
  EXPECT_EQ(bytes.kept(), 0u);
}

TEST(PackedBytes, TakesNoMoreOnceItGives) {
  PackedBytes bytes;
  bytes.add("a");
  EXPECT_EQ(bytes.take(1), "a");
  EXPECT_THROW(bytes.add("b"), BrokenInvariant);
}

}  // namespace
}  // namespace allot

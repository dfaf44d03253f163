#include "base/hash_set.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <unordered_set>
#include <vector>

namespace allot {
namespace {

/// So many of them, the same each time.
std::vector<std::uint64_t> hashes(std::size_t count) {
  std::mt19937_64 random(7);
  std::vector<std::uint64_t> drawn(count);
  for (auto& hash : drawn) hash = random();
  return drawn;
}

TEST(HashSet, HoldsWhatWasPutIn) {
  HashSet set;
  EXPECT_FALSE(set.contains(17));
  EXPECT_TRUE(set.insert(17));
  EXPECT_FALSE(set.insert(17));
  EXPECT_TRUE(set.contains(17));
  EXPECT_FALSE(set.contains(17 + 64));  // the same place
}

TEST(HashSet, NoughtIsAHashAsAnyOther) {
  HashSet set;
  EXPECT_FALSE(set.contains(0));
  EXPECT_TRUE(set.insert(0));
  EXPECT_FALSE(set.insert(0));
  EXPECT_TRUE(set.contains(0));
}

// Few numbers, so that there are doubles, close together, so that they crowd in one place.
RC_GTEST_PROP(HashSet, TellsDoublesAsAnySetDoes, ()) {
  HashSet set;
  std::unordered_set<std::uint64_t> plain;
  const auto number =
      rc::gen::oneOf(rc::gen::inRange<std::uint64_t>(0, 400), rc::gen::arbitrary<std::uint64_t>());
  for (const auto hash : *rc::gen::container<std::vector<std::uint64_t>>(number)) {
    RC_ASSERT(set.insert(hash) == plain.insert(hash).second);
  }
  for (std::uint64_t hash = 0; hash < 400; ++hash) {
    RC_ASSERT(set.contains(hash) == plain.contains(hash));
  }
  for (const auto hash : plain) RC_ASSERT(set.contains(hash));
}

TEST(HashSet, LosesNoneWhileItGrows) {
  HashSet set;
  const auto drawn = hashes(100'000);
  for (const auto hash : drawn) ASSERT_TRUE(set.insert(hash));
  for (const auto hash : drawn) ASSERT_TRUE(set.contains(hash));
  std::size_t strangers = 0;
  for (const auto hash : drawn) strangers += set.contains(~hash) ? 1u : 0u;
  EXPECT_EQ(strangers, 0u);
}

TEST(HashSet, KeepsAFewBytesForEachWheneverItIsAsked) {
  HashSet set;
  std::size_t count = 0;
  for (const auto hash : hashes(300'000)) {
    set.insert(hash);
    if (++count > 10'000 && count % 1'000 == 0) {
      ASSERT_LE(set.kept(), 14 * count);
    }
  }
  EXPECT_GE(set.kept(), 8 * count);
}

}  // namespace
}  // namespace allot

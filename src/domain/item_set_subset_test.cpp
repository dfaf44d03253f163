#include <gtest/gtest.h>

#include "domain/item_set.h"

namespace allot {
namespace {

/// {3, 6}, whose bitmap has just let go of 7: behind its end the 7 is still in memory.
ItemSet three_and_six() {
  ItemSet set{3, 6, 7};
  set.erase(7);
  return set;
}

// The library read behind the end of the one bitmap, so that by chance an item too much got a
// status, or one that moved was lost.
TEST(ItemSet, ARunThatEndsBehindTheOtherSetIsNotWithinIt) {
  const auto run = ItemSet::range(6, 8);
  EXPECT_FALSE(run.is_subset_of(three_and_six()));
  EXPECT_EQ(run & three_and_six(), ItemSet{6});
  EXPECT_EQ(run | three_and_six(), (ItemSet{3, 6, 7}));
}

TEST(ItemSet, ARunWithinTheOtherSetIsWithinIt) {
  EXPECT_TRUE(ItemSet::range(6, 8).is_subset_of({3, 6, 7}));
  EXPECT_TRUE(ItemSet::range(6, 8).is_subset_of({6, 7, 9}));
}

}  // namespace
}  // namespace allot

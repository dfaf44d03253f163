#include "store/sqlite/cache.h"

#include <gtest/gtest.h>

#include <limits>

namespace allot::sqlite {

namespace {

struct Sized {
  std::int64_t version = 0;
  std::size_t bytes = 0;
};

[[maybe_unused]] std::size_t cached_bytes(const Sized& value) {
  return value.bytes;
}

constexpr auto newest = std::numeric_limits<std::int64_t>::max();

class SizedCache : public testing::Test {
 protected:
  void offer(const std::string& id, std::int64_t version, std::size_t bytes = 100) {
    cache.offer(id, std::make_shared<const Sized>(version, bytes));
  }

  std::int64_t found(const std::string& id, std::int64_t at_most = newest) {
    const auto value = cache.find_at_most(id, at_most);
    return value ? value->version : -1;
  }

  Cache<Sized> cache{1'000};
};

TEST_F(SizedCache, AnOlderSnapshotFindsItsOwnVersion) {
  for (const auto version : {3, 5, 4}) offer("a", version);
  EXPECT_EQ(found("a"), 5);
  EXPECT_EQ(found("a", 4), 4);
  EXPECT_EQ(found("a", 2), -1);
}

TEST_F(SizedCache, OnlyTheLastVersionsAreKept) {
  for (std::int64_t version = 1; version <= 100; ++version) offer("a", version);
  EXPECT_EQ(found("a"), 100);
  EXPECT_EQ(found("a", 69), 69);
  EXPECT_EQ(found("a", 68), -1);
}

TEST_F(SizedCache, WhatWasNotAskedForLongestGoesWhenAllTakeTooMuch) {
  offer("a", 1, 300);
  offer("b", 1, 300);
  offer("c", 1, 300);
  EXPECT_EQ(found("a"), 1);  // now b is the oldest
  offer("d", 1, 300);
  EXPECT_EQ(found("b"), -1);
  EXPECT_EQ(found("a"), 1);
  EXPECT_EQ(found("d"), 1);
  EXPECT_LE(cache.numbers().bytes, 1'000u);
  EXPECT_EQ(cache.numbers().entries, 3u);
}

TEST_F(SizedCache, ANewVersionCountsInsteadOfTheOldOne) {
  for (std::int64_t version = 1; version <= 20; ++version) offer("a", version, 300);
  offer("b", 1, 300);
  EXPECT_EQ(found("a"), 20);
  EXPECT_EQ(found("b"), 1);
}

TEST_F(SizedCache, OneThatIsTooLargeIsKeptAlone) {
  offer("a", 1, 300);
  offer("b", 1, 5'000);
  EXPECT_EQ(found("a"), -1);
  EXPECT_EQ(found("b"), 1);
  cache.erase("b");
  EXPECT_EQ(found("b"), -1);
  EXPECT_EQ(cache.numbers().bytes, 0u);
}

}  // namespace

}  // namespace allot::sqlite

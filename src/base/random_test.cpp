#include "base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>
#include <unordered_set>
#include <vector>

namespace allot {
namespace {

/// Stands where the test puts it.
class SetClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return from_epoch_ms(ms); }

  std::int64_t ms = 1'798'800'000'000;
};

/// Gives out the bytes 0, 1, 2 …
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes) byte = next_++;
  }

 private:
  std::uint8_t next_ = 0;
};

std::vector<std::uint8_t> bytes_of(Random& random, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  random.fill(bytes);
  return bytes;
}

TEST(SeededRandom, RepeatsItselfForTheSameSeed) {
  SeededRandom first(7);
  SeededRandom second(7);
  SeededRandom other(8);
  const auto bytes = bytes_of(first, 64);
  EXPECT_EQ(bytes, bytes_of(second, 64));
  EXPECT_NE(bytes, bytes_of(other, 64));
  EXPECT_NE(bytes, bytes_of(first, 64));
}

TEST(SystemRandom, FillsEveryByteAndDoesNotRepeat) {
  SystemRandom random;
  // More than the kernel gives at once without being asked again.
  const auto bytes = bytes_of(random, 1 << 20);
  std::array<std::size_t, 256> seen{};
  for (const auto byte : bytes) ++seen[byte];
  for (const auto count : seen) EXPECT_GT(count, 3'000U);  // 4,096 on average
  EXPECT_NE(bytes_of(random, 32), bytes_of(random, 32));
}

TEST(RandomSecret, IsUrlSafeBase64WithoutPadding) {
  CountingRandom random;
  EXPECT_EQ(random_secret(random, 3), "AAEC");
  EXPECT_EQ(random_secret(random, 2), "AwQ");
  EXPECT_EQ(random_secret(random, 1), "BQ");
  EXPECT_EQ(random_secret(random).size(), 43U);
}

RC_GTEST_PROP(RandomSecret, NeedsNoEscapingInAnAddress, (std::uint64_t seed)) {
  SeededRandom random(seed);
  const auto secret = random_secret(random);
  RC_ASSERT(std::ranges::all_of(secret, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  }));
}

TEST(RandomUuid, IsOfVersion4) {
  CountingRandom random;
  EXPECT_EQ(random_uuid(random), "00010203-0405-4607-8809-0a0b0c0d0e0f");
  SeededRandom seeded(7);
  EXPECT_NE(random_uuid(seeded), random_uuid(seeded));
}

TEST(IdSource, WritesMillisecondsProcessAndCounter) {
  SetClock clock;
  CountingRandom random;
  IdSource ids(clock, random);
  EXPECT_EQ(ids.next_text(), "01a2d0d5c400000100000000");
  EXPECT_EQ(ids.next_text(), "01a2d0d5c400000100000001");
  clock.ms += 1;
  EXPECT_EQ(ids.next_text(), "01a2d0d5c401000100000000");
}

TEST(IdSource, GivesWellFormedAscendingIdsWithinOneMillisecond) {
  const SetClock clock;
  SeededRandom random(7);
  IdSource ids(clock, random);
  std::string before;
  for (int i = 0; i < 100'000; ++i) {
    auto id = ids.next<ItemId>().text;
    ASSERT_EQ(id.size(), 24U);
    ASSERT_EQ(parse_id_text(id, "item").value(), id);
    ASSERT_LT(before, id);
    before = std::move(id);
  }
}

RC_GTEST_PROP(IdSource, AscendsHoweverTheClockGoes, ()) {
  SetClock clock;
  SeededRandom random(7);
  IdSource ids(clock, random);
  std::string before;
  for (const auto step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-1'000, 1'000))) {
    clock.ms += step;
    const auto id = ids.next_text();
    RC_ASSERT(before < id);
    before = id;
  }
}

TEST(IdSource, GoesOnAfterTheNewestStoredIdWhateverTheClockSays) {
  SetClock clock;
  SeededRandom random(7);
  IdSource earlier(clock, random);
  clock.ms += 60'000;
  const auto newest = earlier.next_text();
  clock.ms -= 60'000;  // the machine starts again with its clock behind
  IdSource ids(clock, random);
  ids.advance_past(newest);
  EXPECT_LT(newest, ids.next_text());
  ids.advance_past("01a2d0d5c400000100000000");  // long past
  EXPECT_LT(newest, ids.next_text());
}

TEST(IdSource, IsPastAnIdOfTheSameMillisecondOfAnotherProcess) {
  const SetClock clock;
  CountingRandom random;
  IdSource ids(clock, random);
  const std::string newest = "01a2d0d5c400ffffffffffff";
  ids.advance_past(newest);
  EXPECT_LT(newest, ids.next_text());
}

TEST(IdSource, DoesNotGoPastWhatIsNoId) {
  const SetClock clock;
  CountingRandom random;
  IdSource ids(clock, random);
  for (const std::string_view other : {"", "111111111111", "zzzzzzzzzzzzzzzzzzzzzzzz"}) {
    ids.advance_past(other);
  }
  EXPECT_EQ(ids.next_text(), "01a2d0d5c400000100000000");
}

TEST(IdSource, GivesThreadsDifferentIds) {
  const SetClock clock;
  SeededRandom random(7);
  IdSource ids(clock, random);
  std::array<std::vector<std::string>, 4> made;
  {
    std::vector<std::jthread> threads;
    for (auto& mine : made) {
      threads.emplace_back([&ids, &mine] {
        for (int i = 0; i < 5'000; ++i) mine.push_back(ids.next_text());
      });
    }
  }
  std::unordered_set<std::string> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::ranges::is_sorted(mine));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), 20'000U);
}

}  // namespace
}  // namespace allot

#include "auth/throttle.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace allot {
namespace {

using namespace std::chrono_literals;

const UserId ada{"ada@example.org"};
const UserId ben{"ben@example.org"};
const auto here = "192.0.2.1";
const auto elsewhere = "192.0.2.2";
constexpr Time start{std::chrono::hours{500'000}};

void fail_times(Throttle& throttle, int times, Time now = start) {
  for (int i = 0; i < times; ++i) throttle.failed(ada, here, now);
}

TEST(Throttle, TheFirstFewFailuresCostNoTime) {  // B-008
  Throttle throttle;
  EXPECT_EQ(throttle.delay(ada, here, start), 0ms);
  fail_times(throttle, 4);
  EXPECT_EQ(throttle.delay(ada, here, start), 0ms);
}

TEST(Throttle, TheDelayDoublesUpToTenSeconds) {  // B-008
  Throttle throttle;
  fail_times(throttle, 4);
  std::vector<std::chrono::milliseconds> delays;
  for (int i = 0; i < 10; ++i) {
    fail_times(throttle, 1);
    delays.push_back(throttle.delay(ada, here, start));
  }
  using List = std::vector<std::chrono::milliseconds>;
  EXPECT_EQ(
      delays,
      (List{250ms, 500ms, 1000ms, 2000ms, 4000ms, 8000ms, 10'000ms, 10'000ms, 10'000ms, 10'000ms})
  );
}

TEST(Throttle, TenFailuresInTenMinutesSlowDownByEightSeconds) {  // B-008
  Throttle throttle;
  for (int minute = 0; minute < 10; ++minute)
    fail_times(throttle, 1, start + std::chrono::minutes{minute});
  EXPECT_EQ(throttle.delay(ada, here, start + 9min), 8s);
}

TEST(Throttle, FailuresCountForTenMinutes) {  // B-008
  Throttle throttle;
  fail_times(throttle, 3);
  fail_times(throttle, 3, start + 5min);
  EXPECT_EQ(throttle.delay(ada, here, start + 10min - 1ms), 500ms);
  EXPECT_EQ(throttle.delay(ada, here, start + 10min), 0ms);
  fail_times(throttle, 2, start + 10min);
  EXPECT_EQ(throttle.delay(ada, here, start + 10min), 250ms);
}

TEST(Throttle, OtherPeersAndOtherAddressesAreNotSlowedDown) {
  Throttle throttle;
  fail_times(throttle, 20);
  EXPECT_EQ(throttle.delay(ada, elsewhere, start), 0ms);
  EXPECT_EQ(throttle.delay(ben, here, start), 0ms);
  EXPECT_EQ(throttle.delay(ada, here, start), 10s);
}

TEST(Throttle, ASignInForgetsTheFailuresOfItsPairAlone) {
  Throttle throttle;
  fail_times(throttle, 20);
  throttle.succeeded(ben, here);
  throttle.succeeded(ada, elsewhere);
  EXPECT_EQ(throttle.delay(ada, here, start), 10s);
  throttle.succeeded(ada, here);
  EXPECT_EQ(throttle.delay(ada, here, start), 0ms);
  EXPECT_EQ(throttle.size(), 0u);
}

TEST(Throttle, PairsThatReadAlikeWhenJoinedAreDifferent) {
  Throttle throttle;
  for (int i = 0; i < 20; ++i) throttle.failed(UserId{"a@b.c1"}, "92.0.2.1", start);
  EXPECT_EQ(throttle.delay(UserId{"a@b.c"}, "192.0.2.1", start), 0ms);
}

TEST(Throttle, RemembersNoMorePairsThanItMayAndDropsTheOneThatFailedLongestAgo) {
  Throttle throttle(3);
  const auto person = [](int number) { return UserId{std::to_string(number) + "@example.org"}; };
  const auto fail_often = [&](int number, Time now) {
    for (int i = 0; i < 20; ++i) throttle.failed(person(number), here, now);
  };
  for (int number = 0; number < 3; ++number) fail_often(number, start + number * 1s);
  fail_often(0, start + 3s);
  fail_often(3, start + 4s);
  EXPECT_EQ(throttle.size(), 3u);
  EXPECT_EQ(throttle.delay(person(1), here, start + 4s), 0ms);
  for (const int number : {0, 2, 3})
    EXPECT_EQ(throttle.delay(person(number), here, start + 4s), 10s) << number;
}

TEST(Throttle, ForgetsPairsThatHaveBeenQuietForTenMinutes) {
  Throttle throttle;
  for (int i = 0; i < 100; ++i)
    throttle.failed(UserId{std::to_string(i) + "@example.org"}, here, start);
  EXPECT_EQ(throttle.size(), 100u);
  throttle.failed(ada, here, start + 10min);
  EXPECT_EQ(throttle.size(), 1u);
}

TEST(Throttle, CountsFailuresThatComeAtOnce) {
  Throttle throttle;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 10; ++i) threads.emplace_back([&] { fail_times(throttle, 1); });
  }
  EXPECT_EQ(throttle.delay(ada, here, start), 8s);
}

}  // namespace
}  // namespace allot

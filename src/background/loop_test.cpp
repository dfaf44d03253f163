#include "background/loop.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace allot::background {

namespace {

constexpr std::chrono::seconds patience{10};

TEST(Loop, CallsAJobAtOnceAndAgainAndAgain) {
  Loop loop;
  std::promise<void> third;
  int calls = 0;
  loop.every(std::chrono::milliseconds{1}, "counting", [&] {
    if (++calls == 3) third.set_value();
  });
  EXPECT_EQ(third.get_future().wait_for(patience), std::future_status::ready);
  loop.stop();
}

TEST(Loop, AJobThatFailsIsTriedAgain) {
  Loop loop;
  std::promise<void> second;
  int calls = 0;
  loop.every(std::chrono::milliseconds{1}, "failing", [&] {
    if (++calls == 2) second.set_value();
    throw std::runtime_error("it failed");
  });
  EXPECT_EQ(second.get_future().wait_for(patience), std::future_status::ready);
  loop.stop();
}

TEST(Loop, AFailingJobKeepsNoOtherFromItsTurn) {
  Loop loop;
  std::promise<void> called;
  loop.every(std::chrono::hours{1}, "failing", [] { throw std::runtime_error("it failed"); });
  loop.every(std::chrono::hours{1}, "other", [&] { called.set_value(); });
  EXPECT_EQ(called.get_future().wait_for(patience), std::future_status::ready);
}

TEST(Loop, StopsWithoutWaitingForTheNextTurn) {
  Loop loop;
  std::promise<void> called;
  loop.every(std::chrono::hours{1}, "rare", [&] { called.set_value(); });
  ASSERT_EQ(called.get_future().wait_for(patience), std::future_status::ready);
  const auto begun = std::chrono::steady_clock::now();
  loop.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, patience);
}

}  // namespace

}  // namespace allot::background

#include "net/slow_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

#include "base/waiting.h"
#include "net/test_server.h"

namespace allot::net {

namespace {

constexpr std::chrono::seconds patience{10};

/// A job that stands still until it is let go, and says so when it has begun. Declared before the
/// pool, which waits for its threads when it goes.
struct Held {
  std::promise<void> begun;
  std::promise<void> end;
  std::shared_future<void> may_end = end.get_future().share();

  SlowPool::Job job() {
    return [this] {
      begun.set_value();
      may_end.wait_for(patience);
    };
  }

  [[nodiscard]] bool has_begun() {
    return begun.get_future().wait_for(patience) == std::future_status::ready;
  }
};

/// As a handler that waits for the writer.
SlowPool::Job waiting(Held& held) {
  return [&held] {
    const Waiting for_another;
    held.begun.set_value();
    held.may_end.wait_for(patience);
  };
}

TEST(SlowPool, OneCallerHasAtMostHalfOfTheThreads) {
  Held first;
  std::atomic<bool> second_ran = false;
  std::promise<void> others;
  SlowPool pool({.threads = 2, .queue_max = 10});
  ASSERT_TRUE(pool.try_post(first.job(), "ada"));
  ASSERT_TRUE(first.has_begun());
  ASSERT_TRUE(pool.try_post([&] { second_ran = true; }, "ada"));
  ASSERT_TRUE(pool.try_post([&] { others.set_value(); }, "ben"));
  EXPECT_EQ(others.get_future().wait_for(patience), std::future_status::ready);
  EXPECT_FALSE(second_ran);
  EXPECT_EQ(pool.queue_length(), 1u);
  first.end.set_value();
  EXPECT_TRUE(eventually([&] { return second_ran.load(); }));
}

TEST(SlowPool, CallersTakeTurns) {
  Held gate;
  std::string order;
  std::promise<void> last;
  SlowPool pool({.threads = 1, .queue_max = 20});
  ASSERT_TRUE(pool.try_post(gate.job(), "ada"));
  ASSERT_TRUE(gate.has_begun());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.try_post([&] { order += 'a'; }, "ada"));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(pool.try_post([&] { order += 'b'; }, "ben"));
  ASSERT_TRUE(pool.try_post([&] { order += 'c'; }, "cleo"));
  gate.end.set_value();
  EXPECT_TRUE(eventually([&] { return pool.queue_length() == 0; }));
  ASSERT_TRUE(pool.try_post([&] { last.set_value(); }));
  ASSERT_EQ(last.get_future().wait_for(patience), std::future_status::ready);
  EXPECT_EQ(order, "abcaba");
}

TEST(SlowPool, OneCallerHasAtMostHalfOfThePlacesInTheQueue) {
  Held gate;
  SlowPool pool({.threads = 1, .queue_max = 4});
  ASSERT_TRUE(pool.try_post(gate.job(), "ada"));
  ASSERT_TRUE(gate.has_begun());
  EXPECT_TRUE(pool.try_post([] {}, "ada"));
  EXPECT_TRUE(pool.try_post([] {}, "ada"));
  EXPECT_TRUE(pool.is_full("ada"));
  EXPECT_FALSE(pool.try_post([] {}, "ada"));
  EXPECT_FALSE(pool.is_full("ben"));
  EXPECT_TRUE(pool.try_post([] {}, "ben"));
  EXPECT_EQ(pool.refused(), 1u);
  gate.end.set_value();
}

TEST(SlowPool, AThreadThatWaitsForTheWriterHoldsUpNoReading) {
  Held changes[4];
  std::promise<void> reads[2];
  SlowPool pool({.threads = 2, .queue_max = 10, .waiting_max = 4});
  const char* const callers[] = {"ada", "ben", "ada", "ben"};
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(pool.try_post(waiting(changes[i]), callers[i]));
    ASSERT_TRUE(changes[i].has_begun());
  }
  const char* const readers[] = {"cleo", "dora"};
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(pool.try_post([&reads, i] { reads[i].set_value(); }, readers[i]));
    EXPECT_EQ(reads[i].get_future().wait_for(patience), std::future_status::ready) << readers[i];
  }
  for (auto& change : changes) change.end.set_value();
}

TEST(SlowPool, NotMoreThanSoManyThreadsWait) {
  Held first;
  Held second;
  Held third;
  std::atomic<bool> has_run = false;
  SlowPool pool({.threads = 1, .queue_max = 10, .waiting_max = 2});
  ASSERT_TRUE(pool.try_post(waiting(first), "ada"));
  ASSERT_TRUE(pool.try_post(waiting(second), "ben"));
  ASSERT_TRUE(pool.try_post(waiting(third), "cleo"));
  ASSERT_TRUE(first.has_begun() && second.has_begun() && third.has_begun());
  ASSERT_TRUE(pool.try_post([&] { has_run = true; }, "dora"));
  EXPECT_EQ(pool.queue_length(), 1u);
  EXPECT_FALSE(has_run);
  second.end.set_value();
  EXPECT_TRUE(eventually([&] { return has_run.load(); }));
  first.end.set_value();
  third.end.set_value();
}

}  // namespace

}  // namespace allot::net

#include "background/now_and_then.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "support/world.h"
#include "usecases/members/availability.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/update.h"

namespace allot::background {

namespace {

using namespace std::chrono_literals;
using test::AssignmentOf;
using test::World;

class DoneNowAndThen : public testing::Test {
 protected:
  std::vector<Event> events() {
    return read(env.store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 10'000);
    });
  }

  std::size_t reminders() {
    return static_cast<std::size_t>(std::ranges::count_if(events(), [](const Event& event) {
      return std::holds_alternative<TaskDue>(event.what);
    }));
  }

  void due_now(const TaskId& task) {
    const auto now = std::to_string(to_epoch_ms(world.clock.now()));
    ASSERT_OK(update_task(env, world.manager(), {.task = task, .due_date = now}));
  }

  /// Of ada's, in batches of three.
  TaskId pulling_task(std::optional<std::chrono::minutes> idle) {
    Pulling terms{.batch_size = 3, .max_workload = 5, .allowed = {}, .locked = {}, .idle = idle};
    terms.add(World::person("ada"));
    const auto outcome = create_task(
        env,
        world.manager(),
        {.name = "Pulling",
         .query = World::query_of(world.items(5)),
         .project = world.project(),
         .dataset = world.dataset(),
         .recipe = world.recipe(),
         .owner = World::person("mia"),
         .pulling = terms}
    );
    return std::get<TaskCreated>(std::get<Command>(outcome.value()).result).task;
  }

  World world;
  Env& env = world.env();
  NowAndThen now_and_then{env, 48h};
};

// B-282
TEST_F(DoneNowAndThen, PeopleAreRemindedOnceAMinute) {
  const std::vector<AssignmentOf> ada{{.annotator = "ada", .open_items = 1}};
  due_now(world.task(ada, "first").id);
  now_and_then.do_what_is_due();
  EXPECT_EQ(reminders(), 1u);
  due_now(world.task(ada, "second").id);
  world.clock.advance(59s);
  now_and_then.do_what_is_due();
  EXPECT_EQ(reminders(), 1u);
  world.clock.advance(1s);
  now_and_then.do_what_is_due();
  EXPECT_EQ(reminders(), 2u);
}

// B-299
TEST_F(DoneNowAndThen, WhatIdlePeopleHoldGoesBackToTheQueue) {
  const auto task = pulling_task(5min);
  now_and_then.do_what_is_due();
  EXPECT_EQ(waiting(world.ledger(task)), 2u);
  world.clock.advance(6min);
  now_and_then.do_what_is_due();
  EXPECT_EQ(waiting(world.ledger(task)), 5u);
}

// B-053
TEST_F(DoneNowAndThen, WhoIsThereAgainIsOfferedABatch) {
  world.join("ada", Role::annotator);
  const Availability hour{
      .from = world.clock.now(), .until = world.clock.now() + 1h, .hours_per_day = {}
  };
  ASSERT_OK(set_availability(
      env, world.manager(), {.project = world.project(), .user = World::person("ada"), .said = hour}
  ));
  const auto task = pulling_task(std::nullopt);
  now_and_then.do_what_is_due();
  EXPECT_EQ(waiting(world.ledger(task)), 5u);
  world.clock.advance(1h);
  now_and_then.do_what_is_due();
  EXPECT_EQ(waiting(world.ledger(task)), 2u);
}

// B-322
TEST_F(DoneNowAndThen, HistoryIsForgottenOnceInTenMinutes) {
  NowAndThen forgets(env, 2h);
  NowAndThen keeps_all(env, 0h);
  world.task({{.annotator = "ada", .open_items = 1}});
  const auto some = events().size();
  ASSERT_GT(some, 1u);
  const auto left_after = [&](std::chrono::minutes more, NowAndThen& who) {
    world.clock.advance(more);
    who.do_what_is_due();
    return events().size();
  };
  EXPECT_EQ(left_after(119min, forgets), some);
  EXPECT_EQ(left_after(9min, forgets), some);
  EXPECT_EQ(left_after(1min, keeps_all), some);
  EXPECT_EQ(left_after(0min, forgets), 1u);
}

}  // namespace

}  // namespace allot::background

// What is told of the pace, to whom, and at what price.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/assignments/redistribute.h"
#include "usecases/items/delete.h"
#include "usecases/members/availability.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/pace_for_tests.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// B-310
TEST_F(PaceTest, TellsWhatWasLeftAtTheEndOfEachDayWhateverMoved) {
  const auto next_day = [&] { world.clock.advance(24h); };
  const auto in_task = [&] {
    return static_cast<std::uint64_t>(world.ledger(task.id).members.size());
  };
  EXPECT_EQ(in_task(), 40u);
  next_day();
  set("ada", {adas[0], adas[1], adas[2]}, "completed");  // 37
  next_day();
  const auto more = world.items(5);
  must(add_items(
      world.env(),
      world.manager(),
      {.task = task.id, .query = World::query_of(more), .loads = equal_loads_for({"ben"})}
  ));  // 42
  next_day();
  must(remove_items(
      world.env(),
      world.manager(),
      {.task = task.id, .query = World::query_of({more[0], more[1], adas[0]})}
  ));  // 40: what is handled stays
  next_day();
  must(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .loads = equal_loads_for({"ben"})}
  ));  // 40
  next_day();
  must(delete_item(world.env(), world.manager(), bens[0]));  // 39
  must(delete_item(world.env(), world.manager(), adas[0]));  // 39: it was handled
  next_day();
  set("mia", {adas[1]}, "");  // 40
  EXPECT_THAT(left(30), ElementsAre(40, 37, 42, 40, 40, 39, 40));
  EXPECT_THAT(left(3), ElementsAre(40, 39, 40));
}

// B-310
TEST_F(PaceTest, TheDaysOfTheWholeCountWhatWasHandledByWhoHoldsNothing) {
  set("mia", {adas[0], adas[1], bens[0]}, "completed");
  set("ben", {bens[1]}, "completed");
  const auto whole = pace({.count = 2}).pace;
  ASSERT_EQ(whole.per_day.size(), 2u);
  EXPECT_EQ(whole.per_day[0].items, 0u);
  EXPECT_EQ(whole.per_day[1].items, 4u);
  EXPECT_EQ(whole.people[0].per_day[1].items, 0u) << "ada";
  EXPECT_EQ(whole.people[1].per_day[1].items, 1u) << "ben";
}

// B-310
TEST_F(PaceTest, HasTheDaysOfThePlace) {
  set("ada", {adas[0]}, "completed");  // 10:40 UTC on 1 January
  world.clock.advance(13h);
  set("ada", {adas[1]}, "completed");  // 23:40
  const auto days = [&](const std::string& zone) {
    std::vector<std::uint64_t> handled;
    const auto ada = pace({.count = 2, .zone = zone}).pace.people.at(0);
    for (const auto& each : ada.per_day) handled.push_back(each.items);
    return handled;
  };
  EXPECT_THAT(days("UTC"), ElementsAre(0, 2));
  EXPECT_THAT(days("Europe/Berlin"), ElementsAre(1, 1));
  EXPECT_THAT(days("Pacific/Chatham"), ElementsAre(0, 2));  // 13:45 ahead: both on the 2nd
}

TEST_F(PaceTest, RefusesDaysAndPlacesThatAreNone) {
  const auto asked = [&](const PaceDays& days) {
    return read_task_pace(world.env(), world.manager(), task.id, days);
  };
  EXPECT_FAILS(asked({.count = 0}), ErrorCode::invalid);
  EXPECT_FAILS(asked({.count = 91}), ErrorCode::invalid);
  EXPECT_OK(asked({.count = 90}));
  EXPECT_FAILS(asked({.zone = "Mars/Olympus"}), ErrorCode::invalid);
  EXPECT_EQ(asked({.zone = "Mars/Olympus"}).error().fields.at(0).path, "tz");
  EXPECT_EQ(asked({.count = 0}).error().fields.at(0).path, "days");
}

// B-310
TEST_F(PaceTest, IsLateWhenTheEndIsAfterTheDueDate) {
  annotate("ada", adas[0]);
  handle_each("ada", {adas.begin(), adas.begin() + 12});
  set("mia", bens, "completed");
  const auto due_in = [&](std::chrono::hours time) {
    must(update_task(
        world.env(),
        world.manager(),
        {.task = task.id, .due_date = std::to_string(to_epoch_ms(world.clock.now() + time))}
    ));
    return pace().late;
  };
  EXPECT_FALSE(pace().late);
  EXPECT_FALSE(due_in(253h));
  EXPECT_TRUE(due_in(251h));
  set("mia", adas, "completed");
  EXPECT_FALSE(due_in(-1h));
  set("mia", {bens[0]}, "");  // nothing tells when it will be done
  EXPECT_TRUE(due_in(-1h));
  EXPECT_FALSE(due_in(1h));
}

// B-311
TEST_F(PaceTest, BalancedLoadsEndEverybodysWorkAtTheSameTime) {
  annotate("ada", adas[0]);
  annotate("ben", bens[0]);
  handle_each("ada", {adas.begin(), adas.begin() + 10});
  world.clock.advance(6min);
  for (std::size_t i = 0; i < 10; ++i) {  // ben works on an item for three minutes …
    set("ben", {bens[i]}, "completed");
    world.clock.advance(3min);
  }
  annotate("ben", bens[9]);  // … and half an hour of the week, ada ten minutes
  const auto before = pace();
  ASSERT_EQ(before.balanced.size(), 2u);
  const auto plan = plan_task_redistribution(world.ledger(task.id), before.balanced);
  const auto after = applied(world.ledger(task.id), plan);
  std::vector<Time> ends;
  for (const auto& person : before.pace.people) {
    const auto open = after.find(person.person)->open.size();
    ends.push_back(done_by(world.clock.now(), open, person.speed).value());
  }
  // Each to half an item: a twentieth of the week's ten.
  EXPECT_LT(std::chrono::abs(ends[0] - ends[1]), 24h * 7 / 10);
}

// B-311, B-147
TEST_F(PaceTest, BalancedLoadsAreOfThoseWhoArePresent) {
  const auto people = [&] {
    std::vector<UserId> named;
    for (const auto& load : pace().balanced) named.push_back(load.assignee);
    return named;
  };
  EXPECT_THAT(people(), ElementsAre(World::person("ada"), World::person("ben")));
  world.join("ada", Role::annotator, false);
  EXPECT_THAT(people(), ElementsAre(World::person("ben")));
  const auto nobody = [](const UserId&) { return false; };
  const auto without = read(world.env().store, [&](const Transaction& tx) {
    const auto now = world.clock.now();
    return pace_of_task(tx, task, std::nullopt, must(local_days({}, now)), now, nobody);
  });
  EXPECT_THAT(without.balanced, IsEmpty());
  EXPECT_EQ(without.pace.people.size(), 2u);
}

// B-311, B-422
TEST_F(PaceTest, BalancedLoadsLeaveOutWhoIsAbsent) {
  const Availability week{
      .from = world.clock.now(), .until = world.clock.now() + 168h, .hours_per_day = {}
  };
  must(set_availability(
      world.env(),
      world.manager(),
      {.project = world.project(), .user = World::person("ada"), .said = week}
  ));
  ASSERT_EQ(pace().balanced.size(), 1u);
  EXPECT_EQ(pace().balanced.front().assignee, World::person("ben"));
  EXPECT_EQ(pace().pace.people.size(), 2u);
  world.clock.advance(168h);
  EXPECT_EQ(pace().balanced.size(), 2u);
}

// B-312
TEST_F(PaceTest, AnAnnotatorSeesTheOwnRowAlone) {
  set("ben", {bens[0]}, "completed");
  const auto own = pace({}, "ada");
  ASSERT_EQ(own.pace.people.size(), 1u);
  EXPECT_EQ(own.pace.people[0].person, World::person("ada"));
  EXPECT_THAT(own.pace.left, IsEmpty());
  EXPECT_THAT(own.pace.per_day, IsEmpty());
  EXPECT_THAT(own.balanced, IsEmpty());
  world.join("cleo", Role::annotator);
  EXPECT_FAILS(
      read_task_pace(world.env(), world.caller("cleo"), task.id, {}), ErrorCode::not_found
  );
  EXPECT_FAILS(
      read_task_pace(world.env(), world.caller("nobody"), task.id, {}), ErrorCode::not_found
  );
}

// B-312
TEST_F(PaceTest, OfAProjectIsOverItsOpenTasks) {
  annotate("ada", adas[0]);
  handle_each("ada", {adas.begin(), adas.begin() + 12});
  const auto first = task;
  world.clock.advance(24h);
  task = make_task(20, 0, "Second");
  const auto seconds = items_of(task, "ada");
  annotate("ada", seconds[0]);
  for (std::size_t i = 0; i < 8; ++i) {
    world.clock.advance(2min);
    set("ada", {seconds[i]}, "completed");
  }
  const auto third = make_task(1, 0, "Third");
  must(set_status(
      world.env(),
      world.caller("ada"),
      {.where = third.id, .items = items_of(third, "ada"), .word = "completed"}
  ));
  const auto asked = [&](std::string_view who) {
    return must(read_project_pace(world.env(), world.caller(who), world.project(), {.count = 3}));
  };
  const auto all = asked("mia");
  ASSERT_EQ(all.people.size(), 2u);
  const auto& ada = all.people[0];
  EXPECT_EQ(ada.person, World::person("ada"));
  EXPECT_EQ(ada.tasks, 2u);
  EXPECT_EQ(ada.open, 30u);
  EXPECT_EQ(ada.handled, 20u);
  EXPECT_EQ(ada.active, 28min);
  EXPECT_DOUBLE_EQ(ada.speed.items_per_hour.value(), 20.0 / 28 * 60);
  EXPECT_EQ(ada.per_day[1].items, 12u);
  EXPECT_EQ(ada.per_day[2].items, 8u);
  EXPECT_EQ(all.people[1].person, World::person("ben"));
  ASSERT_EQ(all.left.size(), 2u);  // there was none before yesterday
  EXPECT_EQ(all.left[0].items, 28u);
  EXPECT_EQ(all.left[1].items, 40u);
  EXPECT_EQ(all.done_by, std::nullopt);  // ben has open items

  const auto own = asked("ben");
  ASSERT_EQ(own.people.size(), 1u);
  EXPECT_EQ(own.people[0].person, World::person("ben"));
  EXPECT_THAT(own.left, IsEmpty());
  EXPECT_FAILS(
      read_project_pace(world.env(), world.caller("nobody"), world.project(), {}),
      ErrorCode::not_found
  );
}

std::uint64_t work_of(Env& env, FunctionRef<void()> act) {
  const auto steps = [&] { return env.store.numbers().reader_steps; };
  const auto before = steps();
  act();
  return steps() - before;
}

// B-310
TEST_F(PaceTest, IsReadForThePriceOfPeopleAndDaysNotOfChanges) {
  const auto price = [&] { return work_of(world.env(), [&] { (void)pace({.count = 30}); }); };
  set("ada", {adas[0]}, "completed");
  const auto once = price();
  for (int i = 0; i < 300; ++i) set("ada", {adas[0]}, i % 2 == 0 ? "discard" : "completed");
  EXPECT_EQ(price(), once);
  world.clock.advance(24h);
  set("ada", {adas[1]}, "completed");
  EXPECT_GT(price(), once);
  EXPECT_LT(price(), once + 20);
}

}  // namespace
}  // namespace allot::test

// What the inbox tells is told once, wherever its follower ends (docs/spec/events.md).

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/inbox/inbox_for_tests.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/delete.h"

namespace allot::test {
namespace {

using testing::ElementsAre;

/// The people that the outbox says have new lines.
std::vector<UserId> grown(World& world) {
  std::vector<UserId> people;
  read(world.env().store, [&](const Transaction& tx) {
    for (const auto& event : tx.journal().events_after(0, 100'000)) {
      const auto* grew = std::get_if<InboxGrew>(&event.what);
      if (grew != nullptr) people.insert(people.end(), grew->people.begin(), grew->people.end());
    }
    return 0;
  });
  return people;
}

// B-282
TEST_F(InboxOf, AMoveToVeryManyIsToldInSlicesEachOnceWhereverItEnds) {
  constexpr int people = 450;
  std::vector<std::string> names;
  for (int i = 0; i < people; ++i) names.push_back(fmt::format("p{:03}", i));
  const auto added = world.items(people);
  ASSERT_OK(add_items(
      env, dev, {.task = task.id, .query = World::query_of(added), .loads = equal_loads_for(names)}
  ));
  DyingStore dying(env.store);
  auto mortal = with_store(env, dying);
  int slices = 0;
  for (auto death : {DyingStore::Death::before, DyingStore::Death::behind}) {
    dying.next = death;
    EXPECT_THROW((void)follow_outbox(mortal), StoreFailure);
  }
  while (follow_outbox(mortal)) ++slices;
  EXPECT_GE(slices, 1);
  for (const auto& name : names) {
    EXPECT_THAT(told(world, name), ElementsAre("assigned: You got 1 item in “Signs”.")) << name;
  }
  auto told_of = grown(world);
  std::erase_if(told_of, [](const UserId& who) { return !who.text.starts_with("p"); });
  EXPECT_EQ(told_of.size(), std::size_t{people});
}

// B-282
TEST_F(InboxOf, WorkOfATaskThatWasDeletedBeforeItWasToldOfKeepsTheTasksName) {
  ASSERT_OK(reassign_assignment(env, dev, {.assignment = ada, .to = World::person("cleo")}));
  ASSERT_OK(delete_task(env, dev, {.task = task.id}));
  EXPECT_THAT(
      news("cleo"),
      ElementsAre(
          "assigned: You got 3 items in “Signs” (deleted).",
          "withdrawn: 3 items of yours left “Signs” (deleted)."
      )
  );
}

/// One house in which the same things happen as in another one.
struct Twin {
  World world;
  std::vector<Task> tasks{
      world.task({{.annotator = "ada", .open_items = 6}, {.annotator = "ben", .open_items = 6}}),
      world.task({{.annotator = "cleo", .open_items = 6}}, "Second")
  };

  void happen(int act, std::size_t at, const std::string& who) {
    auto& env = world.env();
    const auto& task = tasks[at];
    const auto ledger = world.ledger(task.id);
    const auto to = equal_loads_for({who});
    world.clock.advance(std::chrono::minutes{7});
    if (act == 0) {
      const auto query = World::query_of(world.items(2));
      (void)add_items(env, world.manager(), {.task = task.id, .query = query, .loads = to});
    }
    if (ledger.shares.empty()) return;
    const auto source = ledger.shares.begin()->assignment;
    if (act == 1) {
      (void)redistribute_assignment(env, world.manager(), {.assignment = source, .loads = to});
    }
    if (act == 2) {
      (void
      )reassign_assignment(env, world.manager(), {.assignment = source, .to = World::person(who)});
    }
    if (act == 3) (void)delete_assignment(env, world.manager(), {.assignment = source});
  }
};

// B-282
RC_GTEST_PROP(InboxOfAll, HoldWhatHappenedOnceHoweverOftenTheirFollowerDies, ()) {
  Twin calm;
  Twin troubled;
  DyingStore dying(troubled.world.env().store);
  auto mortal = with_store(troubled.world.env(), dying);
  const std::vector<std::string> people{"ada", "ben", "cleo", "dan"};
  const auto steps = *rc::gen::inRange(1, 12);
  for (int step = 0; step < steps; ++step) {
    const auto act = *rc::gen::inRange(0, 4);
    const auto at = *rc::gen::inRange<std::size_t>(0, 2);
    const auto who = *rc::gen::elementOf(people);
    calm.happen(act, at, who);
    troubled.happen(act, at, who);
    dying.next = *rc::gen::element(
        DyingStore::Death::none, DyingStore::Death::before, DyingStore::Death::behind
    );
    if (!*rc::gen::arbitrary<bool>()) continue;
    try {
      (void)follow_outbox(mortal);
    } catch (const StoreFailure&) {
    }
  }
  dying.next = DyingStore::Death::none;
  follow_to_the_end(mortal);
  follow_to_the_end(calm.world.env());
  for (const auto& name : people) RC_ASSERT(told(troubled.world, name) == told(calm.world, name));
}

}  // namespace
}  // namespace allot::test

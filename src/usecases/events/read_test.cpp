#include "usecases/events/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/assignments/set_status.h"
#include "usecases/events/count.h"
#include "usecases/events/tail.h"
#include "usecases/tasks/outbox_for_tests.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::int64_t last_of(World& world) {
  return read(world.env().store, [](const Transaction& tx) { return tx.journal().last_event(); });
}

/// Lines that tell of items that are gone, which members see.
std::int64_t append(World& world, int count) {
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    for (int i = 0; i < count; ++i) {
      tx.journal().append(
          {.what = deleted(ItemId{"gone"}), .project = world.project(), .at = world.clock.now()}
      );
    }
    return true;
  });
  return last_of(world);
}

SeenEvents page(
    World& world, std::string_view who, std::optional<std::int64_t> after, std::size_t count = 100
) {
  const auto seen =
      read_events(world.env(), world.caller(who), {.topics = {}, .after = after}, count);
  EXPECT_OK(seen);
  return seen.value();
}

// B-320
TEST(ReadEvents, GoesOnWhereThePageBeforeEndedWithoutAnyTwice) {
  World world;
  const auto before = last_of(world);
  const auto last = append(world, 7);
  std::vector<std::int64_t> numbers;
  auto next = before;
  for (int i = 0; i < 4; ++i) {
    const auto seen = page(world, "mia", next, 3);
    for (const auto& event : seen.events) numbers.push_back(event.sequence);
    next = seen.next;
  }
  std::vector<std::int64_t> expected;
  for (auto number = before + 1; number <= last; ++number) expected.push_back(number);
  EXPECT_EQ(numbers, expected);
  EXPECT_EQ(next, last);
}

// B-320
TEST(ReadEvents, PassesByWhatOneMayNotSee) {
  World world;
  const auto before = last_of(world);
  const auto last = append(world, 1'200);
  const auto seen = page(world, "eve", before);
  EXPECT_THAT(seen.events, IsEmpty());
  EXPECT_EQ(seen.next, last);
}

TEST(ReadEvents, LooksAtSoManyLinesAndSaysWhereToGoOn) {
  World world;
  const auto before = last_of(world);
  append(world, 6'000);
  const auto seen = page(world, "eve", before);
  EXPECT_EQ(seen.next, before + 5'000);
}

// B-320: of some tasks the next page holds what is next, however much happens elsewhere.
TEST(ReadEvents, OfATaskPassesByWhatIsOfOthers) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 1}}).id;
  const auto page_of = [&](std::int64_t after) {
    const auto seen = read_events(
        world.env(), world.manager(), {.topics = {.tasks = {task}}, .after = after}, 100
    );
    EXPECT_OK(seen);
    return seen.value();
  };
  const auto before = append(world, 6'000);
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.journal().append({.what = updated(task), .project = world.project()});
    return true;
  });
  const auto told = last_of(world);
  const auto last = append(world, 6'000);
  EXPECT_EQ(page_of(before - 5'999).events.size(), 1u);
  EXPECT_EQ(page_of(before - 5'999).events.front().sequence, told);
  EXPECT_EQ(page_of(told).next, last);
  EXPECT_THAT(page_of(told).events, IsEmpty());
  EXPECT_EQ(page_of(last).next, last);
}

TEST(ReadEvents, WithoutAPlaceBeginsNowAndWithZeroAtTheOldest) {
  World world;
  const auto last = append(world, 3);
  EXPECT_THAT(page(world, "mia", std::nullopt).events, IsEmpty());
  EXPECT_EQ(page(world, "mia", std::nullopt).next, last);
  EXPECT_EQ(page(world, "mia", 0).events.back().sequence, last);
}

// B-320
TEST(ReadEvents, BehindWhatIsKeptIsGoneAndSoIsWhatIsStillToCome) {
  World world;
  const auto first = append(world, 10);
  world.clock.advance(std::chrono::hours{1});
  const auto last = append(world, 5);
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.journal().forget_before(world.clock.now(), 1'000);
    return true;
  });
  const auto begin = [&](std::int64_t after) {
    return read_events(world.env(), world.manager(), {.topics = {}, .after = after}, 100);
  };
  EXPECT_FAILS(begin(first - 1), ErrorCode::gone);
  EXPECT_FAILS(begin(last + 1), ErrorCode::gone);
  EXPECT_EQ(begin(first)->events.size(), 5u);
  EXPECT_EQ(begin(0)->events.size(), 5u);  // the oldest there is
  EXPECT_EQ(begin(last)->events.size(), 0u);
}

TEST(ReadEvents, ATopicThatOneMayNotSeeIsNotFound) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  const auto ask = [&](std::string_view who, EventTopics topics) {
    return read_events(world.env(), world.caller(who), {.topics = std::move(topics)}, 1);
  };
  EXPECT_OK(ask("ada", {.tasks = {task.id}, .projects = {}}));
  EXPECT_FAILS(ask("eve", {.tasks = {task.id}, .projects = {}}), ErrorCode::not_found);
  EXPECT_FAILS(ask("eve", {.tasks = {}, .projects = {world.project()}}), ErrorCode::not_found);
  EXPECT_FAILS(ask("mia", {.tasks = {{"none"}}, .projects = {}}), ErrorCode::not_found);
  EXPECT_OK(ask("eve", {.tasks = {}, .projects = {}, .me = true}));
}

std::vector<std::int64_t> behind(const OutboxTail& tail, std::int64_t after) {
  std::vector<std::int64_t> numbers;
  for (auto line = tail.behind(after); line != tail.end(); ++line) {
    numbers.push_back(line->sequence);
  }
  return numbers;
}

TEST(OutboxTail, HasTheNewestLinesOfWhichItTakesEachOnce) {
  World world;
  const auto before = append(world, 5);
  OutboxTail tail(4);
  const auto refresh = [&] {
    read(world.env().store, [&](const Transaction& tx) {
      tail.refresh(tx);
      return 0;
    });
  };
  refresh();
  EXPECT_EQ(tail.last(), before);
  EXPECT_TRUE(tail.reaches(before - 4));
  EXPECT_FALSE(tail.reaches(before - 5));
  append(world, 2);
  refresh();
  refresh();
  EXPECT_THAT(behind(tail, before), ElementsAre(before + 1, before + 2));
  EXPECT_THAT(behind(tail, before + 1), ElementsAre(before + 2));
  EXPECT_TRUE(tail.reaches(before - 2));
  EXPECT_FALSE(tail.reaches(before - 3));
  // More than it holds came: it begins anew.
  const auto last = append(world, 9);
  refresh();
  EXPECT_FALSE(tail.reaches(last - 5));
  EXPECT_THAT(behind(tail, last - 4), ElementsAre(last - 3, last - 2, last - 1, last));
}

TEST(OutboxTail, ALineThatTellsOfVeryManyPushesOthersOut) {
  World world;
  const auto before = append(world, 3);
  OutboxTail tail(4);
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    AssignmentsChanged many{.act = Act::created, .assignments = {}};
    many.assignments.resize(100);
    tx.journal().append({.what = std::move(many), .project = world.project()});
    return true;
  });
  read(world.env().store, [&](const Transaction& tx) {
    tail.refresh(tx);
    return 0;
  });
  EXPECT_FALSE(tail.reaches(before - 1));
  EXPECT_THAT(behind(tail, before), ElementsAre(before + 1));
}

/// The counters that the outbox tells of a task, oldest first: "completed/total".
std::vector<std::string> counters(World& world, const TaskId& task) {
  std::vector<std::string> all;
  read(world.env().store, [&](const Transaction& tx) {
    for (const auto& event : tx.journal().events_after(0, 100'000)) {
      const auto* counted = std::get_if<TaskCounted>(&event.what);
      if (counted == nullptr || event.task != task) continue;
      const auto& counts = counted->counts;
      all.push_back(std::to_string(counts.completed) + "/" + std::to_string(counts.total));
    }
    return 0;
  });
  return all;
}

// B-320
TEST(CountersOfATask, AreToldOnceASecondAtMostAndAlwaysInTheEnd) {
  World world;
  TaskCounter counter(world.env());
  const auto task = world.task({{.annotator = "ada", .open_items = 4}});
  const auto items = read(world.env().store, [&](const Transaction& tx) {
    return tx.items().ids(world.dataset(), tx.ledgers().of(task.id)->members.to_vector());
  });
  const auto complete = [&](std::size_t at) {
    ASSERT_OK(set_status(
        world.env(),
        world.manager(),
        {.where = task.id, .items = {items[at].second}, .word = "completed"}
    ));
  };
  counter.count();
  EXPECT_THAT(counters(world, task.id), ElementsAre("0/4"));
  complete(0);
  counter.count();
  complete(1);
  counter.count();
  EXPECT_EQ(counters(world, task.id).size(), 1u);
  world.clock.advance(std::chrono::seconds{1});
  counter.count();
  EXPECT_THAT(counters(world, task.id), ElementsAre("0/4", "2/4"));
  world.clock.advance(std::chrono::seconds{1});
  counter.count();
  counter.count();
  EXPECT_EQ(counters(world, task.id).size(), 2u);  // nothing happened
  complete(2);
  TaskCounter after_a_restart(world.env());
  after_a_restart.count();
  EXPECT_THAT(counters(world, task.id), ElementsAre("0/4", "2/4", "3/4"));
}

}  // namespace
}  // namespace allot::test

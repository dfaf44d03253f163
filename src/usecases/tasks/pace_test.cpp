#include "usecases/tasks/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/pace_nouns.h"
#include "usecases/annotations/by_query.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/pace_for_tests.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// B-310
TEST_F(PaceTest, IsMadeOfWhatSomebodyDoes) {
  annotate("ada", adas[0]);
  handle_each("ada", {adas.begin(), adas.begin() + 12});
  const auto ada = pace_of("ada");
  EXPECT_EQ(ada.assignment, world.assignment_of(task.id, "ada")->id);
  EXPECT_EQ(ada.open, 18u);
  EXPECT_EQ(ada.handled, 12u);
  EXPECT_EQ(ada.active, 12min);
  EXPECT_DOUBLE_EQ(ada.speed.items_per_hour.value(), 60);
  EXPECT_EQ(ada.per_day.size(), 14u);
  EXPECT_EQ(ada.per_day.back().items, 12u);
  EXPECT_EQ(ada.last_active, world.clock.now());
  // 18 items at 60 an hour are 18 minutes, and 12 of a week were active.
  EXPECT_EQ(ada.done_by, world.clock.now() + 252h);
}

// B-310
TEST_F(PaceTest, OfWhoDidNothingIsUnknownAndSoIsTheTasks) {
  annotate("ada", adas[0]);
  handle_each("ada", {adas.begin(), adas.begin() + 12});
  const auto ben = pace_of("ben");
  EXPECT_EQ(ben.active, 0ms);
  EXPECT_EQ(ben.last_active, std::nullopt);
  EXPECT_EQ(ben.done_by, std::nullopt);
  EXPECT_EQ(pace().pace.done_by, std::nullopt);
  set("mia", bens, "completed");
  EXPECT_EQ(pace().pace.done_by, pace_of("ada").done_by);
}

// B-310
TEST_F(PaceTest, CountsItemsOnceHoweverOftenTheyAreSet) {
  handle_each("ada", {adas[0], adas[1]});
  handle_each("ada", {adas[0]});  // another word would be the same
  world.clock.advance(1min);
  set("mia", {adas[1]}, "");
  handle_each("ada", {adas[1]});
  EXPECT_EQ(handled_today("ada"), 2u);
  EXPECT_EQ(pace_of("ada").active, 4min);
  EXPECT_EQ(pace_of("ada").handled, 2u);
}

// B-310
TEST_F(PaceTest, CountsWhatSomebodyElseSetAsHandledAndNotAsTheirWork) {
  set("mia", {adas[0], adas[1]}, "completed");
  EXPECT_EQ(pace_of("ada").handled, 2u);
  EXPECT_EQ(handled_today("ada"), 0u);
  EXPECT_EQ(pace_of("ada").last_active, std::nullopt);
}

// B-310
TEST_F(PaceTest, TakesAStatusOnManyItemsForOneChange) {
  annotate("ada", adas[0]);
  world.clock.advance(4min);
  set("ada", {adas.begin(), adas.begin() + 20}, "completed");
  EXPECT_EQ(pace_of("ada").active, 4min);
  EXPECT_EQ(handled_today("ada"), 20u);
  EXPECT_DOUBLE_EQ(pace_of("ada").speed.items_per_hour.value(), 300);
}

// B-310
TEST_F(PaceTest, CountsAnnotatingWhereTheItemIsHeld) {
  const auto other = world.task({{.annotator = "ada", .open_items = 1}}, "Other");
  const auto both = must(add_items(
      world.env(),
      world.manager(),
      {.task = other.id, .query = World::query_of({adas[0]}), .loads = equal_loads_for({"ada"})}
  ));
  const auto id = annotate("ada", adas[0]);
  world.clock.advance(1min);
  must(change_annotation(
      world.env(), world.caller("ada"), {.annotation = id, .description = "a car"}
  ));
  world.clock.advance(1min);
  must(delete_annotation(world.env(), world.caller("ada"), id));
  EXPECT_EQ(pace_of("ada").active, 2min);
  const auto there = must(read_task_pace(world.env(), world.manager(), other.id, {}));
  EXPECT_EQ(there.pace.people.at(0).active, 2min);
  // mia holds neither.
  annotate("mia", adas[1]);
  EXPECT_EQ(pace_of("ada").last_active, world.clock.now());
  world.clock.advance(1min);
  annotate("mia", bens[0]);
  EXPECT_EQ(pace_of("ben").last_active, std::nullopt);
}

// B-310
TEST_F(PaceTest, CountsALongListOfAnnotationsAndAChangeByQueryAsOneChangeEach) {
  world.join("ada", Role::developer);  // who may change by query, and holds items still
  const NewAnnotation box{.type = "box", .label = "car", .creator = {}};
  annotate("ada", adas[0]);
  world.clock.advance(1min);
  must(create_annotations(
      world.env(), world.caller("ada"), adas[0], std::vector<NewAnnotation>(1'100, box)
  ));
  EXPECT_EQ(pace_of("ada").active, 1min);
  world.clock.advance(1min);
  const auto query =
      must(query::parse_query(R"({"resource":"annotations","filter":{"label":"car"}})"));
  const auto change = [&](const char* difference) {
    return must(change_matching_annotations(
        world.env(), world.caller("ada"), world.dataset(), query, difference, true
    ));
  };
  EXPECT_EQ(change(R"({"user":{"a":1}})"), 1'101u);
  EXPECT_EQ(pace_of("ada").active, 2min);
  world.clock.advance(1min);
  EXPECT_EQ(change(R"({"system":{"status":"review"}})"), 1'101u);
  EXPECT_EQ(pace_of("ada").active, 3min);
  world.clock.advance(1min);
  must(delete_matching_annotations(world.env(), world.caller("ada"), world.dataset(), query));
  EXPECT_EQ(pace_of("ada").active, 4min);
}

TEST_F(PaceTest, AWithdrawnStatusIsNobodysTime) {
  set("ada", {adas[0]}, "completed");
  set("mia", {bens[0]}, "completed");
  EXPECT_THAT(left(1), ElementsAre(38));
  world.clock.advance(1min);
  annotate("mia", adas[0], true);
  EXPECT_THAT(left(1), ElementsAre(39));
  const auto mias = read(world.env().store, [&](const Transaction& tx) {
    return tx.paces().find({world.dataset(), task.id, World::person("mia")});
  });
  EXPECT_EQ(mias->active, 0ms);
  EXPECT_EQ(mias->last_change, world.clock.now() - 1min);
}

TEST_F(PaceTest, CostsAStatusARow) {
  const auto rows = [&] {
    for (const auto& job : world.env().store.numbers().jobs) {
      if (job.kind == "assignments/set_status") return job.rows;
    }
    return std::uint64_t{0};
  };
  const auto rows_of = [&](const std::vector<ItemId>& items) {
    world.clock.advance(1min);
    const auto before = rows();
    set("ada", items, "completed");
    return rows() - before;
  };
  rows_of({adas[0]});
  // The line of the log, the line of the outbox, and the sums.
  EXPECT_EQ(rows_of({adas[1]}), 3u);
  for (int i = 0; i < 250; ++i) rows_of({adas[1]});
  EXPECT_EQ(rows_of({adas[2]}), 3u);
  world.clock.advance(24h);
  EXPECT_EQ(rows_of({adas[3]}), 4u);  // and the day that is over
  EXPECT_EQ(rows_of({adas[4]}), 3u);
  EXPECT_EQ(rows_of({adas.begin() + 5, adas.end()}), 4u);  // and the set of the log
}

}  // namespace
}  // namespace allot::test

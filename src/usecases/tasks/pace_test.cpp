#include "usecases/tasks/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "store/pace_nouns.h"
#include "support/world.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/items/delete.h"
#include "usecases/members/availability.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

/// ada and ben hold items of one task.
class PaceTest : public testing::Test {
 protected:
  PaceTest() {
    for (const auto* const name : {"ada", "ben"}) world.join(name, Role::annotator);
  }

  Task make_task(std::size_t ada, std::size_t ben, std::string_view name = "Task") {
    return world.task(
        {{.annotator = "ada", .open_items = ada}, {.annotator = "ben", .open_items = ben}}, name
    );
  }

  std::vector<ItemId> items_of(const Task& of, std::string_view name) {
    const auto held = world.ledger(of.id).find(World::person(name))->items();
    return read(world.env().store, [&](const Transaction& tx) {
      std::vector<ItemId> ids;
      const auto ordinals = held.to_vector();
      for (auto& [ordinal, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return ids;
    });
  }

  void set(std::string_view who, std::vector<ItemId> items, const std::string& word) {
    must(set_status(
        world.env(), world.caller(who), {.where = task.id, .items = std::move(items), .word = word}
    ));
  }

  AnnotationId annotate(std::string_view who, const ItemId& item, bool issue = false) {
    const NewAnnotation added{
        .type = "box",
        .label = "car",
        .metadata = issue ? R"({"system":{"status":"issue"}})" : "{}",
        .creator = {}
    };
    return must(create_annotations(world.env(), world.caller(who), item, {added})).front().id;
  }

  /// A minute apart, each after a minute.
  void handle_each(std::string_view who, const std::vector<ItemId>& items) {
    for (const auto& item : items) {
      world.clock.advance(1min);
      set(who, {item}, "completed");
    }
  }

  TaskPace pace(const PaceDays& days = {}, std::string_view who = "mia") {
    return must(read_task_pace(world.env(), world.caller(who), task.id, days));
  }

  PaceOfPerson pace_of(std::string_view name) {
    for (auto& person : pace().pace.people) {
      if (person.person == World::person(name)) return std::move(person);
    }
    throw std::runtime_error("nobody of that name");
  }

  std::vector<std::uint64_t> left(std::uint64_t days) {
    std::vector<std::uint64_t> items;
    for (const auto& each : pace({.count = days}).pace.left) items.push_back(each.items);
    return items;
  }

  std::uint64_t handled_today(std::string_view name) { return pace_of(name).per_day.back().items; }

  World world;
  Task task = make_task(30, 10);
  std::vector<ItemId> adas = items_of(task, "ada");
  std::vector<ItemId> bens = items_of(task, "ben");
};

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

// --- what it costs

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

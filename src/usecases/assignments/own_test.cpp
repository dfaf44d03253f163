#include "usecases/assignments/own.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/members/remove.h"
#include "usecases/projects/create.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OwnAssignments : public testing::Test {
 protected:
  OwnAssignments() {
    world.account("ada");
    world.join("ada", Role::annotator);
  }

  TaskId task(
      std::string_view name, std::int64_t priority, std::string due_date, std::size_t open = 1
  ) {
    const auto id = world
                        .task(
                            {{.annotator = "ada", .open_items = open, .completed_items = 1},
                             {.annotator = "ben", .open_items = 1}},
                            name
                        )
                        .id;
    EXPECT_OK(update_task(
        world.env(),
        world.manager(),
        {.task = id, .priority = priority, .due_date = std::move(due_date)}
    ));
    return id;
  }

  AssignmentPage page(std::optional<bool> active = {}, Window window = {.offset = 0, .size = 100}) {
    return list_own_assignments(world.env(), world.caller("ada"), active, window);
  }

  std::vector<std::string> names(
      std::optional<bool> active = {}, Window window = {.offset = 0, .size = 100}
  ) {
    std::vector<std::string> names;
    for (const auto& view : page(active, window).views) names.push_back(view.task.name);
    return names;
  }

  World world;
};

// B-134
TEST_F(OwnAssignments, OfAllTasksComeByPriorityAndThenByDueDate) {
  task("later", 2, "9000");
  task("low", 1, "1");
  task("whenever", 2, "0");
  task("urgent", 3, "99000");
  task("sooner", 2, "8000");
  EXPECT_THAT(names(), ElementsAre("urgent", "sooner", "later", "whenever", "low"));
  EXPECT_THAT(names({}, {.offset = 1, .size = 2}), ElementsAre("sooner", "later"));
  EXPECT_THAT(names({}, {.offset = 5, .size = 2}), IsEmpty());
  EXPECT_EQ(page({}, {.offset = 1, .size = 2}).total, 5u);
}

// B-134
TEST_F(OwnAssignments, AreOwnOnesWithTheirOwnCounts) {
  const auto id = task("cats", 2, "0", 3);
  const auto own = page();
  ASSERT_EQ(own.views.size(), 1u);
  EXPECT_EQ(own.views.front().assignment.id, world.assignment_of(id, "ada")->id);
  EXPECT_EQ(own.views.front().counts.total, 4u);
  EXPECT_EQ(own.views.front().counts.remaining(), 3u);
}

// B-134
TEST_F(OwnAssignments, AreNarrowedToThoseThatAreUnfinished) {
  task("open", 2, "0");
  task("done", 2, "0", 0);
  const auto closed = task("closed", 2, "0");
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = closed, .dismissed = true}));
  EXPECT_THAT(names(true), ElementsAre("open"));
  EXPECT_THAT(names(false), ElementsAre("done", "closed"));
  EXPECT_EQ(page(true).total, 1u);
}

// B-134
TEST_F(OwnAssignments, AreOfAllProjectsAlsoWithoutMembership) {
  task("here", 2, "0");
  const auto rivers = create_project(world.env(), world.manager(), {.name = "Rivers"});
  ASSERT_OK(rivers);
  const auto elsewhere = task("there", 3, "0");
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    auto row = *tx.tasks().find(elsewhere);
    row.project = rivers->project.id;
    tx.tasks().put(row);
    for (auto each : tx.assignments().of_task(elsewhere)) {
      each.project = rivers->project.id;
      tx.assignments().put(each);
    }
    return Done{};
  }));
  EXPECT_THAT(names(), ElementsAre("there", "here"));
}

// B-146
TEST_F(OwnAssignments, OfAProjectThatRemovedSomebodyAreNone) {
  task("cats", 2, "0");
  ASSERT_OK(remove_member(
      world.env(), world.manager(), {.project = world.project(), .user = World::person("ada")}
  ));
  EXPECT_THAT(names(), IsEmpty());
}

/// What a page reads, in the database's steps.
std::uint64_t steps_of_page(World& world) {
  const auto list = [&] {
    const auto page =
        list_own_assignments(world.env(), world.caller("ada"), true, {.offset = 1, .size = 2});
    EXPECT_EQ(page.views.size(), 2u);
  };
  list();  // reads ledgers into memory
  const auto before = world.env().store.numbers().reader_steps;
  list();
  return world.env().store.numbers().reader_steps - before;
}

// B-427
TEST_F(OwnAssignments, CostNoMoreInALargeHouse) {
  for (const auto* name : {"a", "b", "c"}) task(name, 2, "0");
  const auto in_small = steps_of_page(world);
  EXPECT_GT(in_small, 0u);
  for (int i = 0; i < 60; ++i) {
    world.task({{.annotator = "ben", .open_items = 1}}, "other " + std::to_string(i));
  }
  EXPECT_LE(steps_of_page(world), in_small + 10);
}

}  // namespace
}  // namespace allot::test

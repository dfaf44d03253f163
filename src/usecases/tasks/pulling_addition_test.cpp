// Items that are added to a pulling task, and the people whom a workload beside them brings in.

#include <gtest/gtest.h>

#include "usecases/assignments/batch.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/pulling_for_tests.h"

namespace allot::test {
namespace {

class AdditionToAPullingTask : public PullingTask {};

// B-038
TEST_F(AdditionToAPullingTask, AddedItemsJoinTheEndOfTheQueue) {
  start({"ada"}, 3);
  ASSERT_OK(load_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  const auto more = world.items(7, "more");
  ASSERT_OK(add_items(world.env(), world.manager(), {.task = task, .query = World::query_of(more)})
  );
  EXPECT_EQ(held("ada"), (Held{.open = 6}));  // room for one batch
  EXPECT_EQ(waiting(), 4u);
}

// B-038, B-055
TEST_F(AdditionToAPullingTask, AWorkloadBesideAddedItemsBringsNewPeopleIn) {
  const auto more = world.items(4, "more");
  ASSERT_OK(add_items(
      world.env(),
      world.manager(),
      {.task = task, .query = World::query_of(more), .loads = equal_loads_for({"cleo"})}
  ));
  EXPECT_EQ(held("cleo"), (Held{.open = 3}));
}

// B-038, 80 §1, B-292: who comes is shown before, and taken back with the items.
TEST_F(AdditionToAPullingTask, AWorkloadThatOnlyBringsSomebodyInIsOneMove) {
  start({"ada"}, 9);
  ASSERT_OK(load_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  AddItems input{
      .task = task, .query = World::query_of(items), .loads = equal_loads_for({"dan", "dan"})
  };
  input.how.dry_run = true;
  const auto shown = add_items(world.env(), world.manager(), input);
  const auto& plan = std::get<Preview>(shown.value()).plan;
  ASSERT_EQ(plan.people.size(), 1u);
  EXPECT_EQ(plan.people[0].person, World::person("dan"));
  EXPECT_EQ(plan.people[0].after, 3u);
  input.how.dry_run = false;
  const auto done = add_items(world.env(), world.manager(), input);
  const auto& added = std::get<ItemsAdded>(std::get<Command>(done.value()).result);
  EXPECT_EQ(held("dan"), (Held{.open = 3}));
  EXPECT_EQ(newest(MoveKind::add).id, added.operation);
  EXPECT_EQ(newest(MoveKind::add).came, (std::vector{World::person("dan")}));
  EXPECT_EQ(newest(MoveKind::add).plan.total(), plan.total());
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = added.operation}));
  EXPECT_FALSE(world.assignment_of(task, "dan").has_value());
  EXPECT_EQ(waiting(), 3u);
  EXPECT_EQ(count(world.ledger(task)).total, 9u);
}

// B-292, B-295: added items go out of the task again, also those that somebody came for.
TEST_F(AdditionToAPullingTask, AnAdditionThatBroughtSomebodyInIsUndoneWhole) {
  start({"ada"}, 3);
  ASSERT_OK(add_items(
      world.env(),
      world.manager(),
      {.task = task,
       .query = World::query_of(world.items(3, "more")),
       .loads = equal_loads_for({"cleo"})}
  ));
  ASSERT_EQ(held("cleo"), (Held{.open = 3}));
  const auto move = newest(MoveKind::add).id;
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = move}));
  EXPECT_FALSE(world.assignment_of(task, "cleo").has_value());
  EXPECT_EQ(count(world.ledger(task)).total, 3u);
}

// B-053, B-292: its batches are part of it, so they go back with it.
TEST_F(AdditionToAPullingTask, IsUndoneWhereverItsBatchesPutTheItems) {
  start({"ada"}, 3);
  const auto more = World::query_of(world.items(14, "more"));
  ASSERT_OK(add_items(world.env(), world.manager(), {.task = task, .query = more}));
  ASSERT_EQ(held("ada"), (Held{.open = 6}));
  const auto added = newest_view(MoveKind::add);
  EXPECT_EQ(added.undoable.items, 14u);
  EXPECT_EQ(added.operation.plan.people.size(), 1u);
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = added.operation.id}));
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(count(world.ledger(task)).total, 3u);
}

// B-053, B-292, 80 §1: what is shown is done, and an undo straight after it takes all back.
TEST_F(AdditionToAPullingTask, IsDoneAsItWasShownAndTakenBackWhole) {
  start({"ada", "ben"}, 6);
  const auto adas = open_of("ada");
  const auto before = world.ledger(task);
  AddItems input{
      .task = task,
      .query = World::query_of(world.items(14, "more")),
      .loads = equal_loads_for({"cleo"})
  };
  input.how.dry_run = true;
  const auto outcome = add_items(world.env(), world.manager(), input);
  const auto& preview = std::get<Preview>(outcome.value());
  const auto& shown = preview.plan;
  EXPECT_TRUE(preview.undoable);
  EXPECT_EQ(shown.people.size(), 3u);
  input.how.dry_run = false;
  ASSERT_OK(add_items(world.env(), world.manager(), input));
  const auto done = newest_view(MoveKind::add);
  ASSERT_EQ(done.operation.plan.people.size(), shown.people.size());
  EXPECT_EQ(done.operation.plan.total(), shown.total());
  EXPECT_EQ(done.undoable.items, shown.total());
  for (std::size_t i = 0; i < shown.people.size(); ++i) {
    const auto& line = shown.people[i];
    EXPECT_EQ(done.operation.plan.people[i].person, line.person);
    EXPECT_EQ(done.operation.plan.people[i].gets, line.gets);
    EXPECT_EQ(world.ledger(task).find(line.person)->open.size(), line.after) << line.person.text;
  }
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = done.operation.id}));
  EXPECT_FALSE(world.assignment_of(task, "cleo").has_value());
  EXPECT_EQ(world.ledger(task).members, before.members);
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(open_of("ada"), adas);
}

}  // namespace
}  // namespace allot::test

#include <gtest/gtest.h>

#include "usecases/assignments/batch.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/pace.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {
namespace {

// B-050, B-051
TEST_F(PullingTask, GivesEverybodyABatchAndTheRestWaits) {
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 6u);
  EXPECT_EQ(count(world.ledger(task)).total, 12u);  // B-057
}

// B-051
TEST_F(PullingTask, ServesEarlierPeopleFirstWhenItemsRunShort) {
  start({"ada", "ben", "cleo"}, 5);
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 2}));
  EXPECT_FALSE(world.assignment_of(task, "cleo").has_value());
}

// B-053
TEST_F(PullingTask, LoadsTheNextBatchInTheChangeThatMadeRoom) {
  ASSERT_OK(complete("ada", 1));
  // Two are open; another three fit below six.
  EXPECT_EQ(held("ada"), (Held{.open = 5, .completed = 1}));
  EXPECT_EQ(waiting(), 3u);
  EXPECT_EQ(newest(MoveKind::batch).by, World::person("ada"));
  ASSERT_OK(complete("ada", 1));
  EXPECT_EQ(held("ada"), (Held{.open = 4, .completed = 2}));
  EXPECT_EQ(waiting(), 3u);
}

// B-053: as a status takes the open items, so does one that a manager sets.
TEST_F(PullingTask, LoadsForWhoseItemsAManagerHandled) {
  const std::vector<ItemId> one{open_of("ada")[0]};
  ASSERT_OK(
      set_status(world.env(), world.manager(), {.where = task, .items = one, .word = "completed"})
  );
  EXPECT_EQ(held("ada"), (Held{.open = 5, .completed = 1}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
}

// B-053
TEST_F(PullingTask, ClearingAStatusLoadsNothing) {
  ASSERT_OK(complete("ada", 1));
  const auto before = waiting();
  const auto ids = handled_of("ada");
  ASSERT_OK(set_status(world.env(), world.caller("ada"), {.where = task, .items = ids, .word = ""})
  );
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), before);
}

// B-053: everything is done in the end, and nobody waits for what nobody has.
TEST_F(PullingTask, EndsWithNothingLeft) {
  for (int step = 0; step < 40; ++step) {
    for (const auto* name : {"ada", "ben"}) {
      if (held(name).open > 0) ASSERT_OK(complete(name, 1));
    }
  }
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(held("ada").completed + held("ben").completed, 12u);
}

// B-053
TEST_F(PullingTask, ABatchThatIsAskedForComesOnceThereIsRoom) {
  const auto ask = [&] {
    const auto outcome =
        load_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")});
    return std::get<BatchLoaded>(std::get<Command>(outcome.value()).result).count;
  };
  EXPECT_EQ(ask(), 3u);
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(ask(), 0u);
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
}

// B-054, B-053: others with room are offered what came back, not who gave it.
TEST_F(PullingTask, ClearingGivesOpenItemsBackToTheFront) {
  start({"ada"}, 6);
  const auto front = open_of("ada");
  ASSERT_OK(clear_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(waiting(), 6u);
  ASSERT_OK(load_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  EXPECT_EQ(open_of("ada"), std::vector<ItemId>(items.begin(), items.end()));
  static_cast<void>(front);
}

TEST_F(PullingTask, WhatIsClearedIsOfferedToTheOthers) {
  ASSERT_OK(clear_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 6u);
}

// B-055
TEST_F(PullingTask, ANewContributorGetsAFirstBatch) {
  change(ContributorsChange::add, {"cleo"});
  EXPECT_EQ(held("cleo"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 3u);
  const auto operation = newest(MoveKind::contributors);
  EXPECT_EQ(operation.came, (std::vector{World::person("cleo")}));
}

// B-055
TEST_F(PullingTask, ARemovedContributorKeepsWhatWasHandledAndSetsNoMore) {
  ASSERT_OK(complete("ada", 1));
  const auto open = open_of("ada");
  const auto id = assignment("ada");
  change(ContributorsChange::remove, {"ada"});
  EXPECT_EQ(held("ada"), (Held{.completed = 1}));
  EXPECT_EQ(assignment("ada"), id);
  const auto view = read_assignment(world.env(), world.manager(), id).value();
  EXPECT_FALSE(view.active);
  // ben had room for a batch of what came back.
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 5u);
  const auto done = set_status(
      world.env(), world.caller("ada"), {.where = task, .items = {items[0]}, .word = "discard"}
  );
  EXPECT_FAILS(done, ErrorCode::forbidden);
  const auto cleared = set_status(
      world.env(), world.caller("ada"), {.where = id, .items = handled_of("ada"), .word = {}}
  );
  EXPECT_FAILS(cleared, ErrorCode::forbidden);
  EXPECT_EQ(
      cleared.error().message,
      "You were removed from the contributors of the task and set no more statuses."
  );
}

// B-055: kept even when empty.
TEST_F(PullingTask, ARemovedContributorsAssignmentStaysEmpty) {
  change(ContributorsChange::remove, {"ben"});
  EXPECT_EQ(held("ben"), (Held{}));
  EXPECT_TRUE(world.assignment_of(task, "ben").has_value());
}

// B-055
TEST_F(PullingTask, AddingSomebodyAgainUnlocksAndLoads) {
  const auto id = assignment("ada");
  change(ContributorsChange::remove, {"ada"});
  change(ContributorsChange::add, {"ada"});
  EXPECT_EQ(assignment("ada"), id);
  EXPECT_TRUE(read_assignment(world.env(), world.manager(), id)->active);
  EXPECT_EQ(held("ada").open, 3u);  // one batch, as for somebody new
  EXPECT_OK(complete("ada", 1));
}

// B-295
TEST_F(PullingTask, AnAdditionOfContributorsIsUndone) {
  change(ContributorsChange::add, {"cleo"});
  ASSERT_OK(complete("cleo", 1));
  const auto move = newest(MoveKind::contributors).id;
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = move}));
  // The two untouched ones went back; the later batch is no part of it, so she finishes that.
  EXPECT_EQ(held("cleo"), (Held{.open = 3, .completed = 1}));
  EXPECT_FALSE(terms().allows(World::person("cleo")));
  EXPECT_TRUE(read_assignment(world.env(), world.manager(), assignment("cleo"))->active);
}

// B-295
TEST_F(PullingTask, ARemovalOfContributorsIsUndone) {
  start({"ada"}, 9);
  const auto open = open_of("ada");
  change(ContributorsChange::remove, {"ada"});
  EXPECT_EQ(waiting(), 9u);
  const auto move = newest(MoveKind::contributors).id;
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = move}));
  EXPECT_EQ(open_of("ada"), open);
  EXPECT_TRUE(read_assignment(world.env(), world.manager(), assignment("ada"))->active);
}

// B-104
TEST_F(PullingTask, RemovedItemsLeaveTheQueueToo) {
  ASSERT_OK(
      remove_items(world.env(), world.manager(), {.task = task, .query = World::query_of(items)})
  );
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(world.ledger(task).members.size(), 0u);
}

// B-101
TEST_F(PullingTask, AnAssignmentThatWaitsForItsNextBatchStays) {
  const auto id = assignment("ada");
  ASSERT_OK(remove_items(
      world.env(), world.manager(), {.task = task, .query = World::query_of(open_of("ada"))}
  ));
  EXPECT_EQ(assignment("ada"), id);
}

// B-058
TEST_F(PullingTask, AManagersMovesAreNotBoundByBatches) {
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = assignment("ada"), .loads = equal_loads_for({"ben"})}
  ));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  ASSERT_OK(reassign_assignment(
      world.env(), world.manager(), {.assignment = assignment("ben"), .to = World::person("dan")}
  ));
  EXPECT_EQ(held("dan"), (Held{.open = 6}));
}

// B-053: who is no contributor gets what managers give, and no batches.
TEST_F(PullingTask, SomebodyElseGetsNoBatches) {
  ASSERT_OK(reassign_assignment(
      world.env(), world.manager(), {.assignment = assignment("ben"), .to = World::person("dan")}
  ));
  ASSERT_OK(complete("dan", 3));
  EXPECT_EQ(held("dan"), (Held{.completed = 3}));
}

// B-290, B-053: the queue stays apart, and nobody is offered of it.
TEST_F(PullingTask, ARedistributionOfTheTaskLeavesTheQueue) {
  ASSERT_OK(redistribute_task(
      world.env(), world.manager(), {.task = task, .loads = equal_loads_for({"ada"})}
  ));
  EXPECT_EQ(newest(MoveKind::redistribute).plan.total(), 3u);
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(held("ben"), (Held{}));
  EXPECT_EQ(waiting(), 6u);
}

// B-055
TEST_F(PullingTask, WorkIsNotGivenToWhoWasRemoved) {
  change(ContributorsChange::remove, {"ben"});
  EXPECT_FAILS(
      redistribute_task(
          world.env(), world.manager(), {.task = task, .loads = equal_loads_for({"ben"})}
      ),
      ErrorCode::invalid
  );
}

// B-311, B-055
TEST_F(PullingTask, TheLoadsThatBalanceItLeaveOutWhoWasRemoved) {
  ASSERT_OK(complete("ben", 1));
  change(ContributorsChange::remove, {"ben"});
  const auto pace = read_task_pace(world.env(), world.manager(), task, {});
  ASSERT_OK(pace);
  EXPECT_EQ(pace->pace.people.size(), 2u);
  ASSERT_EQ(pace->balanced.size(), 1u);
  EXPECT_EQ(pace->balanced.front().assignee, World::person("ada"));
  EXPECT_OK(redistribute_task(world.env(), world.manager(), {.task = task, .loads = pace->balanced})
  );
}

// 80 §8
TEST_F(PullingTask, WhoIsAbsentGetsNoBatches) {
  world.join("ada", Role::annotator);
  say("ada", away_in(std::chrono::hours{0}));
  ASSERT_OK(complete("ada", 3));
  EXPECT_EQ(held("ada"), (Held{.completed = 3}));
  EXPECT_FAILS(
      load_batch(world.env(), world.manager(), {.assignment = assignment("ada")}),
      ErrorCode::conflict
  );
  start({"ada", "ben"}, 6);
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 3u);
}

// 60 §4
TEST_F(PullingTask, BatchesAreForOnesOwnAndForManagers) {
  const auto id = assignment("ada");
  EXPECT_FAILS(
      load_batch(world.env(), world.caller("ben"), {.assignment = id}), ErrorCode::not_found
  );
  EXPECT_OK(load_batch(world.env(), world.manager(), {.assignment = id}));
  EXPECT_FAILS(
      change_contributors(
          world.env(), world.caller("ada"), {.task = task, .people = {World::person("dan")}}
      ),
      ErrorCode::forbidden
  );
}

// B-055
TEST(NotPulling, TasksHaveNeitherBatchesNorContributors) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 4});
  EXPECT_FAILS(
      load_batch(world.env(), world.manager(), {.assignment = ada.id}), ErrorCode::invalid
  );
  EXPECT_FAILS(
      clear_batch(world.env(), world.manager(), {.assignment = ada.id}), ErrorCode::invalid
  );
  EXPECT_FAILS(
      change_contributors(
          world.env(), world.manager(), {.task = ada.task, .people = {World::person("dan")}}
      ),
      ErrorCode::invalid
  );
}

}  // namespace
}  // namespace allot::test

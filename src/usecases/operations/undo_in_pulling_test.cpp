#include <gtest/gtest.h>

#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/use_item.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/pulling_for_tests.h"

namespace allot::test {
namespace {

class UndoInAPullingTask : public PullingTask {
 protected:
  OperationId redistribute(std::string_view from, std::string to) {
    const auto outcome = redistribute_assignment(
        world.env(),
        world.manager(),
        {.assignment = assignment(from), .loads = equal_loads_for({std::move(to)})}
    );
    return std::get<Redistributed>(std::get<Command>(outcome.value()).result).operation;
  }

  void annotate(std::string_view who, const ItemId& item) {
    const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
    ASSERT_OK(create_annotations(world.env(), world.caller(who), item, one));
  }

  void use(std::string_view who, const ItemId& item) {
    ASSERT_OK(use_item(world.env(), world.caller(who), assignment(who), item));
  }

  Result<Outcome> undo(const OperationId& id, MoveOptions how = {}) {
    return undo_operation(world.env(), world.manager(), {.operation = id, .how = std::move(how)});
  }

  Undone undone(const OperationId& id, MoveOptions how = {}) {
    return std::get<Undone>(std::get<Command>(undo(id, std::move(how)).value()).result);
  }
};

// B-055
TEST_F(UndoInAPullingTask, GivesNothingOpenToWhoWasRemovedSince) {
  const auto move = redistribute("ada", "ben");
  change(ContributorsChange::remove, {"ada"});
  EXPECT_FAILS(undo(move), ErrorCode::conflict);
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
}

// B-055, B-295: what unlocks somebody may give to them.
TEST_F(UndoInAPullingTask, OfARemovalGivesToWhomItUnlocks) {
  change(ContributorsChange::remove, {"ada"});
  const auto before = open_of("ben");
  change(ContributorsChange::remove, {"ben"});
  ASSERT_EQ(waiting(), 12u);
  undone(newest(MoveKind::contributors).id);
  EXPECT_EQ(open_of("ben"), before);
  EXPECT_FALSE(terms().locks(World::person("ben")));
}

// B-055, B-292, B-295: who goes finishes what they hold, and gets no more.
TEST_F(UndoInAPullingTask, OfAnAdditionLeavesWhatIsWorkedOn) {
  change(ContributorsChange::add, {"cleo"});
  const auto open = open_of("cleo");
  annotate("cleo", open[0]);
  use("cleo", open[1]);
  const auto result = undone(newest(MoveKind::contributors).id);
  const std::vector<KeptBack> kept{{.person = World::person("cleo"), .annotated = 1, .in_use = 1}};
  EXPECT_EQ(result.kept, kept);
  EXPECT_EQ(result.count, 1u);
  EXPECT_EQ(held("cleo"), (Held{.open = 2}));
  EXPECT_FALSE(terms().allows(World::person("cleo")));
  EXPECT_FALSE(terms().locks(World::person("cleo")));
  ASSERT_OK(complete("cleo", 2));
  EXPECT_EQ(held("cleo"), (Held{.open = 0, .completed = 2}));
}

// 80 §6
TEST_F(UndoInAPullingTask, OfAnAdditionTakesWhatIsInUseWhenAsked) {
  start({"ada", "ben"}, 9);
  change(ContributorsChange::add, {"cleo"});
  ASSERT_OK(complete("cleo", 1));
  use("cleo", open_of("cleo")[0]);
  const auto addition = newest(MoveKind::contributors).id;
  EXPECT_EQ(undone(addition, {.include_in_use = true}).count, 2u);
  EXPECT_EQ(held("cleo"), (Held{.open = 0, .completed = 1}));
  EXPECT_TRUE(terms().locks(World::person("cleo")));
}

// B-292, B-296: what she had before by a manager's move is not its business.
TEST_F(UndoInAPullingTask, OfAnAdditionThatGaveNothingTakesNothing) {
  redistribute("ada", "cleo");
  redistribute("ben", "cleo");
  ASSERT_EQ(held("cleo"), (Held{.open = 6}));
  change(ContributorsChange::add, {"cleo"});
  const auto told = newest_view(MoveKind::contributors);
  EXPECT_EQ(told.undoable.items, 0u);
  EXPECT_EQ(told.undoable.reason, "");
  const auto back = undone(told.operation.id);
  EXPECT_EQ(back.count, 0u);
  EXPECT_EQ(held("cleo"), (Held{.open = 6}));
  EXPECT_FALSE(terms().allows(World::person("cleo")));
  EXPECT_FALSE(terms().locks(World::person("cleo")));
  undone(back.operation);
  EXPECT_EQ(held("cleo"), (Held{.open = 6}));
  EXPECT_TRUE(terms().allows(World::person("cleo")));
}

// B-295: an undo changes those back who are still as the operation made them.
TEST_F(UndoInAPullingTask, LeavesWhoWasChangedSinceAsTheyAre) {
  change(ContributorsChange::remove, {"ben"});
  const auto removal = newest(MoveKind::contributors).id;
  change(ContributorsChange::add, {"ben"});
  EXPECT_FAILS(
      undo_operation(world.env(), world.manager(), {.operation = removal}), ErrorCode::not_undoable
  );
  EXPECT_TRUE(terms().allows(World::person("ben")));
}

// B-055, B-295: an assignment that stays without items is a locked one.
TEST_F(UndoInAPullingTask, OfAnAdditionLocksAnAssignmentThatWasCleared) {
  change(ContributorsChange::add, {"cleo"});
  const auto addition = newest(MoveKind::contributors).id;
  ASSERT_OK(clear_batch(world.env(), world.caller("cleo"), {.assignment = assignment("cleo")}));
  undone(addition);
  EXPECT_EQ(world.assignment_of(task, "cleo").has_value(), terms().locks(World::person("cleo")));
}

// 80 §4
TEST_F(UndoInAPullingTask, IsToldInTheLogAsItWouldBeDone) {
  change(ContributorsChange::add, {"cleo"});
  redistribute("ada", "cleo");
  use("cleo", open_of("cleo").front());
  use("cleo", open_of("cleo").back());
  const auto told = newest_view(MoveKind::contributors);
  EXPECT_EQ(told.undoable.items, undone(told.operation.id).count);
  EXPECT_EQ(told.undoable.items, 2u);  // the other one in use was ada's
}

// 80 §4
TEST_F(UndoInAPullingTask, OfContributorsAloneIsToldWithoutAReason) {
  start({"ada", "ben"}, 6);
  change(ContributorsChange::add, {"cleo"});
  const auto told = newest_view(MoveKind::contributors);
  EXPECT_EQ(told.undoable.items, 0u);
  EXPECT_EQ(told.undoable.reason, "");
  undone(told.operation.id);
  EXPECT_FALSE(terms().allows(World::person("cleo")));
}

// 80 §4
TEST_F(UndoInAPullingTask, ThatWouldBeRefusedIsToldWithTheSentence) {
  const auto move = redistribute("ada", "ben");
  change(ContributorsChange::remove, {"ada"});
  const auto told = newest_view(MoveKind::redistribute);
  EXPECT_EQ(told.undoable.items, 0u);
  EXPECT_EQ(told.undoable.reason, undo(move).error().message);
}

// B-053: what came to the queue is offered to who has room, and not to whom it was taken from.
TEST_F(UndoInAPullingTask, OffersWhatCameToTheQueue) {
  start({"ada", "ben"}, 9);
  change(ContributorsChange::add, {"cleo"});
  ASSERT_EQ(waiting(), 0u);
  const auto front = open_of("cleo");
  undone(newest(MoveKind::contributors).id);
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 0u);
  const auto batch = newest(MoveKind::batch);
  EXPECT_EQ(batch.by, world.manager().user);
  EXPECT_EQ(batch.plan.total(), front.size());
}

// B-053: ben is a contributor still, and has room.
TEST_F(UndoInAPullingTask, OffersNothingToWhomItTookItemsFrom) {
  change(ContributorsChange::remove, {"ada"});
  ASSERT_EQ(held("ben"), (Held{.open = 6}));
  change(ContributorsChange::remove, {"ben"});
  const auto removal = newest(MoveKind::contributors).id;
  change(ContributorsChange::add, {"ben"});
  const auto back = undone(removal).operation;
  ASSERT_EQ(held("ben"), (Held{.open = 6}));
  undone(back);
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 9u);
}

// B-055, B-296
TEST_F(UndoInAPullingTask, ThatBringsSomebodyBackLoadsABatch) {
  start({"ada"}, 20);
  change(ContributorsChange::add, {"cleo"});
  const auto first = undone(newest(MoveKind::contributors).id);
  ASSERT_EQ(held("ada"), (Held{.open = 6}));
  undone(first.operation);
  EXPECT_EQ(held("cleo"), (Held{.open = 3}));
}

// B-147, B-295
TEST_F(UndoInAPullingTask, BringsNobodyBackWhoWasRemovedFromTheProject) {
  world.join("cleo", Role::annotator);
  change(ContributorsChange::add, {"cleo"});
  const auto first = undone(newest(MoveKind::contributors).id);
  world.join("cleo", Role::annotator, false);
  ASSERT_FALSE(undo(first.operation).has_value());
  EXPECT_FALSE(terms().allows(World::person("cleo")));
}

// B-296, 60 §4: what one started oneself, as far as it is about oneself.
TEST_F(UndoInAPullingTask, AnOperationIsReadByWhoStartedIt) {
  const auto cleared =
      clear_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")});
  const auto id = std::get<BatchCleared>(std::get<Command>(cleared.value()).result).operation;
  const auto items_for = [&](std::string_view who, const OperationId& operation) {
    return list_moved_items(
        world.env(), world.caller(who), operation, std::nullopt, std::nullopt, 0, 10
    );
  };
  EXPECT_EQ(read_operation(world.env(), world.caller("ada"), id)->operation.plan.total(), 3u);
  EXPECT_EQ(items_for("ada", id)->total, 3u);
  EXPECT_FAILS(read_operation(world.env(), world.caller("ben"), id), ErrorCode::forbidden);
  EXPECT_FAILS(items_for("ben", id), ErrorCode::forbidden);
  EXPECT_FAILS(read_operation(world.env(), world.caller("stranger"), id), ErrorCode::not_found);
  // ben was offered what she gave: hers by the clearing, and nothing of hers.
  const auto offer = newest(MoveKind::batch);
  ASSERT_EQ(offer.by, World::person("ada"));
  EXPECT_TRUE(
      read_operation(world.env(), world.caller("ada"), offer.id)->operation.plan.people.empty()
  );
  EXPECT_EQ(items_for("ada", offer.id)->total, 0u);
  EXPECT_EQ(items_for("mia", offer.id)->total, 3u);
}

}  // namespace
}  // namespace allot::test

#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/assignments/use_item.h"
#include "usecases/operations/read.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/contributors.h"
#include "usecases/tasks/create.h"

namespace allot::test {
namespace {

/// A pulling task of ada's and ben's in batches of three, at most six open each.
class UndoInAPullingTask : public testing::Test {
 protected:
  UndoInAPullingTask() { start(12); }

  void start(std::size_t count) {
    const auto items = world.items(count, "pictures" + std::to_string(++started_));
    Pulling terms{.batch_size = 3, .max_workload = 6, .allowed = {}, .locked = {}};
    for (const auto* name : {"ada", "ben"}) terms.add(World::person(name));
    const auto outcome = create_task(
        world.env(),
        world.manager(),
        {.name = "Pulling",
         .query = World::query_of(items),
         .project = world.project(),
         .dataset = world.dataset(),
         .recipe = world.recipe(),
         .owner = World::person("mia"),
         .pulling = terms}
    );
    task = std::get<TaskCreated>(std::get<Command>(outcome.value()).result).task;
  }

  Held held(std::string_view name) { return world.items_of(task, name); }

  std::uint64_t waiting() { return allot::waiting(world.ledger(task)); }

  std::vector<ItemId> open_of(std::string_view name) {
    const auto ledger = world.ledger(task);
    const auto ordinals = ledger.find(World::person(name))->open.to_vector();
    std::vector<ItemId> ids;
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return 0;
    });
    return ids;
  }

  AssignmentId assignment(std::string_view name) { return world.assignment_of(task, name)->id; }

  void change(ContributorsChange how, std::string_view name) {
    ASSERT_OK(change_contributors(
        world.env(), world.manager(), {.task = task, .change = how, .people = {World::person(name)}}
    ));
  }

  void complete(std::string_view name, std::size_t count) {
    auto open = open_of(name);
    open.resize(count);
    ASSERT_OK(set_status(
        world.env(), world.caller(name), {.where = task, .items = open, .word = "completed"}
    ));
  }

  OperationView newest(MoveKind kind) {
    const auto page = list_operations(world.env(), world.manager(), task, 0, 20).value();
    for (const auto& view : page.operations) {
      if (view.operation.plan.kind == kind) return view;
    }
    throw std::runtime_error("no such operation");
  }

  OperationId redistribute(std::string_view from, std::string to) {
    const auto outcome = redistribute_assignment(
        world.env(),
        world.manager(),
        {.assignment = assignment(from), .loads = equal_loads_for({std::move(to)})}
    );
    return std::get<Redistributed>(std::get<Command>(outcome.value()).result).operation;
  }

  Result<Outcome> undo(const OperationId& id) {
    return undo_operation(world.env(), world.manager(), {.operation = id});
  }

  Undone undone(const OperationId& id) {
    return std::get<Undone>(std::get<Command>(undo(id).value()).result);
  }

  Pulling terms() {
    return read(world.env().store, [&](const Transaction& tx) {
      return Pulling(*tx.tasks().find(task)->pulling);
    });
  }

  World world;
  TaskId task;
  int started_ = 0;
};

// B-055
TEST_F(UndoInAPullingTask, GivesNothingOpenToWhoWasRemovedSince) {
  const auto move = redistribute("ada", "ben");
  change(ContributorsChange::remove, "ada");
  EXPECT_FAILS(undo(move), ErrorCode::conflict);
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
}

// B-055, B-295: what unlocks somebody may give to them.
TEST_F(UndoInAPullingTask, OfARemovalGivesToWhomItUnlocks) {
  change(ContributorsChange::remove, "ada");
  const auto before = open_of("ben");
  change(ContributorsChange::remove, "ben");
  ASSERT_EQ(waiting(), 12u);
  undone(newest(MoveKind::contributors).operation.id);
  EXPECT_EQ(open_of("ben"), before);
  EXPECT_FALSE(terms().locks(World::person("ben")));
}

// B-055, B-295
TEST_F(UndoInAPullingTask, OfAnAdditionTakesWhatIsInUseToo) {
  change(ContributorsChange::add, "cleo");
  const auto open = open_of("cleo");
  complete("cleo", 1);
  ASSERT_OK(use_item(world.env(), world.caller("cleo"), assignment("cleo"), open[1]));
  const auto result = undone(newest(MoveKind::contributors).operation.id);
  EXPECT_EQ(held("cleo"), (Held{.open = 0, .completed = 1}));
  EXPECT_TRUE(terms().locks(World::person("cleo")));
  const std::vector<KeptBack> kept{{.person = World::person("cleo"), .handled = 1}};
  EXPECT_EQ(result.kept, kept);
}

// B-055, B-292: what goes back is not counted as kept.
TEST_F(UndoInAPullingTask, OfAnAdditionTakesWhatWasAnnotatedToo) {
  change(ContributorsChange::add, "cleo");
  const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
  ASSERT_OK(create_annotations(world.env(), world.caller("cleo"), open_of("cleo")[0], one));
  const auto result = undone(newest(MoveKind::contributors).operation.id);
  EXPECT_EQ(result.count, 3u);
  EXPECT_TRUE(result.kept.empty());
  EXPECT_FALSE(world.assignment_of(task, "cleo").has_value());
}

// B-295: an undo changes those back who are still as the operation made them.
TEST_F(UndoInAPullingTask, LeavesWhoWasChangedSinceAsTheyAre) {
  change(ContributorsChange::remove, "ben");
  const auto removal = newest(MoveKind::contributors).operation.id;
  change(ContributorsChange::add, "ben");
  const auto first = undone(removal);
  EXPECT_TRUE(terms().allows(World::person("ben")));
  undone(first.operation);
  EXPECT_TRUE(terms().allows(World::person("ben")));
}

// B-055, B-295: an assignment that stays without items is a locked one.
TEST_F(UndoInAPullingTask, OfAnAdditionLocksAnAssignmentThatWasCleared) {
  change(ContributorsChange::add, "cleo");
  const auto addition = newest(MoveKind::contributors).operation.id;
  ASSERT_OK(clear_batch(world.env(), world.caller("cleo"), {.assignment = assignment("cleo")}));
  undone(addition);
  EXPECT_EQ(world.assignment_of(task, "cleo").has_value(), terms().locks(World::person("cleo")));
}

// 80 §4
TEST_F(UndoInAPullingTask, IsToldInTheLogAsItWouldBeDone) {
  change(ContributorsChange::add, "cleo");
  redistribute("ada", "cleo");
  complete("cleo", 1);
  ASSERT_OK(use_item(world.env(), world.caller("cleo"), assignment("cleo"), open_of("cleo")[0]));
  const auto told = newest(MoveKind::contributors);
  EXPECT_EQ(told.undoable.items, undone(told.operation.id).count);
  EXPECT_EQ(told.undoable.items, 5u);
}

// 80 §4
TEST_F(UndoInAPullingTask, OfContributorsAloneIsToldWithoutAReason) {
  start(6);
  change(ContributorsChange::add, "cleo");
  const auto told = newest(MoveKind::contributors);
  EXPECT_EQ(told.undoable.items, 0u);
  EXPECT_EQ(told.undoable.reason, "");
  undone(told.operation.id);
  EXPECT_FALSE(terms().allows(World::person("cleo")));
}

// 80 §4
TEST_F(UndoInAPullingTask, ThatWouldBeRefusedIsToldWithTheSentence) {
  const auto move = redistribute("ada", "ben");
  change(ContributorsChange::remove, "ada");
  const auto told = newest(MoveKind::redistribute);
  EXPECT_EQ(told.undoable.items, 0u);
  EXPECT_EQ(told.undoable.reason, undo(move).error().message);
}

// B-053: what came to the queue is offered to who has room, and not to whom it was taken from.
TEST_F(UndoInAPullingTask, OffersWhatCameToTheQueue) {
  start(9);
  change(ContributorsChange::add, "cleo");
  ASSERT_EQ(waiting(), 0u);
  const auto front = open_of("cleo");
  undone(newest(MoveKind::contributors).operation.id);
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 0u);
  const auto batch = newest(MoveKind::batch).operation;
  EXPECT_EQ(batch.by, world.manager().user);
  EXPECT_EQ(batch.plan.total(), front.size());
}

// B-053: ben is a contributor still, and has room.
TEST_F(UndoInAPullingTask, OffersNothingToWhomItTookItemsFrom) {
  change(ContributorsChange::remove, "ada");
  ASSERT_EQ(held("ben"), (Held{.open = 6}));
  change(ContributorsChange::remove, "ben");
  const auto removal = newest(MoveKind::contributors).operation.id;
  change(ContributorsChange::add, "ben");
  const auto back = undone(removal).operation;
  ASSERT_EQ(held("ben"), (Held{.open = 6}));
  undone(back);
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 9u);
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
  const auto offer = newest(MoveKind::batch).operation;
  ASSERT_EQ(offer.by, World::person("ada"));
  EXPECT_TRUE(
      read_operation(world.env(), world.caller("ada"), offer.id)->operation.plan.people.empty()
  );
  EXPECT_EQ(items_for("ada", offer.id)->total, 0u);
  EXPECT_EQ(items_for("mia", offer.id)->total, 3u);
}

}  // namespace
}  // namespace allot::test

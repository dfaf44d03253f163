#include "usecases/operations/undo.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "usecases/assignments/reassign.h"
#include "usecases/assignments/use_item.h"
#include "usecases/datasets/remove.h"
#include "usecases/members/remove.h"
#include "usecases/operations/read.h"
#include "usecases/operations/undo_for_tests.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

// B-292
TEST_F(UndoOfAMove, GivesUntouchedItemsBack) {
  const auto move = to_ben();
  ASSERT_EQ(world.items_of(ada.task, "ben"), (Held{.open = 6}));
  const auto result = undone(move);
  EXPECT_EQ(result.undone, move);
  EXPECT_EQ(result.count, 6u);
  EXPECT_TRUE(result.kept.empty());
  EXPECT_EQ(world.items_of(ada.task, "ada"), (Held{.open = 6}));
  EXPECT_FALSE(world.assignment_of(ada.task, "ben").has_value());
}

// B-293
TEST_F(UndoOfAMove, BringsAnEmptiedAssignmentBackUnderItsIdAndName) {
  const auto move = to_ben();
  ASSERT_FALSE(world.assignment_of(ada.task, "ada").has_value());
  undone(move);
  const auto back = world.assignment_of(ada.task, "ada");
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->id, ada.id);
  EXPECT_EQ(back->name, ada.name);
  EXPECT_EQ(back->created_at, ada.created_at);
}

// B-293, B-070
TEST_F(UndoOfAMove, JoinsTheAssignmentThatThePersonHasByThen) {
  const auto move = to_ben();
  const auto more = World::query_of(world.items(2, "more"));
  ASSERT_OK(add_items(
      world.env(), world.manager(), {.task = ada.task, .query = more, .loads = all_to("ada")}
  ));
  const auto later = world.assignment_of(ada.task, "ada");
  undone(move);
  EXPECT_EQ(world.assignment_of(ada.task, "ada")->id, later->id);
  EXPECT_EQ(world.items_of(ada.task, "ada"), (Held{.open = 8}));
}

// B-293, B-072
TEST_F(UndoOfAMove, GivesASuffixWhenTheNameWasTakenSince) {
  const auto move = to_ben();
  auto taken = world.assignment_of(world.task({{.annotator = "cleo", .open_items = 1}}).id, "cleo");
  taken->name = ada.name;
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.assignments().put(*taken);
    return Done{};
  }));
  undone(move);
  const auto back = world.assignment_of(ada.task, "ada");
  EXPECT_EQ(back->id, ada.id);
  EXPECT_EQ(back->name, ada.name + " #2");
}

// B-292
TEST_F(UndoOfAMove, LeavesWhatWasWorkedOnAndSaysWhy) {
  const auto move = to_ben();
  const auto with_ben = items_of("ben");
  complete("ben", with_ben[0]);
  annotate("ben", with_ben[1]);
  ASSERT_OK(use_item(
      world.env(), world.caller("ben"), world.assignment_of(ada.task, "ben")->id, with_ben[2]
  ));
  ASSERT_OK(remove_items(
      world.env(), world.manager(), {.task = ada.task, .query = World::query_of({with_ben[3]})}
  ));
  const auto result = undone(move);
  EXPECT_EQ(result.count, 2u);
  const std::vector<KeptBack> kept{
      {.person = World::person("ben"), .moved = 1, .handled = 1, .annotated = 1, .in_use = 1}
  };
  EXPECT_EQ(result.kept, kept);
  EXPECT_EQ(world.items_of(ada.task, "ben"), (Held{.open = 2, .completed = 1}));
  EXPECT_EQ(world.items_of(ada.task, "ada"), (Held{.open = 2}));
}

// 80 §6; the log tells what is taken when nothing is asked for.
TEST_F(UndoOfAMove, TakesWhatIsInUseWhenAsked) {
  const auto move = to_ben();
  ASSERT_OK(
      use_item(world.env(), world.caller("ben"), world.assignment_of(ada.task, "ben")->id, items[2])
  );
  EXPECT_EQ(read_operation(world.env(), world.manager(), move)->undoable.items, 5u);
  EXPECT_EQ(undone(move, {.include_in_use = true}).count, 6u);
}

// B-296: what changes nothing does not use the one undo up.
TEST_F(UndoOfAMove, ThatWouldDoNothingIsRefusedAndMayBeAskedAgain) {
  const auto move = to_ben();
  const auto bens = world.assignment_of(ada.task, "ben")->id;
  for (const auto& item : items) ASSERT_OK(use_item(world.env(), world.caller("ben"), bens, item));
  EXPECT_FAILS(undo(move), ErrorCode::not_undoable);
  EXPECT_FAILS(undo(move, {.dry_run = true}), ErrorCode::not_undoable);
  EXPECT_EQ(
      read_operation(world.env(), world.manager(), move)->undoable.reason,
      "All of it is on somebody's screen."
  );
  EXPECT_EQ(undone(move, {.include_in_use = true}).count, 6u);
}

// 80 §1
TEST_F(UndoOfAMove, IsNotPromisedWhereTheGiverWasRemovedFromTheProject) {
  world.join("ada", Role::annotator, false);
  const auto shown = redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = ada.id, .loads = all_to("ben"), .how = {.dry_run = true}}
  );
  EXPECT_FALSE(std::get<Preview>(shown.value()).undoable);
}

// 80 §1, §2: a preview is held to what was expected, as the move is.
TEST_F(UndoOfAMove, IsHeldToWhatWasExpectedWhenPreviewed) {
  MoveOptions how{.dry_run = true};
  how.expect = Expectation{.version = "another", .people = {}};
  EXPECT_TRUE(std::holds_alternative<PlanChanged>(undo(to_ben(), how).value()));
}

// B-294
TEST_F(UndoOfAMove, GivesReassignedItemsBackWithTheirStatuses) {
  complete("ada", items[0]);
  complete("ada", items[1]);
  const auto outcome = reassign_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .to = World::person("ben")}
  );
  const auto move = std::get<Reassigned>(std::get<Command>(outcome.value()).result).operation;
  ASSERT_EQ(world.items_of(ada.task, "ben"), (Held{.open = 4, .completed = 2}));
  complete("ben", items[1]);  // again: it is ben's word now
  EXPECT_EQ(undone(move).count, 5u);
  EXPECT_EQ(world.items_of(ada.task, "ada"), (Held{.open = 4, .completed = 1}));
  EXPECT_EQ(world.items_of(ada.task, "ben"), (Held{.completed = 1}));
}

// B-294: what was set since is known whatever went meanwhile.
TEST_F(UndoOfAMove, LeavesWhatWasSetAgainAfterAnotherDatasetWasDeleted) {
  complete("ada", items[0]);
  const auto doomed = DatasetId{"doomed"};
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.datasets().put({.id = doomed, .project = world.project(), .name = "Doomed"});
    for (Ordinal number = 0; number < 5; ++number) {
      Item item{.dataset = doomed, .id = ItemId{fmt::format("doomed-{}", number)}};
      item.path = fmt::format("/{}.png", number);
      const auto ordinal = tx.items().add(item);
      tx.status_log().append(
          {.dataset = doomed, .items = ItemSet{ordinal}, .word = "completed", .at = item.created_at}
      );
    }
    return Done{};
  }));
  const auto outcome = reassign_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .to = World::person("ben")}
  );
  const auto move = std::get<Reassigned>(std::get<Command>(outcome.value()).result).operation;
  ASSERT_OK(remove_dataset(world.env(), world.manager(), doomed));
  complete("ben", items[0]);  // again: it is ben's word now
  EXPECT_EQ(undone(move).count, 5u);
  EXPECT_EQ(world.items_of(ada.task, "ben"), (Held{.completed = 1}));
}

// B-292
TEST_F(UndoOfAMove, OfAnAdditionTakesItemsOutOfTheTask) {
  const auto outcome = add_items(
      world.env(),
      world.manager(),
      {.task = ada.task, .query = World::query_of(world.items(3, "more")), .loads = all_to("ben")}
  );
  const auto move = std::get<ItemsAdded>(std::get<Command>(outcome.value()).result).operation;
  complete("ben", items_of("ben")[0]);
  EXPECT_EQ(undone(move).count, 2u);
  EXPECT_EQ(world.ledger(ada.task).members.size(), 7u);
}

// B-296
TEST_F(UndoOfAMove, CanBeUndoneItself) {
  const auto move = to_ben();
  const auto first = undone(move);
  const auto again = undone(first.operation);
  EXPECT_EQ(again.count, 6u);
  EXPECT_EQ(world.items_of(ada.task, "ben"), (Held{.open = 6}));
  EXPECT_FALSE(world.assignment_of(ada.task, "ada").has_value());
}

// B-296
TEST_F(UndoOfAMove, HappensOnce) {
  const auto move = to_ben();
  undone(move);
  EXPECT_FAILS(undo(move), ErrorCode::conflict);
  EXPECT_EQ(world.items_of(ada.task, "ada"), (Held{.open = 6}));
}

// B-295
TEST_F(UndoOfAMove, OfAnotherKindIsRefused) {
  const auto outcome = remove_items(
      world.env(), world.manager(), {.task = ada.task, .query = World::query_of({items[0]})}
  );
  const auto removal = std::get<ItemsRemoved>(std::get<Command>(outcome.value()).result).operation;
  EXPECT_FAILS(undo(removal), ErrorCode::not_undoable);
  EXPECT_EQ(world.items_of(ada.task, "ada"), (Held{.open = 5}));
}

TEST_F(UndoOfAMove, IsRefusedInADismissedTask) {
  const auto move = to_ben();
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = ada.task, .dismissed = true}));
  EXPECT_FAILS(undo(move), ErrorCode::conflict);
}

// B-147
TEST_F(UndoOfAMove, IsRefusedWhenWhoWouldGetItemsWasRemovedFromTheProject) {
  world.join("ada", Role::annotator);
  const auto move = to_ben();
  world.join("ada", Role::annotator, false);
  EXPECT_FAILS(undo(move), ErrorCode::conflict);
  EXPECT_EQ(world.items_of(ada.task, "ben"), (Held{.open = 6}));
}

// B-147: so many that they are not looked up one by one.
TEST_F(UndoOfAMove, IsRefusedWhenOneOfManyWasRemovedFromTheProject) {
  std::vector<AssignmentOf> people;
  for (int i = 0; i < 101; ++i) {
    people.push_back({.annotator = "p" + std::to_string(i), .open_items = 1});
  }
  const auto many = world.task(people).id;
  const auto outcome =
      redistribute_task(world.env(), world.manager(), {.task = many, .loads = all_to("ben")});
  const auto move =
      std::get<TaskRedistributed>(std::get<Command>(outcome.value()).result).operation;
  world.join("p100", Role::annotator, false);
  EXPECT_FAILS(undo(move), ErrorCode::conflict);
  world.join("p100", Role::annotator);
  EXPECT_EQ(undone(move).count, 101u);
}

// 60 §4
TEST_F(UndoOfAMove, IsForWhoMayMoveTheWork) {
  const auto move = to_ben();
  const auto by = [&](std::string_view who) {
    return undo_operation(world.env(), world.caller(who), {.operation = move});
  };
  EXPECT_FAILS(by("ben"), ErrorCode::forbidden);
  EXPECT_FAILS(by("stranger"), ErrorCode::not_found);
  EXPECT_EQ(world.items_of(ada.task, "ben"), (Held{.open = 6}));
}

TEST_F(UndoOfAMove, OfAGoneTaskIsNotFound) {
  const auto move = to_ben();
  ASSERT_OK(delete_task(world.env(), world.manager(), {.task = ada.task}));
  EXPECT_FAILS(undo(move), ErrorCode::not_found);
}

// 80 §1, §4
TEST_F(UndoOfAMove, IsPreviewedWithTheAssignmentThatComesBack) {
  const auto move = to_ben();
  const auto before = world.snapshot();
  const auto preview = std::get<Preview>(undo(move, {.dry_run = true}).value());
  EXPECT_EQ(world.snapshot(), before);
  EXPECT_EQ(preview.plan.kind, MoveKind::undo);
  EXPECT_EQ(preview.plan.total(), 6u);
  ASSERT_FALSE(preview.plan.people.empty());
  EXPECT_EQ(preview.plan.people.front().person, World::person("ada"));
  EXPECT_EQ(preview.plan.people.front().assignment, ada.id);
}

}  // namespace
}  // namespace allot::test

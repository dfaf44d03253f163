#include "usecases/operations/read.h"

#include <gtest/gtest.h>

#include "usecases/operations/taking_back.h"
#include "usecases/operations/undo_for_tests.h"

namespace allot::test {
namespace {

// B-283
TEST_F(UndoOfAMove, StandsInTheLogOfTheTask) {
  const auto before = list_operations(world.env(), world.manager(), ada.task, 0, 10).value().total;
  const auto move = to_ben();
  const auto undo = undone(move).operation;
  const auto page = list_operations(world.env(), world.manager(), ada.task, 0, 10).value();
  EXPECT_EQ(page.total, before + 2);
  ASSERT_EQ(page.operations.size(), page.total);
  EXPECT_EQ(page.operations[0].operation.id, undo);
  EXPECT_EQ(page.operations[0].operation.undo_of, move);
  EXPECT_EQ(page.operations[0].undoable.items, 6u);
  EXPECT_EQ(page.operations[1].operation.undone_by, undo);
  EXPECT_EQ(page.operations[1].undoable.items, 0u);
  EXPECT_EQ(page.operations[1].undoable.reason, "It was undone already.");
  EXPECT_EQ(page.operations.back().operation.plan.kind, MoveKind::create);
}

// B-283
TEST_F(UndoOfAMove, TellsWhoHeldAnItemWhen) {
  const auto made = world.clock.now();
  world.clock.advance(std::chrono::minutes{1});
  const auto moved = world.clock.now();
  const auto move = to_ben();
  world.clock.advance(std::chrono::minutes{1});
  const auto back = undone(move).operation;
  const auto held = list_holders(world.env(), world.manager(), items[0], ada.task).value();
  ASSERT_EQ(held.size(), 3u);
  EXPECT_EQ(held[0].person, World::person("ada"));
  EXPECT_EQ(held[0].from, made);
  EXPECT_EQ(held[0].to, moved);
  EXPECT_EQ(held[1].person, World::person("ben"));
  EXPECT_EQ(held[1].operation, move);
  EXPECT_EQ(held[1].by, world.manager().user);
  EXPECT_EQ(held[2].person, World::person("ada"));
  EXPECT_EQ(held[2].operation, back);
  EXPECT_EQ(held[2].to, std::nullopt);
}

TEST_F(UndoOfAMove, ListsTheItemsThatMoved) {
  const auto move = redistribute(ada.id, equal_loads_for({"ben", "cleo"}));
  const auto page = [&](std::optional<UserId> to, std::uint64_t offset, std::uint64_t count) {
    return list_moved_items(world.env(), world.manager(), move, std::nullopt, to, offset, count)
        .value();
  };
  const auto middle = page(std::nullopt, 2, 2);
  EXPECT_EQ(middle.total, 6u);
  ASSERT_EQ(middle.items.size(), 2u);
  EXPECT_EQ(middle.items[0].item, items[2]);
  EXPECT_EQ(middle.items[0].to, World::person("ben"));
  EXPECT_EQ(middle.items[1].item, items[3]);
  EXPECT_EQ(middle.items[1].to, World::person("cleo"));
  EXPECT_EQ(page(World::person("cleo"), 0, 10).total, 3u);
}

// B-295: a kind is told to be undoable by one list, and each other one has its reason.
TEST(UndoableKinds, AreAllThatHaveNoReasonAgainstIt) {
  for (const auto kind : all_move_kinds) {
    Operation operation;
    operation.plan.kind = kind;
    operation.after = WorkMoment{};
    EXPECT_EQ(why_not_undoable(operation).empty(), is_undoable(kind)) << name_of(kind);
  }
}

// What came after the newest one is looked at once, not once more for each older one.
TEST_F(UndoOfAMove, IsToldOfManyForThePriceOfWhatCameSinceEach) {
  constexpr std::uint64_t moves = 20;
  for (std::uint64_t i = 0; i < moves; ++i) {
    const auto* from = i % 2 == 0 ? "ada" : "ben";
    const auto* to = i % 2 == 0 ? "ben" : "ada";
    static_cast<void>(redistribute(world.assignment_of(ada.task, from)->id, all_to(to)));
  }
  const auto steps_of = [&](std::uint64_t count) {
    const auto before = world.env().store.numbers().reader_steps;
    const auto page = list_operations(world.env(), world.manager(), ada.task, 0, count).value();
    EXPECT_EQ(page.operations.size(), count);
    return world.env().store.numbers().reader_steps - before;
  };
  const auto of_older_ones = [&] {
    static_cast<void>(steps_of(moves));  // the ledger is read
    return steps_of(moves) - steps_of(1);
  };
  const auto before = of_older_ones();
  annotate("mia", items[0]);
  constexpr std::uint64_t to_look_past_it = 7;
  EXPECT_LE(of_older_ones(), before + moves * to_look_past_it);
}

}  // namespace
}  // namespace allot::test

#include "usecases/assignments/next.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/items/delete.h"
#include "usecases/members/remove.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class NextItemsOfAnAssignment : public testing::Test {
 protected:
  NextItemsOfAnAssignment() {
    for (const auto* name : {"ada", "ben"}) {
      world.account(name);
      world.join(name, Role::annotator);
    }
  }

  void hand_out(std::size_t open) {
    assignment = world.assignment({.annotator = "ada", .open_items = open});
    items = ids(world.ledger(assignment.task).members);
  }

  std::vector<ItemId> ids(const ItemSet& of) {
    std::vector<ItemId> found;
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [ordinal, id] : tx.items().ids(world.dataset(), of.to_vector())) {
        found.push_back(id);
      }
      return 0;
    });
    return found;
  }

  Result<NextItems> ask(
      std::string_view who, std::uint64_t count = 1, std::optional<ItemId> after = {}
  ) {
    return list_next_items(
        world.env(),
        world.caller(who),
        {.assignment = assignment.id, .after = std::move(after), .count = count}
    );
  }

  std::vector<ItemId> next(std::uint64_t count = 1, std::optional<ItemId> after = {}) {
    const auto found = ask("ada", count, std::move(after));
    EXPECT_OK(found);
    std::vector<ItemId> next;
    if (found) {
      for (const auto& view : found->items) next.push_back(view.item.id);
    }
    return next;
  }

  void complete(const ItemId& item) {
    ASSERT_OK(set_status(
        world.env(),
        world.caller("ada"),
        {.where = assignment.id, .items = {item}, .word = "completed"}
    ));
  }

  AnnotationId open_issue(const ItemId& item) {
    const NewAnnotation issue{
        .type = "box", .label = "cat", .metadata = R"({"system":{"status":"issue"}})", .creator = {}
    };
    return create_annotations(world.env(), world.manager(), item, {issue})->front().id;
  }

  World world;
  Assignment assignment;
  std::vector<ItemId> items;
};

// B-420
TEST_F(NextItemsOfAnAssignment, AreOpenOnesInOrderAfterTheOneAtHand) {
  hand_out(4);
  EXPECT_THAT(next(), ElementsAre(items[0]));
  EXPECT_THAT(next(2, items[0]), ElementsAre(items[1], items[2]));
  complete(items[1]);
  EXPECT_THAT(next(2, items[0]), ElementsAre(items[2], items[3]));
  EXPECT_THAT(next(2, items[1]), ElementsAre(items[2], items[3])) << "after one that is done";
}

// B-420
TEST_F(NextItemsOfAnAssignment, AtTheEndAreNoneAlthoughEarlierOnesAreOpen) {
  hand_out(3);
  const auto last = ask("ada", 10, items[2]);
  ASSERT_OK(last);
  EXPECT_THAT(last->items, IsEmpty());
  EXPECT_EQ(last->remaining, 3u);
  EXPECT_EQ(last->waiting, std::nullopt);
}

// B-420
TEST_F(NextItemsOfAnAssignment, AreWholeItems) {
  hand_out(1);
  const auto found = ask("ada");
  ASSERT_OK(found);
  ASSERT_THAT(found->items, SizeIs(1));
  EXPECT_FALSE(found->items.front().item.path.empty());
  EXPECT_THAT(found->items.front().references, SizeIs(1));
}

// B-420, B-084
TEST_F(NextItemsOfAnAssignment, WhatAnIssueSentBackComesFirstWhateverIsAtHand) {
  hand_out(4);
  complete(items[0]);
  complete(items[1]);
  open_issue(items[1]);
  EXPECT_THAT(next(3, items[2]), ElementsAre(items[1], items[3]));
  EXPECT_THAT(next(1, items[3]), ElementsAre(items[1]));
  EXPECT_EQ(ask("ada")->remaining, 3u);
}

// B-420, B-084
TEST_F(NextItemsOfAnAssignment, WhatWasCorrectedIsAnOpenItemLikeOthers) {
  hand_out(3);
  complete(items[2]);
  const auto issue = open_issue(items[2]);
  EXPECT_THAT(next(2), ElementsAre(items[2], items[0]));
  ASSERT_OK(change_annotation(
      world.env(),
      world.caller("ada"),
      {.annotation = issue, .metadata = R"({"system":{"status":"review"}})", .system = true}
  ));
  EXPECT_THAT(next(3), ElementsAre(items[0], items[1], items[2]));
}

// B-420
TEST_F(NextItemsOfAnAssignment, AnIdNamesItsPlaceWhetherThereIsSuchAnItemOrNot) {
  hand_out(2);
  const auto between = world.items(1).front();  // of nobody's task
  EXPECT_THAT(next(5, between), IsEmpty()) << "later than all that is held";
  EXPECT_THAT(next(5, ItemId{std::string(24, 'f')}), IsEmpty());
  EXPECT_THAT(next(5, ItemId{std::string(24, '0')}), ElementsAre(items[0], items[1]));
}

// B-420
TEST_F(NextItemsOfAnAssignment, AfterOneThatWasTakenAwayItGoesOnFromThere) {
  hand_out(4);
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    auto ledger = *tx.ledgers().of(assignment.task);
    const auto gone = tx.items().ordinals(world.dataset(), {&items[1], 1});
    ledger.members -= gone;
    ledger.shares.change(assignment.id, [&](Share& share) { share.drop(gone); });
    tx.ledgers().put(assignment.task, std::move(ledger));
    return Done{};
  }));
  EXPECT_THAT(next(1, items[1]), ElementsAre(items[2]));
  ASSERT_OK(delete_item(world.env(), world.manager(), items[2]));
  EXPECT_THAT(next(1, items[2]), ElementsAre(items[3]));
}

// B-421
TEST_F(NextItemsOfAnAssignment, OfAReviewAreCorrectedOnesFirstAndNoneThatWaitForTheAnnotator) {
  items = world.items(4);
  const auto made = create_task(
      world.env(),
      world.manager(),
      {.name = "Review",
       .query = World::query_of(items),
       .project = world.project(),
       .dataset = world.dataset(),
       .recipe = world.recipe(),
       .owner = world.manager().user,
       .type = TaskType::qa,
       .loads = equal_loads_for({"ada"})}
  );
  ASSERT_OK(made);
  const auto task = std::get<TaskCreated>(std::get<Command>(*made).result).task;
  assignment = *world.assignment_of(task, "ada");
  open_issue(items[0]);
  const auto corrected = open_issue(items[2]);
  ASSERT_OK(change_annotation(
      world.env(),
      world.manager(),
      {.annotation = corrected, .metadata = R"({"system":{"status":"review"}})", .system = true}
  ));
  EXPECT_THAT(next(9), ElementsAre(items[2], items[1], items[3]));
  EXPECT_EQ(ask("ada")->remaining, 3u);
  EXPECT_EQ(ask("ada")->waiting, 1u);
}

// B-420
TEST_F(NextItemsOfAnAssignment, OfADismissedTaskAreNone) {
  hand_out(2);
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = assignment.task, .dismissed = true})
  );
  const auto found = ask("ada");
  ASSERT_OK(found);
  EXPECT_THAT(found->items, IsEmpty());
  EXPECT_EQ(found->remaining, 0u);
}

// B-420, B-131
TEST_F(NextItemsOfAnAssignment, OfATaskThatIsLockedAreNoneForWhoDoesNotManageIt) {
  hand_out(1);
  const auto at_hand = assignment;
  const auto managed = world.assignment({.annotator = "mia", .open_items = 1});
  for (const auto& task : {at_hand.task, managed.task}) {
    ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      auto row = *tx.tasks().find(task);
      row.system_metadata = R"({"enforceDueDate":true})";
      row.due_date = std::to_string(to_epoch_ms(world.clock.now()) - 1);
      tx.tasks().put(row);
      return Done{};
    }));
  }
  assignment = at_hand;
  EXPECT_THAT(next(), IsEmpty());
  assignment = managed;
  EXPECT_THAT(ask("mia")->items, SizeIs(1));
}

// B-170, B-171
TEST_F(NextItemsOfAnAssignment, AreForItsPersonAlone) {
  hand_out(1);
  EXPECT_FAILS(ask("mia"), ErrorCode::forbidden);
  EXPECT_FAILS(ask("ben"), ErrorCode::not_found);
  ASSERT_OK(remove_member(
      world.env(), world.manager(), {.project = world.project(), .user = World::person("ada")}
  ));
  EXPECT_FAILS(ask("ada"), ErrorCode::not_found);
}

// B-064, B-071
TEST_F(NextItemsOfAnAssignment, OfAQualityTaskAreOwnCopiesAndNothingOfTheOriginals) {
  hand_out(2);
  const auto theirs = world.items(2);
  const auto hidden = world.env().ids.next<AssignmentId>();
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    Assignment originals = assignment;
    originals.id = hidden;
    originals.name = "hidden";
    originals.kind = ShareKind::originals;
    tx.assignments().put(originals);
    auto ledger = *tx.ledgers().of(assignment.task);
    const auto copies = ledger.members;
    const auto whole = tx.items().ordinals(world.dataset(), theirs);
    ledger.copies = copies;
    ledger.members |= whole;
    ledger.shares.change(hidden, [&](Share& share) { share.open = whole; });
    tx.ledgers().put(assignment.task, std::move(ledger));
    return Done{};
  }));
  EXPECT_THAT(next(9), ElementsAre(items[0], items[1]));
  assignment.id = hidden;
  EXPECT_FAILS(ask("ada"), ErrorCode::not_found);
  EXPECT_FAILS(ask("mia"), ErrorCode::not_found);
}

}  // namespace
}  // namespace allot::test

#include "usecases/assignments/redistribute.h"

#include <gtest/gtest.h>

#include "json/text.h"
#include "support/world.h"
#include "usecases/assignments/set_status.h"
#include "usecases/items/view.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using Loads = std::vector<Load>;

Loads loads(std::initializer_list<std::pair<std::string_view, double>> lines) {
  Loads list;
  for (const auto& [name, percent] : lines) list.push_back({World::person(name), percent});
  return list;
}

// B-200, B-202
TEST(RedistributeAssignment, CompletedItemsStayWithWhoeverCompletedThem) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 7, .completed_items = 3});
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = ada.id, .loads = equal_loads_for({"ben", "cleo"})}
  ));
  EXPECT_EQ(world.items_of("ada"), (Held{.open = 0, .completed = 3}));
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 4}));  // the odd item goes to the earlier share
  EXPECT_EQ(world.items_of("cleo"), (Held{.open = 3}));
}

// B-204, B-101
TEST(RedistributeAssignment, AnEmptiedSourceDisappears) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 4});
  ASSERT_OK(redistribute_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .loads = loads({{"ben", 100}})}
  ));
  EXPECT_FALSE(world.assignment_of(ada.task, "ada").has_value());
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 4}));
}

// B-102
TEST(RedistributeAssignment, AnEmptiedSourceStaysInABatchNode) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 4});
  ASSERT_OK(update_task(
      world.env(), world.manager(), {.task = ada.task, .user_metadata = R"({"type":"batchNode"})"}
  ));
  ASSERT_OK(redistribute_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .loads = loads({{"ben", 100}})}
  ));
  EXPECT_TRUE(world.assignment_of(ada.task, "ada").has_value());
}

// B-070, B-200
TEST(RedistributeAssignment, GoesIntoTheAssignmentsThatReceiversHave) {
  World world;
  const auto task = world.task(
      {{.annotator = "ada", .open_items = 4},
       {.annotator = "ben", .open_items = 2, .completed_items = 1}}
  );
  const auto ben = world.assignment_of(task.id, "ben");
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .loads = loads({{"ben", 100}})}
  ));
  EXPECT_EQ(world.assignment_of(task.id, "ben")->id, ben->id);
  EXPECT_EQ(world.items_of(task.id, "ben"), (Held{.open = 6, .completed = 1}));
}

// B-208
TEST(RedistributeAssignment, WithoutOpenItemsSucceedsAndChangesNothing) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .completed_items = 2});
  const auto before = world.snapshot();
  ASSERT_OK(redistribute_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .loads = loads({{"ben", 100}})}
  ));
  EXPECT_EQ(world.snapshot(), before);
}

// B-203
TEST(RedistributeAssignment, WithAQueryMovesOnlyWhatMatches) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 3});
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = ada.id,
       .loads = loads({{"ben", 100}}),
       .which = {.query = R"({"filter":{"filename":"*0002.png"}})"}}
  ));
  EXPECT_EQ(world.items_of("ada"), (Held{.open = 2}));
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 1}));
}

TEST(RedistributeAssignment, APreviewChangesNothingAndTellsWhatTheMoveDoes) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 5});
  const auto before = world.snapshot();
  const auto preview = redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = ada.id, .loads = loads({{"ben", 80}, {"cleo", 20}}), .how = {.dry_run = true}}
  );
  ASSERT_OK(preview);
  EXPECT_EQ(world.snapshot(), before);
  const auto& plan = std::get<Preview>(*preview).plan;
  EXPECT_EQ(plan.total(), 5U);
  EXPECT_EQ(plan.people.front().person, World::person("ben"));
  EXPECT_EQ(plan.people.front().gets, 4U);
}

TEST(RedistributeAssignment, APreviewsVersionChangesWithTheWordOfAStatusAlone) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 2, .completed_items = 1});
  const auto version = [&] {
    const auto preview = redistribute_assignment(
        world.env(),
        world.manager(),
        {.assignment = ada.id, .loads = loads({{"ben", 100}}), .how = {.dry_run = true}}
    );
    return std::get<Preview>(preview.value()).version;
  };
  const auto before = version();
  EXPECT_EQ(version(), before);
  const auto item = read(world.env().store, [&](const Transaction& tx) {
    const auto ordinal = tx.ledgers().of(ada.task)->find(ada.id)->handled().select(0);
    return tx.items().ids(world.dataset(), {&ordinal, 1}).front().second;
  });
  ASSERT_OK(set_status(
      world.env(), world.manager(), {.where = ada.task, .items = {item}, .word = "discard"}
  ));
  EXPECT_NE(version(), before);
}

// B-031, B-151, B-210
TEST(RedistributeAssignment, LoadsThatDoNotAddUpChangeNothing) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 5});
  const auto before = world.snapshot();
  EXPECT_FAILS(
      redistribute_assignment(
          world.env(),
          world.manager(),
          {.assignment = ada.id, .loads = loads({{"ben", 50}, {"cleo", 40}})}
      ),
      ErrorCode::invalid
  );
  EXPECT_FAILS(
      redistribute_assignment(world.env(), world.manager(), {.assignment = ada.id, .loads = {}}),
      ErrorCode::invalid
  );
  EXPECT_EQ(world.snapshot(), before);
}

// B-212, B-171, B-172
TEST(RedistributeAssignment, IsForManagersOfTheTask) {
  World world;
  world.join("dan", Role::annotation_manager);
  world.join("eve", Role::developer);
  world.join("ada", Role::annotator);
  const auto ada = world.assignment({.annotator = "ada", .open_items = 5});
  const RedistributeAssignment move{.assignment = ada.id, .loads = loads({{"ben", 100}})};
  EXPECT_FAILS(
      redistribute_assignment(world.env(), world.caller("ada"), move), ErrorCode::forbidden
  );
  EXPECT_FAILS(
      redistribute_assignment(world.env(), world.caller("dan"), move), ErrorCode::forbidden
  );
  EXPECT_FAILS(
      redistribute_assignment(world.env(), world.caller("stranger"), move), ErrorCode::not_found
  );
  EXPECT_OK(redistribute_assignment(world.env(), world.caller("eve"), move));
}

// B-122, B-212
TEST(RedistributeAssignment, ADismissedTaskRefuses) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 5});
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = ada.task, .dismissed = true}));
  EXPECT_FAILS(
      redistribute_assignment(
          world.env(), world.manager(), {.assignment = ada.id, .loads = loads({{"ben", 100}})}
      ),
      ErrorCode::conflict
  );
}

// B-147
TEST(RedistributeAssignment, ARemovedMemberIsRefusedAsReceiver) {
  World world;
  world.join("ben", Role::annotator, false);
  const auto ada = world.assignment({.annotator = "ada", .open_items = 5});
  const RedistributeAssignment move{.assignment = ada.id, .loads = loads({{"ben", 100}})};
  EXPECT_FAILS(redistribute_assignment(world.env(), world.manager(), move), ErrorCode::invalid);
  world.join("ben", Role::annotator, true);
  EXPECT_OK(redistribute_assignment(world.env(), world.manager(), move));
}

// B-201, B-283
TEST(RedistributeAssignment, IsRecordedAsAnOperationWithItsSets) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 4});
  const auto moved = redistribute_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .loads = loads({{"ben", 100}})}
  );
  ASSERT_OK(moved);
  const auto& command = std::get<Command>(*moved);
  const auto id = std::get<Redistributed>(command.result).operation;
  const auto operation =
      read(world.env().store, [&](const Transaction& tx) { return tx.operations().find(id); });
  ASSERT_TRUE(operation.has_value());
  EXPECT_EQ(operation->by, World::person("mia"));
  ASSERT_EQ(operation->plan.handovers.size(), 1U);
  EXPECT_EQ(operation->plan.handovers.front().open.size(), 4U);
}

}  // namespace
}  // namespace allot::test

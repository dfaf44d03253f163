#include "usecases/assignments/reassign.h"

#include <gtest/gtest.h>

#include "json/text.h"
#include "support/world.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/update.h"

namespace allot::test {
namespace {

AssignmentId holder(const Outcome& outcome) {
  return std::get<Reassigned>(std::get<Command>(outcome).result).to;
}

// B-220, B-223
TEST(ReassignAssignment, TheWholeAssignmentGoesWithItsStatuses) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 3, .completed_items = 2});
  const auto moved = reassign_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .to = World::person("ben")}
  );
  ASSERT_OK(moved);
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 3, .completed = 2}));
  EXPECT_FALSE(world.assignment_of(ada.task, "ada").has_value());
  EXPECT_EQ(world.assignment_of(ada.task, "ben")->id, holder(*moved));
}

// B-221
TEST(ReassignAssignment, TheNewAssignmentKeepsTheOldOnesMetadata) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 1});
  ASSERT_OK(update_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .user_metadata = R"({"shift":"late"})"}
  ));
  ASSERT_OK(reassign_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .to = World::person("ben")}
  ));
  EXPECT_EQ(world.assignment_of(ada.task, "ben")->user_metadata, R"({"shift":"late"})");
}

// B-222
TEST(ReassignAssignment, JoinsTheAssignmentThatTheReceiverHas) {
  World world;
  const auto task =
      world.task({{.annotator = "ada", .open_items = 3}, {.annotator = "ben", .completed_items = 2}}
      );
  const auto ben = world.assignment_of(task.id, "ben");
  const auto moved = reassign_assignment(
      world.env(),
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .to = World::person("ben")}
  );
  ASSERT_OK(moved);
  EXPECT_EQ(holder(*moved), ben->id);
  EXPECT_EQ(world.items_of(task.id, "ben"), (Held{.open = 3, .completed = 2}));
}

// B-225
TEST(ReassignAssignment, ToThePresentPersonChangesNothing) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 3});
  const auto before = world.snapshot();
  const auto moved = reassign_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .to = World::person("ada")}
  );
  ASSERT_OK(moved);
  EXPECT_EQ(holder(*moved), ada.id);
  EXPECT_EQ(world.snapshot(), before);
}

// B-146, B-226
TEST(ReassignAssignment, TakesWorkAwayFromARemovedMember) {
  World world;
  world.join("ada", Role::annotator, false);
  const auto ada = world.assignment({.annotator = "ben", .open_items = 3});
  world.join("ben", Role::annotator, false);
  EXPECT_FAILS(
      reassign_assignment(
          world.env(), world.manager(), {.assignment = ada.id, .to = World::person("ada")}
      ),
      ErrorCode::invalid
  );
  EXPECT_OK(reassign_assignment(
      world.env(), world.manager(), {.assignment = ada.id, .to = World::person("cleo")}
  ));
}

// B-145
TEST(DeleteAssignment, TakesItsItemsOutOfTheTaskAndLeavesTheOthers) {
  World world;
  const auto task = world.task(
      {{.annotator = "ada", .open_items = 3, .completed_items = 1},
       {.annotator = "ben", .open_items = 2}}
  );
  const auto ada = world.assignment_of(task.id, "ada");
  ASSERT_OK(delete_assignment(world.env(), world.manager(), {.assignment = ada->id}));
  EXPECT_FALSE(world.assignment_of(task.id, "ada").has_value());
  EXPECT_EQ(world.items_of(task.id, "ben"), (Held{.open = 2}));
  EXPECT_EQ(world.ledger(task.id).members.size(), 2U);
}

// B-298. The item may come back within the time that it would have been in use.
TEST(DeleteAssignment, EndsThatItsItemsAreInUseHandledOnesToo) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 1, .completed_items = 1});
  auto& in_use = world.env().in_use;
  world.ledger(ada.task).members.for_each([&](Ordinal item) {
    static_cast<void>(in_use.begin(world.dataset(), ada.task, item, World::person("ada")));
  });
  ASSERT_EQ(in_use.of(world.dataset(), ada.task).size(), 2U);
  ASSERT_OK(delete_assignment(world.env(), world.manager(), {.assignment = ada.id}));
  EXPECT_TRUE(in_use.of(world.dataset(), ada.task).empty());
}

// B-077, B-072
TEST(UpdateAssignment, RenamesAndRefusesATakenName) {
  World world;
  const auto task =
      world.task({{.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 1}});
  const auto ada = world.assignment_of(task.id, "ada");
  const auto ben = world.assignment_of(task.id, "ben");
  EXPECT_FAILS(
      update_assignment(world.env(), world.manager(), {.assignment = ada->id, .name = ben->name}),
      ErrorCode::invalid
  );
  const auto renamed =
      update_assignment(world.env(), world.manager(), {.assignment = ada->id, .name = "Early"});
  ASSERT_OK(renamed);
  EXPECT_EQ(renamed->assignment.name, "Early");
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.open = 1}));
}

}  // namespace
}  // namespace allot::test

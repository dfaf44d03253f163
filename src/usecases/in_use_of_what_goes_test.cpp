// What is deleted is on nobody's screen, and who is removed has nothing there.

#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/assignments/use_item.h"
#include "usecases/datasets/remove.h"
#include "usecases/members/remove.h"
#include "usecases/projects/remove.h"
#include "usecases/tasks/delete.h"

namespace allot::test {
namespace {

/// ada and ben have each of their items on screen.
class ItemsInUseOfWhatGoes : public testing::Test {
 protected:
  ItemsInUseOfWhatGoes() {
    for (const auto* name : {"ada", "ben"}) {
      world.account(name);
      world.join(name, Role::annotator);
      const auto own = world.assignment_of(task.id, name)->id;
      const auto open = world.ledger(task.id).find(own)->open;
      for (const auto& [ordinal, id] : read(world.env().store, [&](const Transaction& tx) {
             return tx.items().ids(world.dataset(), open.to_vector());
           })) {
        EXPECT_OK(use_item(world.env(), world.caller(name), own, id));
      }
    }
    EXPECT_EQ(in_use(), 3u);
  }

  std::uint64_t in_use() { return world.env().in_use.of(world.dataset(), task.id).size(); }

  bool has_some(std::string_view name) {
    return !world.env().in_use.tasks_of(World::person(name)).empty();
  }

  World world;
  Task task = world.task(
      {{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .open_items = 1}}, "Task"
  );
};

// B-298, B-140
TEST_F(ItemsInUseOfWhatGoes, EndWithTheirTask) {
  ASSERT_OK(delete_task(world.env(), world.manager(), {.task = task.id, .how = {.dry_run = true}}));
  EXPECT_EQ(in_use(), 3u);
  ASSERT_OK(delete_task(world.env(), world.manager(), {.task = task.id}));
  EXPECT_EQ(in_use(), 0u);
  EXPECT_FALSE(has_some("ada"));
  EXPECT_FALSE(has_some("ben"));
}

// B-298, B-142
TEST_F(ItemsInUseOfWhatGoes, EndWithTheirDataset) {
  ASSERT_OK(remove_dataset(world.env(), world.manager(), world.dataset()));
  EXPECT_EQ(in_use(), 0u);
  EXPECT_FALSE(has_some("ada"));
}

// B-298, B-143
TEST_F(ItemsInUseOfWhatGoes, EndWithTheirProject) {
  ASSERT_OK(remove_project(world.env(), world.manager(), world.project()));
  EXPECT_EQ(in_use(), 0u);
  EXPECT_FALSE(has_some("ada"));
}

// B-298, B-146
TEST_F(ItemsInUseOfWhatGoes, EndWithTheMembershipOfTheirPerson) {
  ASSERT_OK(remove_member(
      world.env(), world.manager(), {.project = world.project(), .user = World::person("ada")}
  ));
  EXPECT_FALSE(has_some("ada"));
  EXPECT_TRUE(has_some("ben"));
  EXPECT_EQ(in_use(), 1u);
}

}  // namespace
}  // namespace allot::test

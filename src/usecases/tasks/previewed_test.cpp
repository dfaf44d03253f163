// Moves of what a query picks keep to what was previewed of them (80 §2).

#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/items/delete.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {
namespace {

constexpr auto in_new = R"({"filter":{"dir":"/new"}})";

/// Two new items are previewed; ada's task has three others.
class PreviewedMove : public testing::Test {
 protected:
  Result<Outcome> create(MoveOptions how) {
    return create_task(
        world.env(),
        world.manager(),
        {.name = "Second",
         .query = in_new,
         .project = world.project(),
         .dataset = world.dataset(),
         .recipe = world.recipe(),
         .owner = World::person("mia"),
         .loads = equal_loads_for({"ben"}),
         .how = std::move(how)}
    );
  }

  Result<Outcome> add(MoveOptions how) {
    return add_items(
        world.env(),
        world.manager(),
        {.task = task.id, .query = in_new, .loads = equal_loads_for({"ben"}), .how = std::move(how)}
    );
  }

  Result<Outcome> remove(MoveOptions how) {
    return remove_items(
        world.env(), world.manager(), {.task = task.id, .query = in_new, .how = std::move(how)}
    );
  }

  static Expectation expectation_of(const Result<Outcome>& preview) {
    const auto& shown = std::get<Preview>(preview.value());
    Expectation expected{.version = shown.version, .people = {}};
    for (const auto& line : shown.plan.people) {
      expected.people.push_back({.person = line.person, .gives = line.gives, .gets = line.gets});
    }
    return expected;
  }

  /// As many as before, but another one among them.
  void replace_one() {
    ASSERT_OK(delete_item(world.env(), world.manager(), fresh[0]));
    world.items(1, "new");
  }

  World world;
  Task task = world.task({{.annotator = "ada", .open_items = 3}});
  std::vector<ItemId> fresh = world.items(2, "new");
};

TEST_F(PreviewedMove, ACreationIsDoneWhileTheQueryPicksTheSame) {
  const auto expected = expectation_of(create({.dry_run = true}));
  world.items(1, "elsewhere");
  const auto outcome = create({.expect = expected});
  ASSERT_OK(outcome);
  EXPECT_TRUE(std::holds_alternative<Command>(*outcome));
}

TEST_F(PreviewedMove, ACreationIsNotDoneOfOtherItems) {
  const auto expected = expectation_of(create({.dry_run = true}));
  replace_one();
  const auto before = world.snapshot();
  const auto outcome = create({.expect = expected});
  ASSERT_OK(outcome);
  EXPECT_TRUE(std::holds_alternative<PlanChanged>(*outcome));
  EXPECT_EQ(world.snapshot(), before);
}

TEST_F(PreviewedMove, AnAdditionIsNotDoneOfOtherItems) {
  const auto expected = expectation_of(add({.dry_run = true}));
  replace_one();
  const auto outcome = add({.expect = expected});
  ASSERT_OK(outcome);
  ASSERT_TRUE(std::holds_alternative<PlanChanged>(*outcome));
  // What came with the refusal can be committed.
  const auto now = expectation_of(Outcome{std::get<PlanChanged>(*outcome).now});
  const auto second = add({.expect = now});
  ASSERT_OK(second);
  EXPECT_TRUE(std::holds_alternative<Command>(*second));
}

TEST_F(PreviewedMove, ARemovalIsDoneThoughTheQueryNamesMoreOutsideOfTheTask) {
  ASSERT_OK(add({}));
  const auto expected = expectation_of(remove({.dry_run = true}));
  world.items(1, "new");
  const auto outcome = remove({.expect = expected});
  ASSERT_OK(outcome);
  ASSERT_TRUE(std::holds_alternative<Command>(*outcome));
  EXPECT_EQ(world.items_of(task.id, "ben"), Held{});
}

}  // namespace
}  // namespace allot::test

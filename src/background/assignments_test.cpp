// Assignments that came by the hundreds get their rows afterwards, and nobody sees a difference.

#include <gtest/gtest.h>

#include <algorithm>

#include "background/housekeeping.h"
#include "support/world.h"
#include "usecases/tasks/create.h"

namespace allot::background {

namespace {

using test::World;

// B-161
TEST(RowsOfAssignments, AreGivenInJobsThatAreShort) {
  World world;
  world.items(3'000);
  CreateTask wanted{
      .name = "Labels",
      .query = R"({"filter":{"type":"file"}})",
      .project = world.project(),
      .dataset = world.dataset(),
      .recipe = world.recipe(),
      .owner = world.manager().user
  };
  for (int i = 0; i < 1'000; ++i) {
    wanted.loads.push_back({.assignee = World::person("p" + std::to_string(i)), .percent = 0.1});
  }
  ASSERT_OK(create_task(world.env(), world.manager(), wanted));
  const auto without_rows = [&] {
    return read(world.env().store, [](const Transaction& tx) {
      return tx.assignments().without_rows();
    });
  };
  EXPECT_EQ(without_rows(), world.dataset());
  const auto before = world.snapshot();
  give_rows_to_assignments(world.env());
  EXPECT_FALSE(without_rows());
  EXPECT_EQ(world.snapshot(), before);
  const auto jobs = world.env().store.numbers().jobs;
  const std::string kind = "housekeeping/assignments";
  const auto given = std::ranges::find(jobs, kind, &StoreNumbers::JobNumbers::kind);
  ASSERT_NE(given, jobs.end());
  EXPECT_GE(given->rows, 2'000u);  // a row and a chunk for each
  EXPECT_EQ(given->seconds.total(), 4u);
}

}  // namespace

}  // namespace allot::background

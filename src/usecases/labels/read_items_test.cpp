#include "usecases/labels/read_items.h"

#include <gtest/gtest.h>

#include "usecases/items/large_for_tests.h"

namespace allot::test {
namespace {

class ItemsForLabels : public testing::Test {
 protected:
  /// How many of the dataset's are read at once.
  std::size_t read_at_once(const formats::LabelFormat::Wishes& wishes) {
    return read(world.env().store, [&](const Transaction& tx) {
      const auto source = label_source(tx, world.manager(), world.dataset()).value();
      const auto all = tx.datasets().sets(world.dataset()).file.to_vector();
      return read_items(world.env(), tx, world.manager(), source, all, wishes).size();
    });
  }

  World world;
};

TEST_F(ItemsForLabels, AreReadByTheDozenUnlessTheyAreLarge) {
  const auto items = world.items(12);
  EXPECT_EQ(read_at_once({}), 12u);
  give_metadata(world, items, 1'000'000);
  EXPECT_EQ(read_at_once({}), 5u);
  EXPECT_EQ(read_at_once({.json = true}), 5u);
  give_metadata(world, items, 9'000'000);
  EXPECT_EQ(read_at_once({}), 1u);
}

}  // namespace
}  // namespace allot::test

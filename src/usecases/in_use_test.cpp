#include "usecases/in_use.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "support/world.h"

namespace allot::test {
namespace {

using std::chrono::seconds;

class ItemsInUse : public testing::Test {
 protected:
  std::optional<Time> begin(std::string_view who, Ordinal item, std::string_view where = "task") {
    return in_use.begin(dataset, TaskId{std::string(where)}, item, World::person(who));
  }

  [[nodiscard]] std::uint64_t of(std::string_view where = "task") const {
    return in_use.of(dataset, TaskId{std::string(where)}).size();
  }

  /// As many as one may have, in two tasks.
  void fill_for_ada() {
    constexpr Ordinal half = InUse::items_of_one_max / 2;
    for (Ordinal item = 0; item < half; ++item) {
      ASSERT_TRUE(begin("ada", item).has_value());
      ASSERT_TRUE(begin("ada", item, "other").has_value());
    }
  }

  const DatasetId dataset{"dataset"};
  ManualClock clock;
  InUse in_use{clock};
};

// B-298, B-429
TEST_F(ItemsInUse, OfOnePersonAreBounded) {
  fill_for_ada();
  EXPECT_FALSE(begin("ada", 1'000).has_value());
  EXPECT_TRUE(begin("ada", 0).has_value()) << "for longer";
  EXPECT_TRUE(begin("ben", 1'000).has_value());
  EXPECT_EQ(of(), InUse::items_of_one_max / 2 + 1);
}

// B-298, B-429
TEST_F(ItemsInUse, GoWithWhatHoldsThem) {
  fill_for_ada();
  in_use.end(dataset, TaskId{"other"});
  EXPECT_EQ(of("other"), 0u);
  EXPECT_TRUE(begin("ada", 1'000).has_value());
  in_use.end(World::person("ada"), TaskId{"task"});
  EXPECT_EQ(of(), 0u);
  ASSERT_TRUE(begin("ada", 1).has_value());
  in_use.end(dataset);
  EXPECT_TRUE(in_use.tasks_of(World::person("ada")).empty());
}

// B-429
TEST_F(ItemsInUse, ThatEndedOrLapsedDoNotCount) {
  fill_for_ada();
  in_use.end(dataset, TaskId{"task"}, {0});
  EXPECT_TRUE(begin("ada", 1'000).has_value());
  EXPECT_FALSE(begin("ada", 1'001).has_value());
  in_use.end(dataset, {1});  // in both tasks
  EXPECT_TRUE(begin("ada", 1'001).has_value());
  EXPECT_TRUE(begin("ada", 1'002).has_value());
  EXPECT_FALSE(begin("ada", 1'003).has_value());
  clock.advance(seconds{60});
  ASSERT_TRUE(begin("ada", 1'000).has_value());
  clock.advance(seconds{30});
  EXPECT_TRUE(begin("ada", 1'003).has_value());
  EXPECT_EQ(of(), 2u);
  EXPECT_EQ(of("other"), 0u);
}

// B-429: whoever has the most is refused, however much the others have, and they keep it.
TEST_F(ItemsInUse, OfOthersAreUntouchedByAPersonWithTheMost) {
  constexpr Ordinal items = 5'000;
  for (Ordinal item = 0; item < items; ++item) {
    const auto who = "p" + std::to_string(item / (InUse::items_of_one_max / 2));
    ASSERT_TRUE(begin(who, 1'000 + item).has_value());
  }
  fill_for_ada();
  for (int i = 0; i < 500; ++i) EXPECT_FALSE(begin("ada", 500).has_value());
  EXPECT_EQ(of(), items + InUse::items_of_one_max / 2);
  in_use.end(dataset, {1'000, 1'001});
  EXPECT_EQ(of(), items + InUse::items_of_one_max / 2 - 2);
}

// B-429: an item is on one screen.
TEST_F(ItemsInUse, CountForWhoHasThemNow) {
  fill_for_ada();
  ASSERT_TRUE(begin("ben", 0).has_value());
  EXPECT_TRUE(begin("ada", 1'000).has_value());
  EXPECT_FALSE(begin("ada", 1'001).has_value());
}

}  // namespace
}  // namespace allot::test

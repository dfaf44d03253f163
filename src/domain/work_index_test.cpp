#include "domain/work_index.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace allot {
namespace {

using Tasks = std::vector<TaskId>;

TaskId task(std::size_t number) {
  return TaskId{fmt::format("{:024x}", number)};
}

TEST(WorkIndex, FindsTheTasksOfItemsOldestFirst) {
  WorkIndex index;
  index.put(task(2), {1, 2, 100'000});
  index.put(task(1), {2, 3});
  EXPECT_EQ(index.holding({2}), (Tasks{task(1), task(2)}));
  EXPECT_EQ(index.holding({3, 100'000}), (Tasks{task(1), task(2)}));
  EXPECT_EQ(index.holding({4}), Tasks{});
}

TEST(WorkIndex, ATaskThatIsPutAgainOrErasedIsNoLongerWhatItWas) {
  WorkIndex index;
  index.put(task(1), {1, 100'000});
  const auto before = index;
  index.put(task(1), {2});
  EXPECT_EQ(index.holding({1, 100'000}), Tasks{});
  EXPECT_EQ(index.holding({2}), Tasks{task(1)});
  index.erase(task(1));
  EXPECT_EQ(index.holding({2}), Tasks{});
  EXPECT_FALSE(index.has(task(1)));
  EXPECT_EQ(before.holding({1}), Tasks{task(1)});
}

TEST(WorkIndex, AmongManyTasksAnItemIsFoundByItsPlaceInTheChunk) {
  WorkIndex index;
  for (std::size_t n = 0; n < 2'000; ++n) {
    const auto first = static_cast<Ordinal>(n * 30);
    index.put(task(n), ItemSet::range(first, first + 31));  // the last one is the next one's first
  }
  const auto before = index.bytes();
  EXPECT_EQ(index.holding({45}), Tasks{task(1)});
  EXPECT_EQ(index.holding({60}), (Tasks{task(1), task(2)}));
  EXPECT_EQ(index.bytes(), before + 2'000 * (31 * 4 + sizeof(TaskId)));
  index.put(task(7), {45});
  EXPECT_EQ(index.holding({45}), (Tasks{task(1), task(7)}));
}

TEST(WorkIndex, WhereTasksOverlapTooMuchNoIndexIsKept) {
  WorkIndex index;
  for (std::size_t n = 0; n < 20; ++n) index.put(task(n), ItemSet::range(0, 1 << 16));
  index.put(task(20), {7});
  const auto before = index.bytes();
  EXPECT_EQ(index.holding({7}).size(), 21u);
  EXPECT_EQ(index.holding({8}).size(), 20u);
  EXPECT_EQ(index.bytes(), before);
}

TEST(WorkIndex, IsWhatAWalkOverAllTasksFinds) {
  std::mt19937 random{5};
  const auto some_items = [&] {
    ItemSet items;
    for (int i = 0; i < 6; ++i) {
      items.insert(static_cast<Ordinal>(random() % 4 << 16 | random() % 8));
    }
    return items;
  };
  WorkIndex index;
  std::map<TaskId, ItemSet> all;
  for (int step = 0; step < 400; ++step) {
    const auto id = task(random() % 20);
    if (random() % 4 == 0) {
      index.erase(id);
      all.erase(id);
    } else {
      const auto members = some_items();
      index.put(id, members);
      all[id] = members;
    }
    const auto asked = some_items();
    Tasks expected;
    for (const auto& [each, members] : all) {
      if (members.intersects(asked)) expected.push_back(each);
    }
    ASSERT_EQ(index.holding(asked), expected);
    ASSERT_EQ(index.tasks().size(), all.size());
  }
}

}  // namespace
}  // namespace allot

#include <atomic>
#include <exception>
#include <functional>
#include <thread>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

constexpr int people = 8;
constexpr int rounds = 5;

/// Runs this on eight threads at once, and throws what one of them threw.
void together(const std::function<void(int thread)>& work) {
  std::vector<std::exception_ptr> thrown(people);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < people; ++i) {
      threads.emplace_back([&, i] {
        try {
          work(i);
        } catch (...) {
          thrown[static_cast<std::size_t>(i)] = std::current_exception();
        }
      });
    }
  }
  for (const auto& each : thrown) {
    if (each) std::rethrow_exception(each);
  }
}

class OneClientInManyThreads : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(people * rounds);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
};

TEST_P(OneClientInManyThreads, ReadsUploadsAndSetsStatuses) {
  const auto items = task.get_items().all();
  together([&](int thread) {
    for (int round = 0; round < rounds; ++round) {
      const auto number = std::to_string(thread) + "-" + std::to_string(round);
      const auto made = dataset.items.upload({.file = house.file(number, number)});
      EXPECT_EQ(made.bytes(), number);
      items[static_cast<std::size_t>(thread * rounds + round)].update_status("completed", task.id);
      EXPECT_EQ(task.get_items().count(), items.size());
      EXPECT_EQ(mia.tasks.get({.task_id = task.id}).name, "label");
      EXPECT_EQ(project.assignments.list().size(), 2u);
      EXPECT_FALSE(mia.token_expired());
    }
  });
  EXPECT_EQ(dataset.items.list().count(), items.size() * 2);
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).counts.completed, items.size());
}

// B-162
TEST_P(OneClientInManyThreads, MovesWorkToAndFroAndLosesNoItem) {
  together([&](int thread) {
    for (int round = 0; round < rounds; ++round) {
      const auto from = task.assignments.list().front();
      try {
        if (thread % 2 == 0) {
          from.redistribute(loads({{"ada", 40}, {"ben", 30}, {"cleo", 30}}));
        } else {
          (void)from.reassign(address_of(round % 2 == 0 ? "ben" : "ada"));
        }
      } catch (const NotFound&) {
        // Another thread has emptied it.
      }
    }
  });
  std::uint64_t sum = 0;
  for (const auto& [who, count] : shares_of(task)) sum += count;
  EXPECT_EQ(sum, std::uint64_t{people} * rounds);
  EXPECT_EQ(task.get_items().count(), std::size_t{people} * rounds);
}

TEST_P(OneClientInManyThreads, EachHasAClientOfItsOwn) {
  together([&](int thread) {
    const std::string name = thread % 2 == 0 ? "ada" : "ben";
    const auto own = house.client(name);
    EXPECT_EQ(own.email(), address_of(name));
    for (const auto& item : own.assignments.list().front().get_items()) {
      EXPECT_THAT(item.bytes(), ::testing::StartsWith("file "));
    }
  });
}

IN_BOTH_MODES(OneClientInManyThreads);

}  // namespace
}  // namespace allot::sdk_tests

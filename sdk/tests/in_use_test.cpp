#include <chrono>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using std::chrono::seconds;

/// Four files, two with ada, two with ben.
class InUse : public InBothModes {
 protected:
  const Task task = task_of(dataset_with(4), loads({{"ada", 50}, {"ben", 50}}));
  const Client ada = house.client("ada");
  const Assignment adas = ada.assignments.get({.assignment_id = assignment_of(task, "ada").id});
  const std::string item = ids_of(adas.get_items()).front();

  [[nodiscard]] std::uint64_t movable() const {
    return task.preview_redistribute(loads({{"ben", 100}})).total;
  }
};

// B-298
TEST_P(InUse, LastsForNinetySecondsAndKeepsTheItem) {
  EXPECT_EQ(movable(), 2u);
  const auto left = adas.use(item) - std::chrono::system_clock::now();
  EXPECT_GT(left, seconds(60));
  EXPECT_LE(left, std::chrono::seconds(91));  // the clocks of two looks
  EXPECT_EQ(movable(), 1u);
  EXPECT_GE(adas.use(item) - std::chrono::system_clock::now(), left - seconds(5));
}

TEST_P(InUse, EndsWhenItIsSaidSo) {
  adas.use(item);
  adas.end_use(item);
  EXPECT_EQ(movable(), 2u);
  adas.end_use(item);  // repeatable
}

TEST_P(InUse, AnItemThatHasGoneIsNotFound) {
  adas.use(item);
  task.redistribute(loads({{"ben", 100}}), {.include_in_use = true});
  EXPECT_THROW(adas.use(item), NotFound);
}

TEST_P(InUse, IsForWhoeversAssignmentItIs) {
  EXPECT_THROW(assignment_of(task, "ada").use(item), Forbidden);
  EXPECT_THROW(assignment_of(task, "ada").end_use(item), Forbidden);
}

IN_BOTH_MODES(InUse);

}  // namespace
}  // namespace allot::sdk_tests

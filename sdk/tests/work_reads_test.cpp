#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

class WorkReads : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(4);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
};

TEST_P(WorkReads, ATaskKnowsItsRelatives) {
  for (const auto& item : assignment_of(task, "ada").get_items()) {
    item.update_status("completed", task.id);
  }
  const auto review = task.create_qa_task({.workload = loads({{"cleo", 100}})});
  ASSERT_EQ(task.relatives().size(), 1u);
  EXPECT_EQ(task.relatives().front().id, review.id);
  EXPECT_EQ(review.relatives().front().name, task.name);
}

TEST_P(WorkReads, OpenWorkIsCountedForEverybodyAndForSome) {
  EXPECT_EQ(project.open_work().tasks, 1u);
  EXPECT_EQ(project.open_work().assignments, 2u);
  EXPECT_EQ(project.open_work({address_of("ada")}).assignments, 1u);
}

TEST_P(WorkReads, StatusWordsOfADatasetAreThoseOfItsTasksToo) {
  NewTask wanted{.name = "Sort"};
  wanted.workload = loads({{"ada", 100}});
  wanted.description = "Into three heaps.";
  wanted.status_words = {{.word = "left"}, {.word = "right", .display_name = "To the right"}};
  dataset.tasks.create(wanted);
  std::vector<std::string> words;
  for (const auto& each : dataset.status_words()) words.push_back(each.word);
  EXPECT_THAT(words, IsSupersetOf({"completed", "discard", "left", "right"}));
}

TEST_P(WorkReads, TasksAreListedByWhatNarrowsThem) {
  Task::Changes later;
  later.due_date = 1'900'000'000'000.0;
  task.update(later);
  const auto other = task_of(dataset, loads({{"ada", 100}}));
  const auto names_of_tasks = [&](const TaskQuery& query) {
    std::vector<std::string> ids;
    for (const auto& each : project.tasks.list(query)) ids.push_back(each.id);
    return ids;
  };
  EXPECT_THAT(names_of_tasks({.due_after = 1'850'000'000'000.0}), ElementsAre(task.id));
  EXPECT_THAT(names_of_tasks({.due_before = 1'850'000'000'000.0}), ElementsAre(other.id));
  EXPECT_TRUE(names_of_tasks({.creator = address_of("ada")}).empty());
}

// B-140
TEST_P(WorkReads, OnlyAnEmptyTaskIsRemovedIfEmpty) {
  EXPECT_THROW(task.remove_if_empty(), Conflict);
  NewTask nothing{.name = "Nothing"};
  nothing.filters = Filters().add("dir", "/nowhere");
  const auto empty = dataset.tasks.create(nothing);
  empty.remove_if_empty();
  EXPECT_THROW((void)mia.tasks.get({.task_id = empty.id}), NotFound);
}

IN_BOTH_MODES(WorkReads);

}  // namespace
}  // namespace allot::sdk_tests

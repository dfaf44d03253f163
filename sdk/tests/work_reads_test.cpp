#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
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
  later.due_date = Time(1'900'000'000s);
  task.update(later);
  const auto other = task_of(dataset, loads({{"ada", 100}}));
  const auto names_of_tasks = [&](const TaskQuery& query) {
    std::vector<std::string> ids;
    for (const auto& each : project.tasks.list(query)) ids.push_back(each.id);
    return ids;
  };
  EXPECT_THAT(names_of_tasks({.due_after = Time(1'850'000'000s)}), ElementsAre(task.id));
  EXPECT_THAT(names_of_tasks({.due_before = Time(1'850'000'000s)}), ElementsAre(other.id));
  EXPECT_TRUE(names_of_tasks({.creator = address_of("ada")}).empty());
}

TEST_P(WorkReads, TasksAreListedByTheirKindTheirHoldersAndWhatIsWrittenOnThem) {
  const auto review = task.create_qa_task({.workload = loads({{"cleo", 100}})});
  Task::Changes changes;
  changes.priority = Priority::high;
  changes.metadata_json = R"({"batch":{"nr":7}})";
  task.update(changes);
  const auto names = [&](const TaskQuery& query) {
    std::vector<std::string> found;
    for (const auto& each : project.tasks.list(query)) found.push_back(each.name);
    return found;
  };
  EXPECT_THAT(names({.type = TaskType::qa}), ElementsAre("label_qa"));
  EXPECT_THAT(names({.parent_task_id = task.id}), ElementsAre("label_qa"));
  EXPECT_THAT(names({.priority = Priority::high}), ElementsAre("label"));
  EXPECT_THAT(names({.assignment_ids = task.assignment_ids}), ElementsAre("label"));
  EXPECT_THAT(
      names({.condition_json = R"({"metadata.batch.nr":{"$gt":6}})"}), ElementsAre("label")
  );
  EXPECT_THAT(names({.project_ids = {"0123456789abcdef01234567"}}), ElementsAre());
  EXPECT_THAT(names({.sort_by = "name"}), ElementsAre("label", "label_qa"));
  EXPECT_THAT(names({.sort_by = "name", .descending = true}), ElementsAre("label_qa", "label"));
  Task::Changes away;
  away.archived = true;
  review.update(away);
  EXPECT_THAT(names({.archived = true}), ElementsAre("label_qa"));
  EXPECT_THAT(names({.archived = false}), ElementsAre("label"));
}

TEST_P(WorkReads, TasksAreCounted) {
  const auto videos = project.datasets.create("videos");
  const auto dismissed = videos.tasks.create({.name = "watch", .filters = {}, .workload = {}});
  Task::Changes changes;
  changes.status = TaskStatus::dismissed;
  dismissed.update(changes);
  EXPECT_EQ(project.tasks.count().tasks, 2u);
  EXPECT_EQ(project.tasks.count().active_tasks, 1u);
  EXPECT_EQ(project.tasks.count().active_datasets, 1u);
  EXPECT_EQ(mia.tasks.count().active_projects, 1u);
  EXPECT_EQ(videos.tasks.count().tasks, 1u);
  EXPECT_EQ(videos.tasks.count().active_tasks, 0u);
  EXPECT_EQ(task.queued(), 0u);
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

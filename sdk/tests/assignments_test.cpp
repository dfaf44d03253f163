#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// Four files, two with ada, two with ben.
class AssignmentsOfATask : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(4);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
  const Assignment adas = assignment_of(task, "ada");

  [[nodiscard]] static std::vector<std::string> names(const Assignments& assignments) {
    std::vector<std::string> found;
    for (const auto& each : assignments.list()) found.push_back(each.name);
    return found;
  }
};

TEST_P(AssignmentsOfATask, TellWhatSomebodyHolds) {
  EXPECT_EQ(adas.name, "label (ada@example.org)");
  EXPECT_EQ(adas.annotator, address_of("ada"));
  EXPECT_EQ(adas.status, AssignmentStatus::todo);
  EXPECT_EQ(adas.task_id, task.id);
  EXPECT_EQ(adas.dataset_id, dataset.id);
  EXPECT_EQ(adas.project_id, project.id);
  EXPECT_EQ(adas.task_type, TaskType::annotation);
  EXPECT_EQ(adas.counts.total, 2u);
  EXPECT_EQ(adas.counts.remaining, 2u);
}

// B-027
TEST_P(AssignmentsOfATask, AreFoundByIdAndByName) {
  for (const auto* const from :
       {&mia.assignments, &project.assignments, &dataset.assignments, &task.assignments}) {
    EXPECT_EQ(from->get({.assignment_id = adas.id}).raw_json, adas.raw_json);
    EXPECT_EQ(from->get({.assignment_name = adas.name}).id, adas.id);
    EXPECT_THROW((void)from->get({.assignment_name = "label"}), NotFound);
  }
  EXPECT_THROW((void)task.assignments.get({.assignment_id = "0123456789abcdef01234567"}), NotFound);
}

TEST_P(AssignmentsOfATask, OfOneNameInTwoProjectsAreAmbiguousOutsideThem) {
  const auto plans = mia.projects.create("bridges").datasets.create("plans");
  plans.items.upload({.file = house.file("p.txt", "p")});
  const auto other = task_of(plans, loads({{"ada", 100}}));
  EXPECT_EQ(assignment_of(other, "ada").name, adas.name);
  EXPECT_EQ(project.assignments.get({.assignment_name = adas.name}).id, adas.id);
  try {
    (void)mia.assignments.get({.assignment_name = adas.name});
    FAIL();
  } catch (const Ambiguous& error) {
    EXPECT_THAT(error.ids(), UnorderedElementsAre(adas.id, assignment_of(other, "ada").id));
    EXPECT_STREQ(
        error.what(), "There are 2 assignments named label (ada@example.org); give the id."
    );
  }
}

// B-026
TEST_P(AssignmentsOfATask, AreListedForTaskDatasetProjectAndEverything) {
  const auto videos = project.datasets.create("videos");
  videos.items.upload({.file = house.file("v.txt", "v")});
  videos.tasks.create({.name = "watch", .filters = {}, .workload = loads({{"ben", 100}})});
  const auto* const ada = "label (ada@example.org)";
  const auto* const ben = "label (ben@example.org)";
  const auto* const other = "watch (ben@example.org)";
  EXPECT_THAT(names(task.assignments), ElementsAre(ada, ben));
  EXPECT_THAT(names(dataset.assignments), ElementsAre(ada, ben, other));
  EXPECT_THAT(names(project.assignments), ElementsAre(ada, ben, other));
  EXPECT_THAT(names(mia.assignments), ElementsAre(ada, ben, other));
}

// B-074
TEST_P(AssignmentsOfATask, ListTheirItems) {
  EXPECT_THAT(names_of(adas.get_items()), ElementsAre("01.txt", "02.txt"));
  EXPECT_EQ(adas.get_items().count(), 2u);
  EXPECT_THAT(
      names_of(adas.get_items(Filters().add("name", Filters::Operator::not_equal, "01.txt"))),
      ElementsAre("02.txt")
  );
}

TEST_P(AssignmentsOfATask, AreSeenByWhoeverHoldsThem) {
  const auto ada = house.client("ada");
  ASSERT_EQ(ada.assignments.list().size(), 1u);
  const auto own = ada.assignments.get({.assignment_id = adas.id});
  EXPECT_THAT(names_of(own.get_items()), ElementsAre("01.txt", "02.txt"));
  EXPECT_THROW((void)ada.assignments.get({.assignment_id = assignment_of(task, "ben").id}), Error);
}

// B-077
TEST_P(AssignmentsOfATask, AreRenamed) {
  const auto renamed = adas.rename("first half");
  EXPECT_EQ(renamed.id, adas.id);
  EXPECT_EQ(renamed.name, "first half");
  EXPECT_EQ(renamed.annotator, adas.annotator);
  EXPECT_EQ(task.assignments.get({.assignment_name = "first half"}).id, adas.id);
}

TEST_P(AssignmentsOfATask, LeaveTheTaskWithTheirItems) {
  const auto plan = adas.preview_remove();
  EXPECT_EQ(plan.total, 2u);
  EXPECT_FALSE(plan.undoable);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 2}, {"ben", 2}}));  // nothing was done
  adas.remove();
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 2}}));
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).counts.total, 2u);
  EXPECT_THROW((void)mia.assignments.get({.assignment_id = adas.id}), NotFound);
  EXPECT_EQ(dataset.items.list().count(), 4u);
}

IN_BOTH_MODES(AssignmentsOfATask);

}  // namespace
}  // namespace allot::sdk_tests

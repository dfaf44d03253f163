#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

class Reloading : public InBothModes {};

TEST_P(Reloading, TellsOfEverythingAsItIsNowAndLeavesWhatWasRead) {
  const auto dataset = dataset_with(2);
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  const auto adas = assignment_of(task, "ada");
  const auto item = dataset.items.get({.filepath = "/01.txt"});
  const auto mark = item.annotations.upload({NewAnnotation::classification("car")}).front();

  mia.projects.get({.project_id = project.id}).rename("signs");
  mia.datasets.get({.dataset_id = dataset.id}).rename("shots");
  mia.assignments.get({.assignment_id = adas.id}).rename("hers");
  item.update_status("completed", task.id);
  mark.set_status(AnnotationStatus::issue);

  EXPECT_EQ(project.reload().name, "signs");
  EXPECT_EQ(dataset.reload().name, "shots");
  EXPECT_EQ(task.reload().counts.total, 2u);
  EXPECT_EQ(adas.reload().name, "hers");
  EXPECT_TRUE(item.reload().annotated);
  EXPECT_EQ(mark.reload().status, AnnotationStatus::issue);

  EXPECT_EQ(project.name, "street signs");
  EXPECT_EQ(adas.counts.completed, 0u);
  EXPECT_FALSE(item.annotated);
}

TEST_P(Reloading, OfWhatIsGoneIsNotFound) {
  const auto dataset = dataset_with(1);
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  const auto adas = assignment_of(task, "ada");
  const auto item = dataset.items.get({.filepath = "/01.txt"});
  project.remove();
  EXPECT_THROW((void)project.reload(), NotFound);
  EXPECT_THROW((void)dataset.reload(), NotFound);
  EXPECT_THROW((void)task.reload(), NotFound);
  EXPECT_THROW((void)adas.reload(), NotFound);
  EXPECT_THROW((void)item.reload(), NotFound);
}

IN_BOTH_MODES(Reloading);

}  // namespace
}  // namespace allot::sdk_tests

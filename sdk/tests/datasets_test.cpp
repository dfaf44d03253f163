#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class DatasetsOfAProject : public InBothModes {
 protected:
  [[nodiscard]] static std::vector<std::string> names(const Datasets& datasets) {
    std::vector<std::string> found;
    for (const auto& each : datasets.list()) found.push_back(each.name);
    return found;
  }
};

TEST_P(DatasetsOfAProject, AreFoundByIdAndByName) {
  const auto made = project.datasets.create("pictures");
  EXPECT_EQ(made.project_id, project.id);
  EXPECT_EQ(made.creator, address_of("mia"));
  EXPECT_EQ(made.recipe_ids.size(), 1u);
  EXPECT_EQ(project.datasets.get({.dataset_id = made.id}).name, "pictures");
  EXPECT_EQ(project.datasets.get({.dataset_name = "pictures"}).id, made.id);
  EXPECT_EQ(mia.datasets.get({.dataset_id = made.id}).project_id, project.id);
  EXPECT_THROW((void)project.datasets.get({.dataset_name = "Pictures"}), NotFound);
  EXPECT_THROW((void)project.datasets.get({.dataset_name = "pict"}), NotFound);
}

TEST_P(DatasetsOfAProject, OfOneNameInTwoProjectsAreAmbiguousOutsideThem) {
  const auto other = mia.projects.create("bridges");
  const auto here = project.datasets.create("pictures");
  const auto there = other.datasets.create("pictures");
  EXPECT_EQ(project.datasets.get({.dataset_name = "pictures"}).id, here.id);
  EXPECT_EQ(other.datasets.get({.dataset_name = "pictures"}).id, there.id);
  try {
    (void)mia.datasets.get({.dataset_name = "pictures"});
    FAIL();
  } catch (const Ambiguous& error) {
    EXPECT_STREQ(error.what(), "There are 2 datasets named pictures; give the id.");
    EXPECT_THAT(error.ids(), UnorderedElementsAre(here.id, there.id));
  }
}

TEST_P(DatasetsOfAProject, AreListed) {
  const auto other = mia.projects.create("bridges");
  project.datasets.create("pictures");
  project.datasets.create("videos");
  other.datasets.create("plans");
  EXPECT_THAT(names(project.datasets), UnorderedElementsAre("pictures", "videos"));
  EXPECT_THAT(names(mia.datasets), UnorderedElementsAre("pictures", "videos", "plans"));
}

TEST_P(DatasetsOfAProject, AreRenamed) {
  const auto renamed = project.datasets.create("pictures").rename("photographs");
  EXPECT_EQ(renamed.name, "photographs");
  EXPECT_EQ(project.datasets.get({.dataset_name = "photographs"}).id, renamed.id);
  EXPECT_THAT(names(project.datasets), ElementsAre("photographs"));
}

// B-152
TEST_P(DatasetsOfAProject, HaveNamesOfTheirOwn) {
  project.datasets.create("pictures");
  EXPECT_THROW(project.datasets.create("pictures"), BadRequest);
  EXPECT_THAT(names(project.datasets), ElementsAre("pictures"));
}

TEST_P(DatasetsOfAProject, AreGoneOnceRemoved) {
  const auto dataset = dataset_with(2);
  dataset.remove();
  EXPECT_THROW((void)project.datasets.get({.dataset_id = dataset.id}), NotFound);
  EXPECT_THAT(names(project.datasets), ElementsAre());
}

TEST_P(DatasetsOfAProject, CountTheirItemsAndAnnotations) {
  const auto dataset = dataset_with(3);
  dataset.items.get({.item_id = {}, .filepath = "/02.txt"})
      .annotations.upload({NewAnnotation::classification("sign")});
  const auto now = project.datasets.get({.dataset_id = dataset.id});
  EXPECT_EQ(now.items_count, 3u);
  EXPECT_EQ(now.annotations_count, 1u);
}

TEST_P(DatasetsOfAProject, HaveLabels) {
  const auto dataset = project.datasets.create("pictures", {"stop", "give way"});
  EXPECT_THAT(dataset.labels(), ElementsAre("stop", "give way"));
  dataset.add_labels({"give way", "no entry"});
  EXPECT_THAT(dataset.labels(), ElementsAre("stop", "give way", "no entry"));
  EXPECT_THAT(project.datasets.create("videos").labels(), ElementsAre());
}

TEST_P(DatasetsOfAProject, AreMadeInAProjectOnly) {
  EXPECT_THROW(mia.datasets.create("pictures"), BadRequest);
  EXPECT_THAT(names(mia.datasets), ElementsAre());
}

IN_BOTH_MODES(DatasetsOfAProject);

}  // namespace
}  // namespace allot::sdk_tests

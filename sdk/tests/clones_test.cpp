#include "allot/clones.h"

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class Clones : public InBothModes {
 protected:
  static std::vector<std::string> paths_of(const Dataset& dataset) {
    std::vector<std::string> paths;
    for (const auto& item : dataset.items.list()) paths.push_back(item.filename);
    return paths;
  }

  const Dataset dataset = dataset_with(3);
  const Item item = dataset.items.get({.item_id = {}, .filepath = "/02.txt"});
};

TEST_P(Clones, OfADatasetHaveItsItemsAndTheirAnnotations) {
  item.annotations.upload({NewAnnotation::classification("sign")});
  const auto clone = dataset.clone({.name = "copy"});
  EXPECT_EQ(clone.name, "copy");
  EXPECT_EQ(clone.project_id, project.id);
  EXPECT_EQ(clone.items_count, 3u);
  EXPECT_EQ(clone.annotations_count, 1u);
  EXPECT_EQ(clone.recipe_ids, dataset.recipe_ids);
  EXPECT_THAT(paths_of(clone), ElementsAre("/01.txt", "/02.txt", "/03.txt"));
  const auto copied = clone.items.get({.item_id = {}, .filepath = "/02.txt"});
  EXPECT_NE(copied.id, item.id);
  EXPECT_EQ(copied.bytes(), item.bytes());
  EXPECT_EQ(dataset.clone({.name = "bare", .with_items_annotations = false}).annotations_count, 0u);
}

TEST_P(Clones, OfSomeItemsMayComeIntoAFolderOfADatasetThatIsThere) {
  const auto target = project.datasets.create("target");
  const auto clone = dataset.clone(
      {.dst_dataset_id = target.id,
       .filters = Filters().add("name", Filters::Operator::not_equal, "02.txt"),
       .target_directory = "/copies"}
  );
  EXPECT_EQ(clone.id, target.id);
  EXPECT_THAT(paths_of(clone), UnorderedElementsAre("/copies/01.txt", "/copies/03.txt"));
}

// B-153
TEST_P(Clones, WhoseNameIsTakenFailWithThatSentence) {
  project.datasets.create("taken");
  try {
    dataset.clone({.name = "taken"});
    FAIL();
  } catch (const FailedDependency& error) {
    EXPECT_THAT(error.what(), HasSubstr("already exists"));
  }
}

TEST_P(Clones, BecomeOneItemAgainWhereTheirDatasetsAreMerged) {
  item.annotations.upload({NewAnnotation::classification("sign")});
  const auto second = dataset.clone({.name = "second", .with_items_annotations = false});
  const auto again = second.items.get({.item_id = {}, .filepath = "/02.txt"});
  again.annotations.upload({NewAnnotation::classification("car")});
  const auto all = project.datasets.merge({.name = "all", .dataset_ids = {dataset.id, second.id}});
  EXPECT_EQ(all.name, "all");
  EXPECT_EQ(all.project_id, project.id);
  EXPECT_EQ(all.items_count, 3u);
  EXPECT_EQ(all.annotations_count, 2u);
  EXPECT_THROW(
      project.datasets.merge({.name = "all", .dataset_ids = {dataset.id}}), FailedDependency
  );
}

TEST_P(Clones, OfAnItemAreMadeElsewhere) {
  item.annotations.upload({NewAnnotation::classification("sign")});
  const auto target = project.datasets.create("target");
  const auto clone = item.clone(
      {.dst_dataset_id = target.id,
       .remote_filepath = "/copies/a.txt",
       .metadata_json = R"({"copy":true})"}
  );
  EXPECT_EQ(clone.dataset_id, target.id);
  EXPECT_EQ(clone.filename, "/copies/a.txt");
  EXPECT_EQ(clone.annotations_count, 1u);
  EXPECT_THAT(clone.metadata_json, HasSubstr(R"("user":{"copy":true})"));
  EXPECT_THROW(item.clone({}), FailedDependency);
  EXPECT_EQ(item.clone({.allow_many = true}).filename, "/02 (2).txt");
}

IN_BOTH_MODES(Clones);

}  // namespace
}  // namespace allot::sdk_tests

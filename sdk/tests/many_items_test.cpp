#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ManyItemsOfADataset : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(4);

  [[nodiscard]] Item item(const std::string& path) const {
    return dataset.items.get({.item_id = {}, .filepath = path});
  }

  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> paths;
    for (const auto& each : dataset.items.list()) paths.push_back(each.filename);
    return paths;
  }
};

// B-460
TEST_P(ManyItemsOfADataset, ComeIntoAFolderThatIsMade) {
  const std::vector<std::string> ids{item("/01.txt").id, item("/02.txt").id};
  EXPECT_EQ(dataset.items.move(ids, "sorted"), 2u);
  EXPECT_EQ(dataset.items.move(Filters().add("name", "03.txt"), "/sorted"), 1u);
  EXPECT_EQ(dataset.items.move(Filters(), "/sorted"), 1u);
  EXPECT_THAT(
      paths(), ElementsAre("/sorted/01.txt", "/sorted/02.txt", "/sorted/03.txt", "/sorted/04.txt")
  );
}

// B-460, B-462
TEST_P(ManyItemsOfADataset, AFolderTakesThemAlong) {
  dataset.items.move(Filters(), "/a");
  const auto folder = dataset.items.make_folder("/a");
  EXPECT_EQ(folder.type, ItemType::folder);
  EXPECT_EQ(folder.move("/b/c").filename, "/b/c");
  EXPECT_EQ(item("/b/c/01.txt").dir, "/b/c");
  EXPECT_THROW(folder.move("/b/c/d"), BadRequest);
  EXPECT_THROW(dataset.items.make_folder("/b/c/01.txt"), BadRequest);
}

// B-462
TEST_P(ManyItemsOfADataset, StayWhereTheyAreWhenOneCannotCome) {
  item("/02.txt").move("/a/01.txt");
  EXPECT_THROW(dataset.items.move(Filters(), "/sorted"), BadRequest);
  EXPECT_THAT(paths(), UnorderedElementsAre("/01.txt", "/a/01.txt", "/03.txt", "/04.txt"));
}

// B-465, B-466
TEST_P(ManyItemsOfADataset, AreChangedAndDeletedTogether) {
  const auto some =
      Filters().add("name", Filters::Operator::in, std::vector<std::string>{"01.txt", "02.txt"});
  EXPECT_EQ(dataset.items.update_metadata(some, R"({"night":true})"), 2u);
  EXPECT_EQ(dataset.items.remove(Filters().add("metadata.user.night", true)), 2u);
  EXPECT_THAT(paths(), ElementsAre("/03.txt", "/04.txt"));
}

// B-467
TEST_P(ManyItemsOfADataset, AreSharedOutForLearning) {
  EXPECT_EQ(dataset.split({}, {.train = 50, .validation = 25, .test = 25}), 4u);
  const auto count = [&](const std::string& tag) {
    return ids_of(dataset.items.list(Filters().add("metadata.system.tags." + tag, true))).size();
  };
  EXPECT_EQ(count("train"), 2u);
  EXPECT_EQ(count("validation"), 1u);
  EXPECT_EQ(count("test"), 1u);
  EXPECT_THROW(dataset.split({}, {.train = 50, .validation = 25, .test = 26}), BadRequest);
}

// B-468
TEST_P(ManyItemsOfADataset, HaveTheirLabelsCounted) {
  EXPECT_THAT(dataset.label_counts(), IsEmpty());
  for (const auto* label : {"dog", "cat", "dog"}) {
    item("/01.txt").annotations.upload({NewAnnotation::classification(label)});
  }
  const auto counts = dataset.label_counts();
  EXPECT_THAT(counts, ElementsAre(LabelCount{"dog", 2}, LabelCount{"cat", 1}));
  EXPECT_THAT(dataset.type_counts(), ElementsAre(LabelCount{"class", 3}));
  EXPECT_THAT(dataset.label_counts({.creators = {address_of("ada")}}), IsEmpty());
  const auto task = task_of(dataset, {{"ada@example.org", 100}});
  EXPECT_EQ(dataset.label_counts({.task_id = task.id}), counts);
}

// B-470
TEST_P(ManyItemsOfADataset, GetAClassificationEach) {
  auto rain = NewAnnotation::classification("rain");
  rain.attributes_json = R"({"1":"heavy"})";
  dataset.annotate(rain, Filters().add("name", Filters::Operator::not_equal, "02.txt"));
  dataset.annotate(NewAnnotation::classification("street"));
  EXPECT_THAT(dataset.label_counts(), ElementsAre(LabelCount{"street", 4}, LabelCount{"rain", 3}));
  const auto annotations = item("/01.txt").annotations.list();
  ASSERT_EQ(annotations.size(), 2u);
  EXPECT_EQ(annotations[0].label, "rain");
  EXPECT_EQ(annotations[0].type, "class");
  EXPECT_THROW(dataset.annotate(NewAnnotation::box("car", 1, 2, 3, 4)), BadRequest);
}

IN_BOTH_MODES(ManyItemsOfADataset);

}  // namespace
}  // namespace allot::sdk_tests

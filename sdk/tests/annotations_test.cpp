#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AnnotationsOfAnItem : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(1);
  const Item item = *dataset.items.list().begin();

  [[nodiscard]] Item now() const { return mia.items.get({.item_id = item.id, .filepath = {}}); }
};

// B-260
TEST_P(AnnotationsOfAnItem, AreUploadedListedAndCounted) {
  const auto made = item.annotations.upload(
      {NewAnnotation::box("stop", 1, 2.5, 30, 40), NewAnnotation::classification("rainy")}
  );
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].type, "box");
  EXPECT_EQ(made[0].label, "stop");
  EXPECT_EQ(made[0].item_id, item.id);
  EXPECT_EQ(made[0].dataset_id, dataset.id);
  EXPECT_EQ(made[0].creator, address_of("mia"));
  EXPECT_EQ(made[0].coordinates_json, R"([{"x":1,"y":2.5,"z":0},{"x":30,"y":40,"z":0}])");
  EXPECT_EQ(made[1].type, "class");
  EXPECT_EQ(made[1].label, "rainy");

  const auto listed = item.annotations.list();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].id, made[0].id);
  EXPECT_EQ(listed[1].id, made[1].id);
  EXPECT_TRUE(now().annotated);
  EXPECT_EQ(now().annotations_count, 2u);
}

TEST_P(AnnotationsOfAnItem, GoOutInTheFormatsOfOthers) {
  item.annotations.upload({NewAnnotation::box("stop", 1, 2.5, 30, 40)});
  const auto exported = [](const auto& noun, const std::string& format, auto... filters) {
    std::string bytes;
    noun.export_as(format, [&](std::string_view piece) { bytes += piece; }, filters...);
    return bytes;
  };
  EXPECT_THAT(exported(dataset, "ndjson"), HasSubstr(R"("label":"stop")"));
  EXPECT_THAT(exported(dataset, "coco"), HasSubstr(R"("bbox":[1,2.5,29,37.5])"));
  EXPECT_THAT(exported(dataset, "yolo"), testing::StartsWith("PK"));
  EXPECT_THAT(exported(dataset, "ndjson", Filters().add("annotated", false)), IsEmpty());
  EXPECT_THROW((void)exported(dataset, "xml"), BadRequest);
}

TEST_P(AnnotationsOfAnItem, AreUploadedAllOrNone) {
  NewAnnotation nameless;
  nameless.type = "no such type";
  nameless.coordinates_json = "{}";
  EXPECT_THROW(
      item.annotations.upload({NewAnnotation::classification("rainy"), nameless}), BadRequest
  );
  EXPECT_THAT(item.annotations.list(), IsEmpty());
  EXPECT_FALSE(now().annotated);
}

TEST_P(AnnotationsOfAnItem, WithTextThatIsNoJsonAreABadRequest) {
  auto broken = NewAnnotation::box("stop", 1, 2, 3, 4);
  broken.coordinates_json = "[{";
  try {
    item.annotations.upload({broken});
    FAIL();
  } catch (const BadRequest& error) {
    EXPECT_THAT(error.what(), HasSubstr("coordinates_json"));
  }
  const auto made = item.annotations.upload({NewAnnotation::classification("rainy")});
  EXPECT_THROW((void)made[0].update({.metadata_json = "nothing"}), BadRequest);
  EXPECT_EQ(item.annotations.list().size(), 1u);
}

TEST_P(AnnotationsOfAnItem, ChangeInWhatIsGiven) {
  const auto made = item.annotations.upload({NewAnnotation::box("stop", 1, 2, 30, 40)});
  const auto relabelled = made[0].update({.label = "give way"});
  EXPECT_EQ(relabelled.id, made[0].id);
  EXPECT_EQ(relabelled.label, "give way");
  EXPECT_EQ(relabelled.coordinates_json, made[0].coordinates_json);
  const auto moved = relabelled.update({.coordinates_json = R"([{"x":5,"y":6},{"x":70,"y":80}])"});
  EXPECT_EQ(moved.label, "give way");
  EXPECT_THAT(moved.coordinates_json, HasSubstr("70"));
  EXPECT_THAT(moved.coordinates_json, Not(HasSubstr("30")));
}

// B-261 B-262
TEST_P(AnnotationsOfAnItem, AreIssuesUntilTheyAreCleared) {
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  const auto made = item.annotations.upload({NewAnnotation::classification("rainy")});
  const auto issues = [&] { return mia.tasks.get({.task_id = task.id}).counts.issues; };
  EXPECT_EQ(issues(), 0u);
  EXPECT_EQ(made[0].status, std::nullopt);
  EXPECT_EQ(made[0].set_status(AnnotationStatus::issue).status, AnnotationStatus::issue);
  EXPECT_EQ(issues(), 1u);
  (void)made[0].set_status(AnnotationStatus::review);
  EXPECT_EQ(issues(), 0u);
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).counts.for_review, 1u);
  EXPECT_EQ(made[0].reload().status, AnnotationStatus::review);
  EXPECT_EQ(made[0].clear_status().status, std::nullopt);
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).counts.for_review, 0u);
}

// B-264
TEST_P(AnnotationsOfAnItem, GetAnIssueOpenedAndOpenedAgain) {
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  const auto made = item.annotations.upload({NewAnnotation::classification("rainy")});
  const auto issues = [&] { return mia.tasks.get({.task_id = task.id}).counts.issues; };
  EXPECT_EQ(made[0].open_issue().status, AnnotationStatus::issue);
  EXPECT_EQ(made[0].open_issue().status, AnnotationStatus::issue);
  EXPECT_EQ(issues(), 1u);
  (void)made[0].set_status(AnnotationStatus::approved);
  EXPECT_EQ(issues(), 0u);
  EXPECT_EQ(made[0].open_issue().id, made[0].id);
  EXPECT_EQ(issues(), 1u);
}

// B-265
TEST_P(AnnotationsOfAnItem, TellWhatWasDoneToThem) {
  EXPECT_THAT(item.annotations.log(), IsEmpty());
  const auto made = item.annotations.upload(
      {NewAnnotation::classification("rainy"), NewAnnotation::classification("dark")}
  );
  (void)made[0].update({.label = "sunny", .metadata_json = R"({"user":{"n":1.50}})"});
  made[1].remove();
  const auto log = item.annotations.log();
  ASSERT_EQ(log.size(), 3u);
  for (const auto& change : log) {
    EXPECT_EQ(change.user, address_of("mia"));
    EXPECT_NE(change.at, Time());
    EXPECT_NE(change.id, "");
  }
  EXPECT_EQ(log[0].annotation_id, made[0].id);
  EXPECT_EQ(log[0].members.at(0).name, "id");
  EXPECT_EQ(log[0].members.at(0).from_json, "null");
  EXPECT_EQ(log[1].annotation_id, made[0].id);
  EXPECT_EQ(log[1].members.at(0).name, "label");
  EXPECT_EQ(log[1].members.at(0).from_json, R"("rainy")");
  EXPECT_EQ(log[1].members.at(0).to_json, R"("sunny")");
  EXPECT_EQ(log[1].members.at(1).to_json, R"({"n":1.50})");
  EXPECT_EQ(log[2].annotation_id, made[1].id);
  EXPECT_EQ(log[2].members.at(0).to_json, "null");
  const std::string long_label(500, 'x');
  (void)made[0].update({.label = long_label});
  EXPECT_EQ(item.annotations.log().at(2).members.at(0).to_json, std::nullopt);
}

TEST_P(AnnotationsOfAnItem, AreGoneOnceRemoved) {
  const auto made = item.annotations.upload(
      {NewAnnotation::classification("rainy"), NewAnnotation::classification("dark")}
  );
  made[0].remove();
  const auto left = item.annotations.list();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].id, made[1].id);
  EXPECT_EQ(now().annotations_count, 1u);
  EXPECT_THROW(made[0].remove(), NotFound);
}

IN_BOTH_MODES(AnnotationsOfAnItem);

}  // namespace
}  // namespace allot::sdk_tests

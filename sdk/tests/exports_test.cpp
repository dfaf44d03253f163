// Labels in a file that the server writes.

#include <algorithm>
#include <chrono>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ExportsToAFile : public InBothModes {
 protected:
  ExportsToAFile() {
    const auto items = dataset.items.list();
    auto item = items.begin();
    item->annotations.upload(
        {NewAnnotation::classification("rainy"), NewAnnotation::classification("dark")}
    );
  }

  const Dataset dataset = dataset_with(2);
};

TEST_P(ExportsToAFile, AreDownloadedAndRemovedLikeOtherItems) {
  const auto file = dataset.export_to_file();
  EXPECT_NE(file.dataset_id, dataset.id);
  EXPECT_EQ(file.media_type, "application/zip");
  EXPECT_THAT(
      file.bytes(),
      AllOf(StartsWith("PK"), HasSubstr("json/01.txt.json"), HasSubstr("json/02.txt.json"))
  );
  const auto here = file.download(house.folder() / "labels.zip");
  EXPECT_EQ(std::filesystem::file_size(here), file.size);
  file.remove();
  EXPECT_THROW((void)file.reload(), NotFound);
}

TEST_P(ExportsToAFile, HoldWhatIsAskedFor) {
  const auto array = dataset.export_to_file({.form = NewExport::Form::json}).bytes();
  EXPECT_THAT(array, AllOf(StartsWith("["), HasSubstr("rainy"), HasSubstr("dark")));
  EXPECT_THAT(array, AllOf(HasSubstr("/01.txt"), HasSubstr("/02.txt")));
  const auto part = dataset.export_to_file(
      {.form = NewExport::Form::json,
       .items = Filters().add("annotated", true),
       .annotations_query = R"({"filter":{"label":"dark"}})"}
  );
  EXPECT_THAT(part.bytes(), AllOf(HasSubstr("dark"), Not(HasSubstr("rainy"))));
  EXPECT_THAT(part.bytes(), Not(HasSubstr("/02.txt")));
  const auto items_alone =
      dataset.export_to_file({.form = NewExport::Form::json, .with_annotations = false});
  EXPECT_THAT(items_alone.bytes(), Not(HasSubstr("dark")));
}

TEST_P(ExportsToAFile, LeaveTheDatasetFreeOnceTheyAreWritten) {
  const auto file = dataset.export_to_file({.lock = true, .lock_time = std::chrono::seconds{60}});
  EXPECT_GT(file.size, 0u);
  EXPECT_NO_THROW(dataset.items.upload({.file = house.file("03.txt", "later")}));
}

// B-170
TEST_P(ExportsToAFile, AreForOwnersAndDevelopers) {
  (void)task_of(dataset, loads({{"ada", 100}}));
  const auto adas = house.client("ada").datasets.get({.dataset_id = dataset.id});
  EXPECT_THROW((void)adas.export_to_file(), Forbidden);
}

TEST_P(ExportsToAFile, WithAQueryThatIsNoJsonAreABadRequest) {
  try {
    (void)dataset.export_to_file({.annotations_query = "[{"});
    FAIL();
  } catch (const BadRequest& error) {
    EXPECT_THAT(error.what(), HasSubstr("annotations_query"));
  }
}

IN_BOTH_MODES(ExportsToAFile);

class HistoryOfATask : public InBothModes {
 protected:
  static std::string history(const Task& of, const std::string& format) {
    std::string text;
    of.export_history(format, [&](std::string_view piece) { text += piece; });
    return text;
  }

  const Dataset dataset = dataset_with(2);
  const Task task = task_of(dataset, loads({{"ada", 100}}));
};

TEST_P(HistoryOfATask, HasALineForEachMoveAndEachStatus) {
  dataset.items.list().begin()->update_status("completed", task.id);
  const auto rows = history(task, "csv");
  EXPECT_THAT(rows, StartsWith("at,by,what,"));
  EXPECT_EQ(std::ranges::count(rows, '\n'), 4);
  EXPECT_THAT(rows, AllOf(HasSubstr(",create,"), HasSubstr(",setStatus,"), HasSubstr("/02.txt")));
  EXPECT_EQ(std::ranges::count(history(task, "ndjson"), '\n'), 3);
}

TEST_P(HistoryOfATask, IsForWhoManagesIt) {
  const auto adas = house.client("ada").tasks.get({.task_id = task.id, .task_name = {}});
  EXPECT_THROW((void)history(adas, "csv"), Forbidden);
  EXPECT_THROW((void)history(task, "xml"), BadRequest);
}

IN_BOTH_MODES(HistoryOfATask);

}  // namespace
}  // namespace allot::sdk_tests

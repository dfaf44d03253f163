#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AFolder : public InBothModes {
 protected:
  const Dataset dataset = project.datasets.create("pictures");
  const fs::path folder = house.folder() / "shots";

  void put(const std::string& name, const std::string& bytes = "x") const {
    write_file(folder / name, bytes);
  }

  [[nodiscard]] static std::vector<std::string> paths(const std::vector<Item>& items) {
    std::vector<std::string> found;
    for (const auto& each : items) found.push_back(each.filename);
    return found;
  }

  [[nodiscard]] UploadedFolder upload(const FolderUpload& more = {}) const {
    auto wanted = more;
    if (wanted.folder.empty()) wanted.folder = folder;
    return dataset.items.upload_folder(wanted);
  }
};

TEST_P(AFolder, ComesWithAllThatIsBelowItInTheOrderOfThePaths) {
  for (const auto* const name : {"b.txt", "a.txt", "night/c.txt", "night/deep/ä d.txt"}) put(name);
  const auto done = upload({.folder = folder / "", .remote_path = "day/"});
  EXPECT_THAT(
      paths(done.items),
      ElementsAre("/day/a.txt", "/day/b.txt", "/day/night/c.txt", "/day/night/deep/ä d.txt")
  );
  EXPECT_THAT(done.failures, IsEmpty());
  EXPECT_EQ(dataset.items.get({.filepath = "/day/night/c.txt"}).bytes(), "x");
}

TEST_P(AFolder, GoesToTheRootUnlessItSaysOtherwise) {
  put("night/c.txt");
  EXPECT_THAT(paths(upload().items), ElementsAre("/night/c.txt"));
}

TEST_P(AFolder, MayComeAgain) {
  put("a.txt", "first");
  const auto once = upload();
  put("a.txt", "second");
  put("b.txt");
  const auto again = upload();
  EXPECT_THAT(paths(again.items), ElementsAre("/a.txt", "/b.txt"));
  EXPECT_EQ(again.items[0].id, once.items[0].id);
  EXPECT_EQ(again.items[0].bytes(), "first");
  EXPECT_EQ(upload({.when_taken = WhenTaken::overwrite}).items[0].bytes(), "second");
}

TEST_P(AFolder, IsToldAsFarAsItIs) {
  put("a.txt");
  put("b.txt");
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
  (void)upload({.progress = [&](const Progress& far) { told.emplace_back(far.done, far.total); }});
  EXPECT_THAT(told, ElementsAre(std::pair(1, 2), std::pair(2, 2)));
}

TEST_P(AFolder, WithWhatIsNoFileNamesItAndBringsTheRest) {
  put("a.txt");
  put("elsewhere/b.txt");
  fs::create_directory_symlink(folder / "elsewhere", folder / "link");
  fs::create_symlink(folder / "gone.txt", folder / "dangling");
  fs::create_symlink(folder / "a.txt", folder / "same.txt");
  const auto done = upload();
  EXPECT_THAT(paths(done.items), ElementsAre("/a.txt", "/elsewhere/b.txt", "/same.txt"));
  ASSERT_EQ(done.failures.size(), 2u);
  for (const auto& each : done.failures) {
    const bool is_folder = each.file.filename() == "link";
    EXPECT_EQ(
        each.reason, is_folder ? "A link to a folder is not followed." : "The link leads nowhere."
    );
  }
}

TEST_P(AFolder, ThatTheServerTakesInPartsNamesTheOthers) {
  put("a.txt");
  put(std::string("bad\x01.txt"));
  put("c.txt");
  const auto done = upload();
  EXPECT_THAT(paths(done.items), ElementsAre("/a.txt", "/c.txt"));
  ASSERT_EQ(done.failures.size(), 1u);
  EXPECT_EQ(done.failures[0].file.filename(), "bad\x01.txt");
}

TEST_P(AFolder, EndsAtTheFirstFileWhenAllWouldFail) {
  put("a.txt");
  put("b.txt");
  dataset.remove();
  std::size_t told = 0;
  EXPECT_THROW((void)upload({.progress = [&](const Progress&) { ++told; }}), NotFound);
  EXPECT_EQ(told, 0u);
}

TEST_P(AFolder, EndsWhenItIsCanceled) {
  put("a.txt");
  put("b.txt");
  Cancellation stop;
  const auto stop_after_one = [stop](const Progress&) mutable { stop.cancel(); };
  EXPECT_THROW((void)upload({.progress = stop_after_one, .stop = stop}), Canceled);
  EXPECT_THAT(names_of(dataset.items.list()), ElementsAre("a.txt"));
}

TEST_P(AFolder, ThatIsNoneIsABadRequest) {
  EXPECT_THROW((void)upload(), BadRequest);
  put("a.txt");
  EXPECT_THROW((void)upload({.folder = folder / "a.txt"}), BadRequest);
}

IN_BOTH_MODES(AFolder);

}  // namespace
}  // namespace allot::sdk_tests

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ItemsOfADataset : public InBothModes {
 protected:
  const Dataset dataset = project.datasets.create("pictures");

  [[nodiscard]] Item upload(const std::string& name, const std::string& bytes) const {
    return dataset.items.upload({.file = house.file(name, bytes)});
  }
};

TEST_P(ItemsOfADataset, TellWhatWasUploaded) {
  const auto item = dataset.items.upload(
      {.file = house.file("a.txt", "some text"),
       .remote_path = "day/one",
       .remote_name = "first (1).txt",
       .metadata_json = R"({"camera":2})"}
  );
  EXPECT_EQ(item.filename, "/day/one/first (1).txt");
  EXPECT_EQ(item.name, "first (1).txt");
  EXPECT_EQ(item.dir, "/day/one");
  EXPECT_EQ(item.type, ItemType::file);
  EXPECT_EQ(item.media_type, "text/plain");
  EXPECT_EQ(item.size, 9u);
  EXPECT_EQ(item.dataset_id, dataset.id);
  EXPECT_FALSE(item.hidden);
  EXPECT_FALSE(item.annotated);
  EXPECT_THAT(item.metadata_json, HasSubstr(R"("user":{"camera":2})"));
  EXPECT_GT(item.created_at, Time{});
}

TEST_P(ItemsOfADataset, AreFoundByIdAndByPath) {
  const auto item =
      dataset.items.upload({.file = house.file("ä ?&%41.txt", "x"), .remote_path = "/day/"});
  EXPECT_EQ(dataset.items.get({.item_id = item.id, .filepath = {}}).filename, item.filename);
  EXPECT_EQ(mia.items.get({.item_id = item.id, .filepath = {}}).filename, "/day/ä ?&%41.txt");
  EXPECT_EQ(dataset.items.get({.item_id = {}, .filepath = "/day/ä ?&%41.txt"}).id, item.id);
  EXPECT_THROW((void)dataset.items.get({.item_id = {}, .filepath = "/ä ?&%41.txt"}), NotFound);
}

// B-021
TEST_P(ItemsOfADataset, AreFoundByAPathWithAStarWhichIsNoWildcardThere) {
  for (const auto* name : {"a1b.txt", "a*b.txt", "axb.txt"}) {
    dataset.items.upload({.file = house.file(name, "x"), .remote_path = "/stars/"});
  }
  EXPECT_EQ(
      dataset.items.get({.item_id = {}, .filepath = "/stars/a*b.txt"}).filename, "/stars/a*b.txt"
  );
  EXPECT_THROW((void)dataset.items.get({.item_id = {}, .filepath = "/stars/a*.txt"}), NotFound);
}

TEST_P(ItemsOfADataset, ComeBackByteForByte) {
  std::string bytes;
  for (int i = 0; i < 700'000; ++i) bytes += static_cast<char>(i * 7 + i / 251);
  const auto item = upload("large.bin", bytes);
  EXPECT_EQ(item.size, bytes.size());
  EXPECT_EQ(item.bytes(), bytes);
  EXPECT_EQ(upload("empty.bin", "").bytes(), "");
}

TEST_P(ItemsOfADataset, AreDownloadedToAFileOrIntoAFolder) {
  const auto item = upload("a.txt", "some text");
  const auto file = house.folder() / "copy.txt";
  EXPECT_EQ(item.download(file), file);
  EXPECT_EQ(read_file(file), "some text");
  EXPECT_EQ(item.download(house.folder()), house.folder() / "a.txt");
  EXPECT_EQ(read_file(house.folder() / "a.txt"), "some text");
  EXPECT_THROW(item.download(house.folder() / "no such folder" / "a.txt"), BadRequest);
}

// B-388
TEST_P(ItemsOfADataset, WithNamesThatLeadOutOfAFolderAreNotDownloadedIntoIt) {
  using namespace std::string_literals;
  auto item = upload("a.txt", "some text");
  const auto into = house.folder() / "into";
  std::filesystem::create_directory(into);
  for (const auto& name : {"../out.txt"s, "/tmp/out.txt"s, ".."s, "."s, ""s, "a/b"s, "a\0b"s}) {
    item.name = name;  // as a server that lies would give it
    EXPECT_THROW(item.download(into), BadRequest) << name;
  }
  EXPECT_TRUE(std::filesystem::is_empty(into));
  EXPECT_FALSE(std::filesystem::exists(house.folder() / "out.txt"));
}

// B-388
TEST_P(ItemsOfADataset, AreNotDownloadedThroughALinkThatStandsWhereTheDraftGoes) {
  const auto item = upload("a.txt", "some text");
  const auto kept = write_file(house.folder() / "kept", "what was there");
  const auto file = house.folder() / "copy.txt";
  std::filesystem::create_symlink(kept, house.folder() / "copy.txt.part");
  EXPECT_EQ(item.download(file), file);
  EXPECT_EQ(read_file(file), "some text");
  EXPECT_FALSE(std::filesystem::is_symlink(file));
  EXPECT_EQ(read_file(kept), "what was there");
}

TEST_P(ItemsOfADataset, ThatCannotBeDownloadedLeaveThePresentFileAlone) {
  const auto item = upload("a.txt", "some text");
  const auto file = write_file(house.folder() / "down" / "copy.txt", "what was there");
  item.remove();
  EXPECT_THROW(item.download(file), NotFound);
  EXPECT_EQ(read_file(file), "what was there");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), 1);
}

TEST_P(ItemsOfADataset, TellHowFarUploadsAndDownloadsAre) {
  const std::string bytes(3'000'000, 'x');
  std::vector<Progress> told;
  const auto note = [&](const Progress& progress) { told.push_back(progress); };
  const auto item = dataset.items.upload({.file = house.file("a.bin", bytes), .progress = note});
  ASSERT_FALSE(told.empty());
  for (std::size_t i = 1; i < told.size(); ++i) EXPECT_LE(told[i - 1].done, told[i].done);
  EXPECT_EQ(told.back().done, bytes.size());
  EXPECT_EQ(told.back().total, bytes.size());

  told.clear();
  item.download(house.folder() / "copy.bin", note);
  EXPECT_GT(told.size(), 1u);
  EXPECT_EQ(told.back().done, bytes.size());
  EXPECT_EQ(told.back().total, bytes.size());
}

TEST_P(ItemsOfADataset, AreNotUploadedOnceItIsCanceled) {
  Cancellation stop;
  const Upload whole{
      .file = house.file("a.bin", std::string(30'000'000, 'x')),
      .progress =
          [&](const Progress& progress) {
            if (progress.done > 0) stop.cancel();
          },
      .stop = stop
  };
  EXPECT_THROW(dataset.items.upload(whole), Canceled);
  EXPECT_THROW(dataset.items.upload({.file = house.file("empty.bin", ""), .stop = stop}), Canceled);
  EXPECT_THAT(names_of(dataset.items.list()), IsEmpty());
}

TEST_P(ItemsOfADataset, AreNotDownloadedOnceItIsCanceled) {
  const auto item = upload("a.bin", std::string(3'000'000, 'x'));
  Cancellation stop;
  const auto file = house.folder() / "down" / "copy.bin";
  std::filesystem::create_directories(file.parent_path());
  EXPECT_THROW(item.download(file, [&](const Progress&) { stop.cancel(); }, stop), Canceled);
  EXPECT_TRUE(std::filesystem::is_empty(file.parent_path()));
}

// B-251
TEST_P(ItemsOfADataset, OfATakenPathStayUnlessOverwritten) {
  const auto first = upload("a.txt", "one");
  const auto skipped = upload("a.txt", "another");
  EXPECT_EQ(skipped.id, first.id);
  EXPECT_EQ(skipped.bytes(), "one");
  const auto file = house.file("a.txt", "another");
  // B-250
  const auto over = dataset.items.upload({.file = file, .when_taken = WhenTaken::overwrite});
  EXPECT_EQ(over.id, first.id);
  EXPECT_EQ(over.size, 7u);
  EXPECT_EQ(over.bytes(), "another");
  EXPECT_EQ(dataset.items.list().count(), 1u);
}

TEST_P(ItemsOfADataset, WhoseFileCannotBeReadAreABadRequest) {
  EXPECT_THROW(dataset.items.upload({.file = house.folder() / "no such file"}), BadRequest);
  EXPECT_THROW(dataset.items.upload({.file = house.folder()}), BadRequest);
  const auto file = house.file("a.txt", "x");
  EXPECT_THROW(dataset.items.upload({.file = file, .metadata_json = "[1]"}), BadRequest);
  EXPECT_THAT(names_of(dataset.items.list()), IsEmpty());
}

TEST_P(ItemsOfADataset, MergeWhatPeopleNoteAboutThem) {
  const auto item = upload("a.txt", "one");
  const auto noted = item.update_metadata(R"({"weather":"rain","lanes":3})");
  EXPECT_THAT(noted.metadata_json, HasSubstr(R"("weather":"rain")"));
  const auto again = noted.update_metadata(R"({"lanes":null,"season":{"name":"autumn"}})");
  EXPECT_THAT(again.metadata_json, HasSubstr(R"("weather":"rain")"));
  EXPECT_THAT(again.metadata_json, HasSubstr(R"("season":{"name":"autumn"})"));
  EXPECT_THAT(again.metadata_json, ::testing::Not(HasSubstr("lanes")));
  EXPECT_THROW((void)item.update_metadata("no JSON"), BadRequest);
}

TEST_P(ItemsOfADataset, AreMoved) {
  const auto moved = upload("a.txt", "one").move("/night/b.txt");
  EXPECT_EQ(moved.filename, "/night/b.txt");
  EXPECT_EQ(moved.name, "b.txt");
  EXPECT_EQ(moved.dir, "/night");
  EXPECT_EQ(dataset.items.get({.item_id = {}, .filepath = "/night/b.txt"}).id, moved.id);
  EXPECT_EQ(moved.bytes(), "one");
}

TEST_P(ItemsOfADataset, AreGoneOnceRemoved) {
  const auto item = upload("a.txt", "one");
  const auto kept = upload("b.txt", "one");  // the same content
  item.remove();
  EXPECT_THROW((void)dataset.items.get({.item_id = item.id, .filepath = {}}), NotFound);
  EXPECT_THROW((void)item.bytes(), NotFound);
  EXPECT_THAT(names_of(dataset.items.list()), ElementsAre("b.txt"));
  EXPECT_EQ(kept.bytes(), "one");
}

IN_BOTH_MODES(ItemsOfADataset);

}  // namespace
}  // namespace allot::sdk_tests

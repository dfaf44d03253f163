#include "store/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <barrier>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/check.h"
#include "store/fault.h"
#include "store/store.h"

namespace allot {

namespace {

namespace fs = std::filesystem;

constexpr const char* sha_of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class FilesInAFolder : public testing::Test {
 protected:
  FilesInAFolder() {
    auto pattern = (fs::temp_directory_path() / "allot-files-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    files = open_file_folder(folder / "files");
  }

  ~FilesInAFolder() override { fs::remove_all(folder); }

  SpooledFile spooled(std::string_view text) {
    const auto writer = files->spool();
    writer->append(text);
    return writer->finish();
  }

  std::size_t spool_size() {
    const fs::directory_iterator spool(folder / "files" / "spool");
    return static_cast<std::size_t>(std::distance(begin(spool), end(spool)));
  }

  static std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  fs::path folder;
  std::unique_ptr<FileStore> files;
};

TEST_F(FilesInAFolder, KeptBytesAreFoundByTheirHash) {
  auto file = spooled("abc");
  EXPECT_EQ(file.sha256(), sha_of_abc);
  EXPECT_EQ(file.size(), 3u);
  EXPECT_TRUE(files->find(sha_of_abc).empty());
  files->keep(file);
  const auto place = files->find(sha_of_abc);
  EXPECT_EQ(place, folder / "files" / "ba" / sha_of_abc);
  EXPECT_EQ(text_of(place), "abc");
  EXPECT_EQ(spool_size(), 0u);
}

TEST_F(FilesInAFolder, BytesThatArriveInPartsAreOneFile) {
  const auto writer = files->spool();
  for (const auto* part : {"a", "", "b", "c"}) writer->append(part);
  EXPECT_EQ(writer->size(), 3u);
  EXPECT_EQ(writer->finish().sha256(), sha_of_abc);
}

TEST_F(FilesInAFolder, NoBytesAreAFileToo) {
  auto file = spooled("");
  files->keep(file);
  EXPECT_EQ(
      files->find("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855").filename(),
      file.sha256()
  );
}

TEST_F(FilesInAFolder, TheSameContentTwiceIsKeptOnce) {
  auto first = spooled("abc");
  auto second = spooled("abc");
  files->keep(first);
  files->keep(second);
  EXPECT_EQ(text_of(files->find(sha_of_abc)), "abc");
  EXPECT_EQ(spool_size(), 0u);
}

TEST_F(FilesInAFolder, WhatIsNotKeptGoes) {
  {
    const auto dropped_unfinished = files->spool();
  }
  {
    const auto dropped = spooled("abc");
  }
  auto moved = spooled("abc");
  moved = spooled("abcd");
  EXPECT_EQ(spool_size(), 1u);
  EXPECT_EQ(text_of(moved.path()), "abcd");
}

TEST_F(FilesInAFolder, AReleasedFileIsSomebodyElses) {
  fs::path path;
  {
    auto file = spooled("abc");
    path = file.path();
    file.release();
  }
  EXPECT_TRUE(fs::exists(path));
}

TEST_F(FilesInAFolder, TheSpoolIsEmptiedWhenOpenedAndKeptFilesStay) {
  files->keep_text("abc");
  auto left_behind = spooled("abcd");
  left_behind.release();
  files = open_file_folder(folder / "files");
  EXPECT_EQ(spool_size(), 0u);
  EXPECT_EQ(text_of(files->find(sha_of_abc)), "abc");
}

TEST_F(FilesInAFolder, ATextIsKeptUnderItsHash) {
  EXPECT_EQ(files->keep_text("abc"), sha_of_abc);
  EXPECT_EQ(text_of(files->find(sha_of_abc)), "abc");
}

TEST_F(FilesInAFolder, NamesThatAreNoHashesFindNothing) {
  files->keep_text("abc");
  for (const auto* name : {"", "ba", "../spool", "..", "/etc/passwd"}) {
    EXPECT_TRUE(files->find(name).empty()) << name;
  }
  EXPECT_TRUE(files->find(std::string(64, 'A')).empty());
}

// B-168
TEST_F(FilesInAFolder, ContentThatMustBeThereAndIsNotIsAFailureThatNamesIt) {
  files->keep_text("abc");
  EXPECT_EQ(text_of(get_stored_file(*files, sha_of_abc)), "abc");
  fs::remove(files->find(sha_of_abc));
  try {
    (void)get_stored_file(*files, sha_of_abc);
    FAIL() << "it is there";
  } catch (const KnownFailure& failure) {
    EXPECT_EQ(failure.fault(), StoreFault::file_lost);
    EXPECT_NE(std::string(failure.what()).find(sha_of_abc), std::string::npos);
  }
}

class KeptFiles : public FilesInAFolder {
 protected:
  using Clock = std::chrono::system_clock;

  void set_kept(const std::string& sha256, Clock::duration ago) {
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(files->find(sha256), now - ago);
  }

  const Clock::time_point a_day_ago = Clock::now() - std::chrono::hours{24};
};

TEST_F(KeptFiles, AreListedByTheBeginningsOfTheirNames) {
  EXPECT_THAT(files->shelf("ba"), testing::IsEmpty());
  files->keep_text("abc");
  const auto shelf = files->shelf("ba");
  ASSERT_EQ(shelf.size(), 1u);
  EXPECT_EQ(shelf[0].sha256, sha_of_abc);
  EXPECT_EQ(shelf[0].size, 3u);
  EXPECT_GT(shelf[0].kept_at, a_day_ago);
  EXPECT_THAT(files->shelf("bb"), testing::IsEmpty());
  EXPECT_EQ(shelf_names().size(), 256u);
  EXPECT_EQ(shelf_names()[0xba], "ba");
}

// B-366
TEST_F(KeptFiles, AreRemovedUnlessTheyWereKeptSince) {
  files->keep_text("abc");
  EXPECT_FALSE(files->remove_unless_kept_since(sha_of_abc, a_day_ago));
  set_kept(sha_of_abc, std::chrono::hours{25});
  EXPECT_TRUE(files->remove_unless_kept_since(sha_of_abc, a_day_ago));
  EXPECT_TRUE(files->find(sha_of_abc).empty());
  EXPECT_FALSE(files->remove_unless_kept_since(sha_of_abc, a_day_ago));
}

// B-366
TEST_F(KeptFiles, CountAsKeptAnewWhenTheSameBytesComeAgain) {
  files->keep_text("abc");
  set_kept(sha_of_abc, std::chrono::hours{25});
  files->keep_text("abc");
  EXPECT_FALSE(files->remove_unless_kept_since(sha_of_abc, a_day_ago));
  EXPECT_EQ(text_of(files->find(sha_of_abc)), "abc");
}

// B-366
TEST_F(KeptFiles, StayWhenTheyAreKeptAndSweptAtTheSameInstant) {
  constexpr int rounds = 300;
  files->keep_text("abc");
  std::barrier together(2);
  std::thread sweeper([&] {
    for (int i = 0; i < rounds; ++i) {
      together.arrive_and_wait();
      files->remove_unless_kept_since(sha_of_abc, a_day_ago);
      together.arrive_and_wait();
    }
  });
  int lost = 0;
  for (int i = 0; i < rounds; ++i) {
    set_kept(sha_of_abc, std::chrono::hours{25});
    auto file = spooled("abc");
    together.arrive_and_wait();
    files->keep(file);
    together.arrive_and_wait();
    if (files->find(sha_of_abc).empty()) {
      ++lost;
      files->keep_text("abc");
    }
  }
  sweeper.join();
  EXPECT_EQ(lost, 0);
}

TEST_F(KeptFiles, AreNotSweptWhileSomebodyReadsTheFolder) {
  const auto other = open_file_folder_to_read(folder / "files");
  {
    const auto reading = other->hold_still();
    EXPECT_FALSE(files->try_to_sweep().has_value());
    const auto another = files->hold_still();
  }
  EXPECT_TRUE(files->try_to_sweep().has_value());
}

TEST_F(KeptFiles, AreHashedAsTheyAre) {
  files->keep_text("abc");
  EXPECT_EQ(sha256_of_file(files->find(sha_of_abc)), sha_of_abc);
  EXPECT_THROW((void)sha256_of_file(folder / "nothing"), StoreFailure);
}

TEST_F(KeptFiles, AreReadWithoutChangingTheFolder) {
  files->keep_text("abc");
  auto left_behind = spooled("abcd");
  const auto reader = open_file_folder_to_read(folder / "files");
  EXPECT_EQ(reader->spooled(), 1u);
  EXPECT_EQ(spool_size(), 1u);
  EXPECT_EQ(text_of(reader->find(sha_of_abc)), "abc");
  EXPECT_THROW((void)reader->spool(), BrokenInvariant);
}

TEST_F(FilesInAFolder, AFolderThatCannotBeMadeIsAFailure) {
  const std::ofstream in_the_way(folder / "file");
  EXPECT_THROW((void)open_file_folder(folder / "file"), StoreFailure);
}

}  // namespace

}  // namespace allot

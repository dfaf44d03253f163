#include "allot/output_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <future>

#include "allot/errors.h"
#include "temporary_folder_for_tests.h"

namespace allot::sdk_tests {

namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;

void write(const fs::path& file, const std::string& text) {
  OutputFile out(file);
  out.add(text);
  out.keep();
}

class OutputFiles : public ::testing::Test {
 protected:
  [[nodiscard]] std::size_t files_here() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.path()), {}));
  }

  fs::path there(const std::string& name, const std::string& text) {
    write_file(folder.path() / name, text);
    return folder.path() / name;
  }

  const TemporaryFolder folder;
};

TEST_F(OutputFiles, HaveTheirBytesOnceTheyAreKept) {
  const auto file = there("a", "old");
  {
    OutputFile out(file);
    out.add("ne");
    out.add("w");
    EXPECT_EQ(out.size(), 3u);
    EXPECT_EQ(read_file(file), "old");
    out.keep();
  }
  EXPECT_EQ(read_file(file), "new");
  EXPECT_EQ(files_here(), 1u);
}

TEST_F(OutputFiles, StayAsTheyWereWhenNothingIsKept) {
  const auto file = there("a", "old");
  {
    OutputFile(file).add("new");
  }
  {
    OutputFile(folder.path() / "b").add("new");
  }
  EXPECT_EQ(read_file(file), "old");
  EXPECT_EQ(files_here(), 1u);
}

TEST_F(OutputFiles, KeepTheirPermissions) {
  const auto file = there("a", "old");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  write(file, "new");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OutputFiles, LeaveWhatLiesBesideThemAlone) {
  const auto other = there("a.part", "somebody's");
  write(folder.path() / "a", "new");
  EXPECT_EQ(read_file(other), "somebody's");
}

TEST_F(OutputFiles, BehindLinksAreWhatTheLinksName) {
  fs::create_directory(folder.path() / "in");
  const auto file = there("in/a", "old");
  fs::create_symlink("in/a", folder.path() / "link");
  fs::create_symlink("link", folder.path() / "further");
  write(folder.path() / "further", "new");
  EXPECT_EQ(read_file(file), "new");
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link"));
  fs::create_symlink("in/b", folder.path() / "to nothing yet");
  write(folder.path() / "to nothing yet", "new");
  EXPECT_EQ(read_file(folder.path() / "in/b"), "new");
  fs::create_symlink("round", folder.path() / "round");
  EXPECT_THROW(write(folder.path() / "round", "new"), BadRequest);
}

// B-388
TEST_F(OutputFiles, WhoseNamesOthersChoseTakeThePlaceOfLinks) {
  const auto kept = there("kept", "old");
  fs::create_symlink("kept", folder.path() / "link");
  fs::create_symlink("nowhere", folder.path() / "dangling");
  for (const auto* name : {"link", "dangling"}) {
    OutputFile out(folder.path() / name, OutputFile::Links::replaced);
    out.add("new");
    out.keep();
    EXPECT_FALSE(fs::is_symlink(folder.path() / name));
    EXPECT_EQ(read_file(folder.path() / name), "new");
  }
  EXPECT_EQ(read_file(kept), "old");
  EXPECT_FALSE(fs::exists(folder.path() / "nowhere"));
}

TEST_F(OutputFiles, ThatArePipesGetTheBytesAsTheyCome) {
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto heard = std::async(std::launch::async, [&] { return read_file(pipe); });
  {
    OutputFile out(pipe);
    EXPECT_TRUE(out.begin_anew());
    out.add("some text");
    EXPECT_FALSE(out.begin_anew());
    out.keep();
  }
  EXPECT_EQ(heard.get(), "some text");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(OutputFiles, ThatAreDevicesStayDevices) {
  for (const auto links : {OutputFile::Links::followed, OutputFile::Links::replaced}) {
    OutputFile full("/dev/full", links);
    EXPECT_THROW(full.add("x"), BadRequest);
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
  }
}

TEST_F(OutputFiles, OfAFileSystemBelowDevAreReplacedWhole) {
  const TemporaryFolder shared("/dev/shm");
  const auto file = shared.path() / "a";
  for (const std::string_view text : {"a long one", "short"}) {
    OutputFile out(file);
    out.add(text);
    out.keep();
    EXPECT_EQ(read_file(file), text);
  }
}

TEST_F(OutputFiles, BeginAnew) {
  OutputFile out(folder.path() / "a");
  out.add("some of it");
  EXPECT_TRUE(out.begin_anew());
  out.add("all");
  out.keep();
  EXPECT_EQ(read_file(folder.path() / "a"), "all");
}

TEST_F(OutputFiles, ThatCannotBeAreNamed) {
  for (const auto& file : {folder.path(), folder.path() / "none" / "a"}) {
    try {
      OutputFile{file};
      FAIL() << file;
    } catch (const BadRequest& error) {
      EXPECT_THAT(error.what(), HasSubstr("The file " + file.string() + " cannot be written"));
    }
  }
  EXPECT_EQ(files_here(), 0u);
}

}  // namespace

}  // namespace allot::sdk_tests

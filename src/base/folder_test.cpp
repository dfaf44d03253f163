#include "base/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <system_error>

namespace allot {

namespace {

namespace fs = std::filesystem;

// That they outlive a power cut is shown by tests/fault.
class ALastingFolder : public testing::Test {
 protected:
  ALastingFolder() {
    auto pattern = (fs::temp_directory_path() / "allot-folder-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }

  ~ALastingFolder() override { fs::remove_all(path); }

  fs::path path;
};

TEST_F(ALastingFolder, IsMadeWithThoseAboveIt) {
  make_lasting_folder(path / "a" / "b", 0700);
  EXPECT_TRUE(fs::is_directory(path / "a" / "b"));
  EXPECT_EQ(fs::status(path / "a" / "b").permissions(), fs::perms::owner_all);
}

TEST_F(ALastingFolder, MayBeThereAlready) {
  make_lasting_folder(path / "a");
  EXPECT_NO_THROW(make_lasting_folder(path / "a"));
}

TEST_F(ALastingFolder, IsNamedWhereItCannotBeMade) {
  try {
    make_lasting_folder("/proc/a");
    FAIL() << "it was made";
  } catch (const std::system_error& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("cannot make /proc/a: "));
  }
}

TEST_F(ALastingFolder, ThatIsNotThereCannotBeSynced) {
  EXPECT_THROW(sync_folder(path / "a"), std::system_error);
}

}  // namespace

}  // namespace allot

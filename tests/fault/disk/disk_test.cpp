#include "disk.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "cuts.h"

namespace allot::fault {

namespace {

namespace fs = std::filesystem;

class ADiskAfterAPowerCut : public testing::Test {
 protected:
  ADiskAfterAPowerCut() {
    write_tree({{"old", "as it was"}}, folder.path());
    start_recording(folder.path());
  }

  /// Does a few things with a file, an open handle at a time.
  struct File {
    File(const fs::path& path, int flags) : handle(::open(path.c_str(), flags, 0600)) {}

    ~File() { ::close(handle); }

    void write(std::string_view text) const {
      EXPECT_EQ(::write(handle, text.data(), text.size()), std::ssize(text));
    }

    void sync() const { EXPECT_EQ(::fsync(handle), 0); }

    int handle;
  };

  fs::path in(const char* name) { return folder.path() / name; }

  void sync_folder() { File(folder.path(), O_RDONLY | O_DIRECTORY).sync(); }

  Tree holds(Fate fate) {
    const auto recording = stop_recording();
    Disk disk(recording.before);
    for (const auto& event : recording.events) disk.play(event);
    std::mt19937_64 chance(1);
    EXPECT_EQ(disk.after_power_cut(Fate::kept, chance), read_tree(folder.path()));
    return disk.after_power_cut(fate, chance);
  }

  MemoryFolder folder;
  const Tree as_before{{"old", "as it was"}};
};

TEST_F(ADiskAfterAPowerCut, HoldsWhatWasThereBefore) {
  EXPECT_EQ(holds(Fate::lost), as_before);
}

TEST_F(ADiskAfterAPowerCut, HasLostBytesThatWereNotSynced) {
  File(in("old"), O_WRONLY).write("something else");
  EXPECT_EQ(holds(Fate::lost), as_before);
}

TEST_F(ADiskAfterAPowerCut, HoldsBytesThatWereSynced) {
  const File file(in("old"), O_WRONLY);
  file.write("AS");
  file.sync();
  file.write(" IT");
  EXPECT_EQ(holds(Fate::lost), (Tree{{"old", "AS it was"}}));
}

TEST_F(ADiskAfterAPowerCut, HasLostANewFileWhoseFolderWasNotSynced) {
  const File file(in("new"), O_WRONLY | O_CREAT);
  file.write("text");
  file.sync();
  EXPECT_EQ(holds(Fate::lost), as_before);
}

TEST_F(ADiskAfterAPowerCut, HoldsTheNameAloneOfANewFileThatWasNotSynced) {
  File(in("new"), O_WRONLY | O_CREAT).write("text");
  sync_folder();
  EXPECT_EQ(holds(Fate::lost), (Tree{{"new", ""}, {"old", "as it was"}}));
}

TEST_F(ADiskAfterAPowerCut, HasLostRenamesAndRemovalsWhoseFolderWasNotSynced) {
  fs::rename(in("old"), in("older"));
  fs::remove(in("older"));
  EXPECT_EQ(holds(Fate::lost), as_before);
}

TEST_F(ADiskAfterAPowerCut, HoldsARenameWhoseFolderWasSynced) {
  fs::rename(in("old"), in("older"));
  sync_folder();
  EXPECT_EQ(holds(Fate::lost), (Tree{{"older", "as it was"}}));
}

TEST_F(ADiskAfterAPowerCut, HasLostWhatIsInAFolderThatIsLost) {
  fs::create_directory(in("folder"));
  {
    const File file(in("folder/new"), O_WRONLY | O_CREAT);
    file.sync();
  }
  File(in("folder"), O_RDONLY | O_DIRECTORY).sync();
  EXPECT_EQ(holds(Fate::lost), as_before);
}

TEST_F(ADiskAfterAPowerCut, HoldsSomeSectorsWholeOfBytesThatWereNotSynced) {
  File(in("old"), O_WRONLY).write(std::string(64 * 512, 'x'));
  const auto torn = holds(Fate::torn).at("old");
  std::set<std::string> kinds;
  for (std::size_t at = 512; at + 512 <= torn.size(); at += 512) kinds.insert(torn.substr(at, 512));
  EXPECT_EQ(kinds, (std::set{std::string(512, 'x'), std::string(512, '\0')}));
}

}  // namespace

}  // namespace allot::fault

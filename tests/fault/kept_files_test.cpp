// The power is cut while contents are kept.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <iostream>

#include "cuts.h"
#include "store/files.h"

namespace allot::fault {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> texts{std::string(5'000, 'x'), "short", std::string(1'025, 'y')};

std::string name_of(const std::string& text) {
  const MemoryFolder folder;
  return open_file_folder(folder.path())->keep_text(text);
}

/// Keeps the texts one after another; each is a step.
void keep_all(const fs::path& folder) {
  const auto files = open_file_folder(folder);
  std::uint64_t steps = 0;
  for (const auto& text : texts) {
    files->keep_text(text);
    note_step(++steps);
  }
}

/// "" when each text that was kept is there whole, and none is there in part.
std::string look_at(const Cut& cut) {
  (void)open_file_folder(cut.folder / "files");
  const auto tree = read_tree(cut.folder / "files");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto name = name_of(texts[i]);
    const auto found = tree.find(name.substr(0, 2) + "/" + name);
    if (found == tree.end() && i < cut.steps) return fmt::format("text {} is lost", i);
    if (found != tree.end() && found->second != texts[i]) return fmt::format("text {} is half", i);
  }
  return "";
}

TEST(AKeptFile, OutlivesAPowerCutAndIsNeverHalf) {
  const MemoryFolder outer;
  start_recording(outer.path());
  keep_all(outer.path() / "files");
  const auto recording = stop_recording();
  ASSERT_EQ(passed_by(recording, outer.path()), "");
  const auto counts = check_every_cut(recording, look_at);
  std::cout << fmt::format(
      "{} files: {} instants, {} disks checked\n", texts.size(), counts.cuts, counts.states
  );
}

TEST(AKeptFile, OutlivesAPowerCutInFoldersThatADeadProcessMade) {
  const MemoryFolder outer;
  start_recording(outer.path());
  for (const auto& text : texts) {
    fs::create_directories(outer.path() / "files" / name_of(text).substr(0, 2));
  }
  keep_all(outer.path() / "files");
  check_every_cut(stop_recording(), look_at);
}

TEST(AKeptFile, OutlivesAPowerCutWhenItIsKeptAgainAfterAProcessThatDied) {
  const MemoryFolder outer;
  start_recording(outer.path());
  // All but the syncs of folders.
  for (const auto& text : texts) {
    const auto name = name_of(text);
    const auto folder = outer.path() / "files" / name.substr(0, 2);
    fs::create_directories(folder);
    const auto elsewhere = open_file_folder(outer.path() / "elsewhere");
    elsewhere->keep_text(text);
    fs::rename(elsewhere->find(name), folder / name);
  }
  keep_all(outer.path() / "files");
  check_every_cut(stop_recording(), look_at);
}

}  // namespace

}  // namespace allot::fault

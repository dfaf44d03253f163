// The power is cut before, between and after all that a script of changes does to the
// disk, and each disk that may be left is opened: every acknowledged step is there, the one under
// way whole or not at all.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <random>

#include "contents.h"
#include "cuts.h"
#include "script.h"

namespace allot::fault {

namespace {

namespace fs = std::filesystem;

/// What a data folder must hold after each number of steps, the first of which is its first start.
struct Story {
  std::vector<std::string> rows;
  std::string keys;  // what signs tokens, from the first step on
};

std::string bytes_of(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(bytes).str();
}

std::string rows_of_new_folder() {
  const MemoryFolder folder;
  const auto opened = open(folder.path() / "data");
  return rows_of(folder.path() / "data");
}

/// "" when the open data folder holds what was promised.
std::string compare(const fs::path& data, std::uint64_t steps, const Story& story) {
  const auto rows = rows_of(data);
  const auto next = std::min<std::size_t>(steps + 1, story.rows.size() - 1);
  if (rows != story.rows[steps] && rows != story.rows[next]) {
    return fmt::format(
        "{}\n  or: {}", difference(story.rows[steps], rows), difference(story.rows[next], rows)
    );
  }
  if (steps > 0 && bytes_of(data / "keys") != story.keys) return "the keys are others";
  return wrong_files(data);
}

/// Opens a disk as the server does, compares, and closes. Of eight one then goes on to work.
std::string look_at(const Cut& cut, const Story& story) {
  const auto data = cut.folder / "data";
  auto opened = open(data);
  if (auto wrong = compare(data, cut.steps, story); !wrong.empty()) return wrong;
  constexpr std::uint64_t account_is_there = 2;
  if (cut.steps < account_is_there || cut.event % 8 != 0) return "";
  make_one_change(opened->env());
  const auto rows = rows_of(data);
  opened.reset();
  opened = open(data);
  return difference(rows, rows_of(data));
}

/// The script, played once.
class APowerCut : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    story().rows = {rows_of_new_folder()};
    const MemoryFolder outer;
    const auto data = outer.path() / "data";
    start_recording(outer.path());
    run_script(data, [&] {
      story().rows.push_back(rows_of(data));
      note_step(story().rows.size() - 1);
    });
    recording() = stop_recording();
    story().keys = bytes_of(data / "keys");
    ASSERT_EQ(passed_by(recording(), outer.path()), "");
  }

  static Recording& recording() {
    static Recording only;
    return only;
  }

  static Story& story() {
    static Story only;
    return only;
  }
};

// B-161, B-164
TEST_F(APowerCut, LosesNothingThatWasAcknowledgedAndLeavesNothingHalf) {
  const auto counts =
      check_every_cut(recording(), [](const Cut& cut) { return look_at(cut, story()); });
  std::cout << fmt::format(
      "A script of {} steps: {} instants, {} disks opened and checked\n",
      story().rows.size() - 1,
      counts.cuts,
      counts.states
  );
  EXPECT_GT(counts.cuts, 500u);
}

// B-161, B-164
TEST_F(APowerCut, MayComeAgainWhileTheServerRecovers) {
  constexpr int times = 6;
  std::mt19937_64 chance(seed());
  CutCounts counts;
  for (int i = 0; i < times && !HasFailure(); ++i) {
    const auto first = cut_somewhere(recording(), chance);
    const MemoryFolder outer;
    write_tree(first.tree, outer.path());
    start_recording(outer.path());
    open(outer.path() / "data").reset();
    const auto recovery = stop_recording();
    const auto more = check_every_cut(recovery, [&](const Cut& cut) {
      auto again = cut;
      again.steps = first.steps;
      return look_at(again, story());
    });
    counts.cuts += more.cuts;
    counts.states += more.states;
  }
  std::cout << fmt::format(
      "{} recoveries: {} instants, {} disks opened and checked\n", times, counts.cuts, counts.states
  );
}

}  // namespace

}  // namespace allot::fault

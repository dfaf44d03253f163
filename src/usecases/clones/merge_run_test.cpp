// What comes in a merge's way while it is written; and whatever is merged, nothing is lost or
// doubled.

#include <map>
#include <random>
#include <set>

#include "base/patience.h"
#include "store/clones.h"
#include "usecases/clones/merges_for_tests.h"
#include "usecases/commands/commands.h"
#include "usecases/items/delete.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class RunningMerges : public MergeTest {
 protected:
  /// A file with so many annotations that they are written in several slices, and its clone in
  /// another dataset with as many.
  void SetUp() override {
    const auto file = item(world.items(1).front());
    second = clone_of(first, "Second", {.annotations = false});
    label(file, "car", 300);
    label(only_file_of(second), "bus", 300);
  }

  Command begin_it() {
    return begin_merging({.datasets = {first, second}, .projects = {}, .name = "All"});
  }

  void expect_whole(const Command& command) {
    EXPECT_EQ(now(command).status, CommandStatus::success) << now(command).error;
    EXPECT_THAT(annotations_of(only_file_of(dataset_of(now(command)))), SizeIs(600));
  }

  const DatasetId first = world.dataset();
  DatasetId second;
};

// B-246
TEST_F(RunningMerges, NobodySeesAnythingOfThemUntilTheyAreDone) {
  const auto command = begin_it();
  run_while("clones/show", 0, [&] {
    EXPECT_THAT(names(), SizeIs(2));
    EXPECT_GT(now(command).progress, 50);
    EXPECT_TRUE(dataset_of(now(command)).empty());
    sound_rows();
  });
  expect_whole(command);
  sound_rows();
}

TEST_F(RunningMerges, AServerThatStopsLeavesThemToTheNextAndNothingIsDoubled) {
  const auto before = sound_rows();
  const auto command = begin_it();
  std::atomic<bool> stopping = false;
  MeanwhileStore store(world.env().store, "clones/slice", 2, [&] { stopping = true; });
  auto env = with_store(world.env(), store);
  EXPECT_THROW(run_next_clone(env, stopping), GivenUp);
  EXPECT_TRUE(knows_origins());
  EXPECT_THAT(names(), SizeIs(2));
  run();
  expect_whole(command);
  purge();
  EXPECT_EQ(sound_rows(), before + 1 + 600 + 1);  // the file, what is on it, and its folder
  EXPECT_FALSE(knows_origins());
}

TEST_F(RunningMerges, OnesThatAreAbortedLeaveNothing) {
  const auto before = sound_rows();
  const auto command = begin_it();
  run_while("clones/slice", 2, [&] {
    ASSERT_OK(abort_command(world.env(), world.manager(), command.id));
  });
  EXPECT_EQ(now(command).status, CommandStatus::canceled);
  EXPECT_FALSE(run_next_clone(world.env(), never));
  EXPECT_FALSE(knows_origins());
  EXPECT_THAT(names(), SizeIs(2));
  purge();
  EXPECT_EQ(sound_rows(), before);
}

// Of an item that several files become no part can be taken back alone.
TEST_F(RunningMerges, ACloneThatGoesHalfReadFailsThem) {
  const auto gone = only_file_of(second).id;
  const auto command = begin_it();
  // After the two slices of the first file, half of the second is read, and then it goes.
  run_while("clones/slice", 2, [&] { must(delete_item(world.env(), world.manager(), gone)); });
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_THAT(now(command).error, HasSubstr("was deleted"));
  EXPECT_THAT(names(), SizeIs(2));
  sound_rows();
}

// The first file is half read when it goes: its clone comes alone.
TEST_F(RunningMerges, AFileThatGoesHalfReadIsLeftOut) {
  const auto gone = only_file_of(first).id;
  const auto command = begin_it();
  run_while("clones/slice", 0, [&] { must(delete_item(world.env(), world.manager(), gone)); });
  EXPECT_EQ(now(command).status, CommandStatus::success) << now(command).error;
  EXPECT_EQ(
      labels_of(only_file_of(dataset_of(now(command)))), std::vector(300, std::string("bus"))
  );
  purge();
  sound_rows();
}

TEST_F(RunningMerges, AreGivenUpWhenTheRightToOneOfThemIsTakenAway) {  // B-170
  world.account("dora");
  world.join("dora", Role::developer);
  const auto command = begin_merging(
      {.datasets = {first, second}, .projects = {}, .name = "All"}, world.caller("dora")
  );
  run_while("clones/slice", 1, [&] { world.join("dora", Role::annotator); });
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_THAT(names(), SizeIs(2));
}

/// Datasets with files of a few names, with clones of any of them, each labelled as it comes.
class AnyMerges : public MergeTest, public testing::WithParamInterface<unsigned> {
 protected:
  struct File {
    ItemId id;
    ItemId origin;
    std::multiset<std::string> labels;
  };

  std::uint64_t below(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(chance_);
  }

  void put_file(const DatasetId& dataset) {
    static constexpr std::array paths{"/a", "/b", "/a/c.png", "/a/d.png", "/e/f/g.png"};
    const std::string path = paths.at(below(paths.size()));
    for (const auto& there : items_of(dataset)) {
      const bool is_apart = !there.path.starts_with(path) && !path.starts_with(there.path);
      if (!is_apart) return;
    }
    const auto id = add(path, ItemType::file, dataset);
    keep(dataset, {.id = id, .origin = id, .labels = {}});
  }

  void put_clone(const DatasetId& dataset) {
    std::vector<File> all;
    for (const auto& [_, files] : files_) all.insert(all.end(), files.begin(), files.end());
    if (all.empty()) return;
    auto file = all.at(below(all.size()));
    const CloneItem input{
        .item = file.id,
        .target = dataset,
        .path = "/clones/" + std::to_string(++clones_) + ".png",
        .parts = {.annotations = below(2) == 0}
    };
    const auto made = must(clone_item(world.env(), world.manager(), input));
    file.id = std::get<ItemCloned>(made.result).clone;
    if (!input.parts.annotations) file.labels.clear();
    keep(dataset, std::move(file));
  }

  void keep(const DatasetId& dataset, File file) {
    for (auto more = below(3); more > 0; --more) {
      const auto label = "label " + std::to_string(below(1'000));
      annotate(file.id, {{.type = "class", .label = label, .creator = {}}});
      file.labels.insert(label);
    }
    files_[dataset].push_back(std::move(file));
  }

  /// By origin.
  using Labels = std::multiset<std::multiset<std::string>>;

  Labels expected(const std::vector<DatasetId>& datasets) {
    std::map<ItemId, std::multiset<std::string>> by_origin;
    for (const auto& dataset : datasets) {
      for (const auto& file : files_[dataset]) {
        by_origin[file.origin].insert(file.labels.begin(), file.labels.end());
      }
    }
    Labels all;
    for (const auto& [_, labels] : by_origin) all.insert(labels);
    return all;
  }

  Labels found(const DatasetId& dataset) {
    Labels all;
    for (const auto& file : files_of(dataset)) {
      const auto labels = labels_of(file);
      all.emplace(labels.begin(), labels.end());
    }
    return all;
  }

  std::mt19937 chance_{GetParam()};
  std::map<DatasetId, std::vector<File>> files_;
  int clones_ = 0;
};

// B-246
TEST_P(AnyMerges, HoldEachOriginOnceWithAllThatIsOnItsFiles) {
  const std::vector datasets{world.dataset(), another_dataset("2"), another_dataset("3")};
  for (int i = 0; i < 30; ++i) {
    const auto& dataset = datasets.at(below(datasets.size()));
    below(2) == 0 ? put_file(dataset) : put_clone(dataset);
  }
  const auto all = merged(datasets);
  EXPECT_EQ(found(all), expected(datasets));
  std::set<std::string> paths;
  for (const auto& path : paths_of(all)) EXPECT_TRUE(paths.insert(path).second) << path;
  sound_rows();
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyMerges, testing::Range(0u, 20u));

}  // namespace
}  // namespace allot::test

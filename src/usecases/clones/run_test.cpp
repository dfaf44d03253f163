// What comes in a clone's way while it is written, and who sees it when.

#include "usecases/clones/run.h"

#include "base/patience.h"
#include "store/clones.h"
#include "usecases/accounts/manage.h"
#include "usecases/clones/clones_for_tests.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/remove.h"
#include "usecases/exports/begin.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/items/upload.h"
#include "usecases/projects/remove.h"

namespace allot::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class RunningClones : public CloneTest {
 protected:
  /// Five items; the first has so many annotations that it is written in two slices.
  std::vector<ItemId> items_of_two_slices() {
    auto items = world.items(5);
    annotate(
        items[0], std::vector<NewAnnotation>(600, {.type = "class", .label = "car", .creator = {}})
    );
    return items;
  }

  std::size_t items_in(const DatasetId& dataset) { return items_of(dataset).size(); }
};

TEST_F(RunningClones, NobodySeesAnythingOfThemUntilTheyAreDone) {
  items_of_two_slices();
  const auto command = begin({.name = "Copy"});
  std::vector<std::string> before;
  run_while("clones/show", 0, [&] {
    before = names();
    const auto written =
        look([&](const Transaction& tx) { return tx.clones().find(command.id).value().dataset; });
    EXPECT_FALSE(written.empty());
    EXPECT_FAILS(get_dataset(world.env(), world.manager(), written), ErrorCode::not_found);
    EXPECT_GT(now(command).progress, 0);
    EXPECT_LT(now(command).progress, 100);
    EXPECT_TRUE(std::get<DatasetCloned>(now(command).result).clone.empty());
    sound_rows();
  });
  EXPECT_THAT(before, Not(Contains("Copy")));
  EXPECT_THAT(names(), Contains("Copy"));
  EXPECT_EQ(now(command).status, CommandStatus::success);
}

TEST_F(RunningClones, AServerThatStopsLeavesThemToTheNextAndNothingIsDoubled) {
  items_of_two_slices();
  const auto before = sound_rows();
  const auto command = begin({.name = "Copy"});
  std::atomic<bool> stopping = false;
  MeanwhileStore store(world.env().store, "clones/slice", 0, [&] { stopping = true; });
  auto env = with_store(world.env(), store);
  EXPECT_THROW(run_next_clone(env, stopping), GivenUp);
  EXPECT_EQ(now(command).status, CommandStatus::in_progress);
  EXPECT_THAT(names(), SizeIs(1));
  sound_rows();
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_THAT(names(), SizeIs(2));
  purge();
  EXPECT_EQ(sound_rows(), 2 * before + 1);  // and the folder
  EXPECT_FALSE(run_next_clone(world.env(), never));
}

TEST_F(RunningClones, OnesThatAreAbortedLeaveNothing) {
  items_of_two_slices();
  const auto before = sound_rows();
  const auto waiting = begin({.name = "Waiting"});
  ASSERT_OK(abort_command(world.env(), world.manager(), waiting.id));
  const auto command = begin({.name = "Copy"});
  run_while("clones/slice", 1, [&] {
    ASSERT_OK(abort_command(world.env(), world.manager(), command.id));
  });
  for (const auto& one : {waiting, command}) {
    EXPECT_EQ(now(one).status, CommandStatus::canceled);
  }
  EXPECT_FALSE(run_next_clone(world.env(), never));
  EXPECT_THAT(names(), SizeIs(1));
  purge();
  EXPECT_EQ(sound_rows(), before);
}

TEST_F(RunningClones, OnesWhoseCommandWasCanceledOtherwiseEnd) {
  const auto command = begin({.name = "Copy"});
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.journal().cancel_if_running(command.id, world.clock.now());
    return Done{};
  }));
  end_stopped_clones(world.env());
  EXPECT_FALSE(run_next_clone(world.env(), never));
  EXPECT_EQ(now(command).status, CommandStatus::canceled);
}

TEST_F(RunningClones, AreGivenUpWhenTheRightToThemIsTakenAway) {  // B-170
  items_of_two_slices();
  world.account("dora");
  world.join("dora", Role::developer);
  const auto before = sound_rows();
  const auto command = begin({.name = "Copy"}, world.caller("dora"));
  run_while("clones/slice", 1, [&] { world.join("dora", Role::annotator); });
  EXPECT_NE(failed(command), "");
  world.join("dora", Role::developer);
  const auto last = begin({.name = "Copy"}, world.caller("dora"));
  run_while("clones/show", 0, [&] { ASSERT_OK(disable_user(world.env(), "dora@example.org")); });
  EXPECT_THAT(failed(last), HasSubstr("may not sign in any more"));
  EXPECT_THAT(names(), SizeIs(1));
  purge();
  EXPECT_EQ(sound_rows(), before);
}

TEST_F(RunningClones, FailWithTheirProjectOrTheirSource) {
  items_of_two_slices();
  const auto first = begin({.name = "Copy"});
  run_while("clones/show", 0, [&] {
    ASSERT_OK(remove_dataset(world.env(), world.manager(), world.dataset()));
  });
  EXPECT_THAT(failed(first), HasSubstr("There is no dataset"));
  purge();
  sound_rows();
}

TEST_F(RunningClones, LeaveNothingOfAProjectThatGoes) {
  items_of_two_slices();
  const auto command = begin({.name = "Copy"});
  run_while("clones/slice", 1, [&] {
    ASSERT_OK(remove_project(world.env(), world.manager(), world.project()));
    sound_rows();
  });
  EXPECT_NE(failed(command), "");
  purge();
  EXPECT_EQ(sound_rows(), 0u);
}

TEST_F(RunningClones, PeopleTakeTurns) {
  world.account("dora");
  world.join("dora", Role::developer);
  const auto first = begin({.name = "1"});
  const auto second = begin({.name = "2"});
  const auto other = begin({.name = "3"}, world.caller("dora"));
  EXPECT_TRUE(run_next_clone(world.env(), never));
  world.clock.advance(std::chrono::seconds{1});
  EXPECT_TRUE(run_next_clone(world.env(), never));
  EXPECT_EQ(now(first).status, CommandStatus::success);
  EXPECT_EQ(now(other).status, CommandStatus::success);
  EXPECT_EQ(now(second).status, CommandStatus::in_progress);
}

// --- the source

TEST_F(RunningClones, AnItemIsAsItIsWhenItsTurnComes) {
  const auto items = items_of_two_slices();
  begin({.name = "Copy"});
  run_while("clones/slice", 1, [&] {
    auto changed = item(items[2]);
    changed.description = "changed";
    put(changed);
    ASSERT_OK(delete_item(world.env(), world.manager(), items[3]));
    world.items(1);  // it came too late
  });
  const auto made = look([&](const Transaction& tx) {
    return tx.datasets().of_project(world.project()).back().id;
  });
  std::vector<ItemId> sources;
  std::vector<std::string> descriptions;
  for (const auto& one : items_of(made)) {
    if (one.type == ItemType::dir) continue;
    sources.push_back(one.source_item);
    descriptions.push_back(one.description);
  }
  // What was read for the slice that was about to be written was read before.
  EXPECT_THAT(sources, ElementsAre(items[0], items[1], items[2], items[3], items[4]));
  EXPECT_THAT(descriptions, Not(Contains("changed")));
  sound_rows();
}

TEST_F(RunningClones, AnItemThatWentBeforeItsTurnIsLeftOut) {
  const auto items = items_of_two_slices();
  begin({.name = "Copy"});
  run_while("clones/slice", 0, [&] {
    ASSERT_OK(delete_item(world.env(), world.manager(), items[3]));
  });
  const auto made = look([&](const Transaction& tx) {
    return tx.datasets().of_project(world.project()).back().id;
  });
  EXPECT_EQ(items_in(made), 5u);  // four, and their folder
  sound_rows();
}

TEST_F(RunningClones, AnItemThatWentInTheMiddleIsNotThereInHalf) {
  const auto items = items_of_two_slices();
  begin({.name = "Copy"});
  run_while("clones/slice", 0, [&] {
    ASSERT_OK(delete_item(world.env(), world.manager(), items[0]));
  });
  const auto made = look([&](const Transaction& tx) {
    return tx.datasets().of_project(world.project()).back().id;
  });
  for (const auto& one : items_of(made)) EXPECT_NE(one.source_item, items[0]);
  EXPECT_EQ(items_in(made), 5u);
  purge();
  EXPECT_EQ(look([&](const Transaction& tx) { return tx.annotations().total(made); }), 0u);
  sound_rows();
}

TEST_F(RunningClones, AFileThatNobodyNamesAnyMoreIsReadAgain) {
  const auto id = world.items(1).front();
  auto source = item(id);
  source.content = std::string(64, 'a');
  put(source);
  begin({.name = "Copy"});
  run_while("clones/slice", 0, [&] {
    source.content = std::string(64, 'b');
    put(source);
  });
  const auto made = look([&](const Transaction& tx) {
    return tx.datasets().of_project(world.project()).back().id;
  });
  EXPECT_EQ(items_of(made).back().content, std::string(64, 'b'));
}

// --- into a dataset that is there

class ClonesIntoADataset : public CloneTest {
 protected:
  Command begin_into(CloneOrder order = {}) {
    order.target = target;
    return begin(std::move(order));
  }

  void upload(const std::string& path) {
    auto spool = world.env().files.spool();
    spool->append("x");
    must(upload_item(
        world.env(), world.manager(), {.dataset = target, .path = path}, spool->finish()
    ));
  }

  void expect_nothing_new(const Command& command, const std::vector<std::string>& paths) {
    EXPECT_NE(failed(command), "");
    EXPECT_EQ(paths_of(target), paths);
    purge();
    EXPECT_EQ(paths_of(target), paths);
    sound_rows();
  }

  DatasetId target = another_dataset();
};

TEST_F(ClonesIntoADataset, ComeBesideWhatIsThere) {
  world.items(2, "day");
  add("/night/1.png", ItemType::file, target);
  const auto command = begin_into({.directory = "/copies"});
  std::size_t before = 0;
  run_while("clones/show", 0, [&] { before = paths_of(target).size(); });
  EXPECT_EQ(before, 1u);
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_EQ(std::get<DatasetCloned>(now(command).result).clone, target);
  EXPECT_THAT(
      paths_of(target),
      UnorderedElementsAre(
          "/night/1.png", "/copies", "/copies/day", "/copies/day/0001.png", "/copies/day/0002.png"
      )
  );
  sound_rows();
}

TEST_F(ClonesIntoADataset, UseTheFoldersThatAreThere) {
  world.items(1, "day");
  const auto folder = add("/day", ItemType::dir, target);
  begin_into();
  run();
  EXPECT_THAT(paths_of(target), ElementsAre("/day", "/day/0001.png"));
  EXPECT_EQ(items_of(target).front().id, folder);
}

TEST_F(ClonesIntoADataset, ADatasetMayBeClonedIntoAFolderOfItself) {
  world.items(2, "day");
  target = world.dataset();
  begin_into({.directory = "/copies"});
  run();
  EXPECT_THAT(
      paths_of(target),
      UnorderedElementsAre(
          "/day/0001.png",
          "/day/0002.png",
          "/copies",
          "/copies/day",
          "/copies/day/0001.png",
          "/copies/day/0002.png"
      )
  );
}

TEST_F(ClonesIntoADataset, APathThatIsTakenFailsAndNothingIsCloned) {
  world.items(2, "day");
  add("/day/0002.png", ItemType::file, target);
  const auto command = begin_into();
  run();
  EXPECT_THAT(failed(command), HasSubstr("`/day/0002.png`"));
  expect_nothing_new(command, {"/day/0002.png"});
}

TEST_F(ClonesIntoADataset, NothingComesBelowAFile) {  // B-256
  world.items(1, "day");
  add("/day", ItemType::file, target);
  const auto command = begin_into();
  run();
  EXPECT_THAT(failed(command), HasSubstr("`/day` is a file"));
  expect_nothing_new(command, {"/day"});
}

TEST_F(ClonesIntoADataset, WhoUploadsToAPathMeanwhileHasIt) {
  world.items(2, "day");
  const auto command = begin_into();
  run_while("clones/show", 0, [&] { upload("/day/0002.png"); });
  EXPECT_THAT(failed(command), HasSubstr("`/day/0002.png` was taken"));
  expect_nothing_new(command, {"/day", "/day/0002.png"});
}

TEST_F(ClonesIntoADataset, FoldersBecomeOneWithThoseOfOthers) {
  world.items(2, "day");
  const auto command = begin_into();
  run_while("clones/show", 0, [&] { upload("/day/other.png"); });
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_THAT(
      paths_of(target),
      UnorderedElementsAre("/day", "/day/0001.png", "/day/0002.png", "/day/other.png")
  );
  purge();
  sound_rows();
}

TEST_F(ClonesIntoADataset, AFolderThatSomebodyPutsAFileInPlaceOfFailsThem) {  // B-256
  world.items(1, "day");
  const auto folder = add("/day", ItemType::dir, target);
  const auto first = begin_into();
  run_while("clones/show", 0, [&] {
    ASSERT_OK(delete_item(world.env(), world.manager(), folder));
    upload("/day");
  });
  expect_nothing_new(first, {"/day"});
  ASSERT_OK(delete_item(world.env(), world.manager(), items_of(target).front().id));
  const auto second = begin_into();
  run_while("clones/show", 0, [&] { upload("/day"); });
  expect_nothing_new(second, {"/day"});
}

TEST_F(ClonesIntoADataset, ALockedDatasetGetsNone) {
  world.items(1, "day");
  const BeginExport locking{.dataset = target, .order = {}, .locks = true, .lock_time = {}};
  const auto command = begin_into();
  run_while("clones/show", 0, [&] {
    ASSERT_OK(begin_export(world.env(), world.manager(), locking));
  });
  EXPECT_THAT(failed(command), HasSubstr("locked"));
  expect_nothing_new(command, {});
  EXPECT_FAILS(
      begin_clone(
          world.env(), world.manager(), {.dataset = world.dataset(), .order = {.target = target}}
      ),
      ErrorCode::conflict
  );
}

TEST_F(ClonesIntoADataset, GoWithTheDatasetThatTheyWereToComeInto) {
  world.items(1, "day");
  const auto command = begin_into();
  run_while("clones/show", 0, [&] {
    ASSERT_OK(remove_dataset(world.env(), world.manager(), target));
  });
  EXPECT_THAT(failed(command), HasSubstr("There is no dataset"));
  purge();
  sound_rows();
}

TEST_F(ClonesIntoADataset, EachOfAFewIsToldOf) {
  const auto items = world.items(2, "day");
  const auto before = look([](const Transaction& tx) { return tx.journal().last_event(); });
  begin_into();
  run();
  const auto told = look([&](const Transaction& tx) {
    return tx.journal().told_of(
        {.after = before, .until = tx.journal().last_event()}, Thing::item, Act::created, 10
    );
  });
  EXPECT_THAT(told, SizeIs(2));
}

}  // namespace
}  // namespace allot::test

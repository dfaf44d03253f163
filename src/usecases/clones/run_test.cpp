// What comes in a clone's way while it is written, and who sees it when.

#include "usecases/clones/run.h"

#include "base/patience.h"
#include "store/clones.h"
#include "usecases/accounts/manage.h"
#include "usecases/clones/clones_for_tests.h"
#include "usecases/clones/make.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/remove.h"
#include "usecases/items/delete.h"
#include "usecases/projects/remove.h"

namespace allot::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

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

  /// Of the server, while the next clone is made.
  void crash_after_the_beginning() {
    struct Crash {};

    MeanwhileStore store(world.env().store, "clones/slice", 0, [] { throw Crash{}; });
    auto env = with_store(world.env(), store);
    EXPECT_THROW(run_next_clone(env, never), Crash);
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

TEST_F(RunningClones, AreGivenUpAtTheThirdCrash) {
  world.items(3);
  const auto before = sound_rows();
  const auto command = begin({.name = "Copy"});
  for (std::uint64_t i = 0; i < clone_tries_max; ++i) {
    crash_after_the_beginning();
    EXPECT_EQ(now(command).status, CommandStatus::in_progress);
  }
  EXPECT_TRUE(run_next_clone(world.env(), never));
  EXPECT_THAT(failed(command), HasSubstr("ended 3 times"));
  EXPECT_FALSE(run_next_clone(world.env(), never));
  purge();
  EXPECT_EQ(sound_rows(), before);
}

TEST_F(RunningClones, AreNotGivenUpForServersThatStopInGoodOrder) {
  items_of_two_slices();
  const auto command = begin({.name = "Copy"});
  for (std::uint64_t i = 0; i < 2 * clone_tries_max; ++i) {
    std::atomic<bool> stopping = false;
    MeanwhileStore store(world.env().store, "clones/slice", 0, [&] { stopping = true; });
    auto env = with_store(world.env(), store);
    EXPECT_THROW(run_next_clone(env, stopping), GivenUp);
  }
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
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

}  // namespace
}  // namespace allot::test

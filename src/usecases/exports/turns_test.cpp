// Exports of several people, and those that end with the server.

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>

#include "json/text.h"
#include "usecases/commands/commands.h"
#include "usecases/exports/exports_for_tests.h"

namespace allot::test {
namespace {

using testing::HasSubstr;

class TurnsOfExports : public ExportsOfADataset {};

TEST_F(TurnsOfExports, AreAbortedByOwnersOfTheirProjectToo) {
  world.items(1);
  world.account("dora");
  world.join("dora", Role::developer);
  const auto mias = begin();
  const auto doras = begin({}, world.caller("dora"));
  EXPECT_FAILS(abort_command(world.env(), world.caller("dora"), mias.id), ErrorCode::forbidden);
  const auto aborted = abort_command(world.env(), world.manager(), doras.id);
  ASSERT_OK(aborted);
  EXPECT_EQ(aborted->status, CommandStatus::canceled);
  run();
  EXPECT_EQ(now(doras).status, CommandStatus::canceled);
  EXPECT_EQ(now(mias).status, CommandStatus::success);
  EXPECT_EQ(files_in_binaries(), 1u);
}

TEST_F(TurnsOfExports, ThatAreLargeLeaveATurnToThoseOfOthers) {
  world.items(3);
  world.account("dora");
  world.join("dora", Role::developer);
  ExportTurns turns(world.env(), never, {.turn = std::chrono::milliseconds{0}});
  const auto large = begin();
  EXPECT_TRUE(turns.take());  // an item of it
  const auto small =
      begin({.items_query = R"({"filter":{"filename":"*0002*"}})"}, world.caller("dora"));
  EXPECT_TRUE(turns.take());
  EXPECT_TRUE(turns.take());
  EXPECT_EQ(now(small).status, CommandStatus::success);
  EXPECT_EQ(now(large).status, CommandStatus::in_progress);
  while (turns.take()) {
  }
  EXPECT_EQ(now(large).status, CommandStatus::success);
  EXPECT_EQ(json::elements_of(content(large)).size(), 3u);
}

TEST_F(TurnsOfExports, AreUnderWayForAFewPeopleAtOnce) {
  world.items(20);
  std::vector<Command> commands;
  for (const auto* person : {"amy", "bob", "cat", "dan", "eve", "fay"}) {
    world.account(person);
    world.join(person, Role::developer);
    commands.push_back(begin({}, world.caller(person)));
  }
  ExportTurns turns(world.env(), never, {.turn = std::chrono::milliseconds{0}});
  for (std::size_t i = 0; i < 2 * ExportTurns::under_way_max; ++i) EXPECT_TRUE(turns.take());
  const auto begun = std::ranges::count_if(commands, [&](const Command& command) {
    return now(command).progress > 0;
  });
  EXPECT_EQ(begun, static_cast<std::ptrdiff_t>(ExportTurns::under_way_max));
  while (turns.take()) {
  }
  for (const auto& command : commands) EXPECT_EQ(now(command).status, CommandStatus::success);
}

TEST_F(TurnsOfExports, AreGivenUpAtTheThirdCrash) {
  world.items(3);
  const auto command = begin_locked();
  for (std::uint64_t i = 0; i < ExportTurns::tries_max; ++i) {
    ExportTurns crashed(world.env(), never, {.turn = std::chrono::milliseconds{0}});
    EXPECT_TRUE(crashed.take());
    EXPECT_EQ(now(command).status, CommandStatus::in_progress);
  }
  ExportTurns turns(world.env(), never);
  EXPECT_TRUE(turns.take());
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_THAT(now(command).error, HasSubstr("ended 3 times"));
  EXPECT_FALSE(is_locked());
  EXPECT_FALSE(turns.take());
}

TEST_F(TurnsOfExports, AreNotGivenUpForServersThatStopInGoodOrder) {
  world.items(3);
  const auto command = begin();
  for (std::uint64_t i = 0; i < 2 * ExportTurns::tries_max; ++i) {
    ExportTurns stopped(world.env(), never, {.turn = std::chrono::milliseconds{0}});
    EXPECT_TRUE(stopped.take());
    stopped.leave();
  }
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
}

}  // namespace
}  // namespace allot::test

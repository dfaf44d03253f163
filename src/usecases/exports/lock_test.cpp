// What a locked dataset holds up, and when it is free again.

#include <algorithm>

#include "base/patience.h"
#include "usecases/datasets/unlock.h"
#include "usecases/exports/exports_for_tests.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/items/upload.h"

namespace allot::test {
namespace {

TEST_F(ExportsOfADataset, ALockedDatasetStaysAsItIsUntilTheExportHasEnded) {
  const auto items = world.items(1);
  annotate(items[0], "car");
  const auto command = begin_locked();
  EXPECT_TRUE(is_locked());
  auto& env = world.env();
  const auto mia = world.manager();
  const auto upload = [&] {
    auto spool = env.files.spool();
    spool->append("x");
    return upload_item(env, mia, {.dataset = world.dataset(), .path = "/new.txt"}, spool->finish());
  };
  EXPECT_FAILS(upload(), ErrorCode::conflict);
  EXPECT_FAILS(make_folder(env, mia, world.dataset(), "/new"), ErrorCode::conflict);
  EXPECT_FAILS(change_item(env, mia, {.item = items[0], .path = "/a.png"}), ErrorCode::conflict);
  EXPECT_FAILS(delete_item(env, mia, items[0]), ErrorCode::conflict);
  const NewAnnotation added{.type = "class", .label = "car", .creator = {}};
  EXPECT_FAILS(create_annotations(env, mia, items[0], {added}), ErrorCode::conflict);
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_FALSE(is_locked());
  EXPECT_OK(upload());
}

TEST_F(ExportsOfADataset, ALockEndsWithTheLastOfItsExports) {
  begin_locked();
  begin_locked();
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_TRUE(is_locked());
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_FALSE(is_locked());
}

TEST_F(ExportsOfADataset, ALockEndsWithItsTime) {
  world.items(1);
  begin_locked(std::chrono::seconds{60});
  world.clock.advance(std::chrono::seconds{59});
  const std::atomic<bool> stopping = true;
  EXPECT_THROW(run_next_export(world.env(), stopping), GivenUp);
  EXPECT_TRUE(is_locked());
  world.clock.advance(std::chrono::seconds{1});
  EXPECT_THROW(run_next_export(world.env(), stopping), GivenUp);
  EXPECT_FALSE(is_locked());
}

TEST_F(ExportsOfADataset, WhatTakesTheFilesOfExportsIsNotLocked) {
  begin();
  run();
  const auto binaries = read(world.env().store, [&](const Transaction& tx) {
    const auto all = tx.datasets().of_project(world.project());
    return std::ranges::find_if(all, &Dataset::binaries)->id;
  });
  const BeginExport input{.dataset = binaries, .order = {}, .locks = true, .lock_time = {}};
  EXPECT_FAILS(begin_export(world.env(), world.manager(), input), ErrorCode::invalid);
}

TEST_F(ExportsOfADataset, ALockedDatasetCanBeUnlockedByHand) {
  const auto command = begin_locked();
  ASSERT_OK(unlock_dataset(world.env(), world.manager(), world.dataset()));
  EXPECT_FALSE(is_locked());
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_FALSE(is_locked());
}

}  // namespace
}  // namespace allot::test

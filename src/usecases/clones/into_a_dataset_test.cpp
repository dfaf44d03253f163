// Clones into a dataset in which others have items, and in which they go on working.

#include <future>
#include <thread>

#include "usecases/clones/clones_for_tests.h"
#include "usecases/datasets/remove.h"
#include "usecases/exports/begin.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/change.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/delete.h"
#include "usecases/items/move.h"
#include "usecases/items/upload.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

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

  /// Do moves wait for the rows of their items?
  bool rows_wait() {
    return look([&](const Transaction& tx) { return tx.bulk_changes().pending_of(target) > 0; });
  }

  /// Of the items that are in the target.
  void change_metadata_of_all() {
    must(change_matching_items(
        world.env(),
        world.manager(),
        {.dataset = target, .query = {}, .difference = R"({"user":{"a":1}})"}
    ));
  }

  void write_rows() {
    must(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      write_bulk_slice(tx, target);
      return Done{};
    }));
  }

  /// Those of a move, on another thread.
  std::future<void> rows_a_moment_later() {
    EXPECT_TRUE(rows_wait());
    return std::async(std::launch::async, [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
      while (rows_wait()) write_rows();
    });
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

TEST_F(ClonesIntoADataset, LookAtTheFoldersAboveManyFilesOnce) {
  const auto steps_of = [&](const std::string& directory) {
    const auto steps = [&] {
      std::uint64_t all = 0;
      for (const auto& job : world.env().store.numbers().jobs) {
        if (job.kind == "clones/slice") all += job.steps;
      }
      return all;
    };
    const auto before = steps();
    const auto command = begin_into({.directory = directory});
    run();
    EXPECT_EQ(now(command).error, "");
    return steps() - before;
  };
  world.items(60, "day");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "/f";
  const auto at_the_top = steps_of("/top");
  EXPECT_LT(steps_of(deep), 2 * at_the_top);
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

// B-256; the rows of what moved say where it is a moment later, and the clone waits for that.
TEST_F(ClonesIntoADataset, WhatMovesToAPathMeanwhileHasIt) {
  world.items(2, "day");
  const auto folder = add("/night", ItemType::dir, target);
  for (int i = 0; i < 300; ++i) {  // more than the rows that are written with the move
    add("/night/of " + std::to_string(i), ItemType::file, target);
  }
  add("/night/0002.png", ItemType::file, target);
  const auto command = begin_into();
  std::future<void> rows;
  run_while("clones/show", 0, [&] {
    ASSERT_OK(change_item(world.env(), world.manager(), {.item = folder, .path = "/day"}));
    rows = rows_a_moment_later();
  });
  rows.get();
  EXPECT_THAT(failed(command), HasSubstr("`/day/0002.png` was taken"));
  EXPECT_EQ(paths_of(target).size(), 302u);
  purge();
  sound_rows();
}

// B-256
TEST_F(ClonesIntoADataset, WhatComesIntoAFolderMeanwhileHasItsPath) {
  world.items(2, "day");
  const auto day = add("/day", ItemType::dir, target);
  for (int i = 0; i < 300; ++i) add("/night/of " + std::to_string(i), ItemType::file, target);
  add("/night/0002.png", ItemType::file, target);
  const auto command = begin_into();
  std::future<void> rows;
  run_while("clones/show", 0, [&] {
    const MoveItems all{
        .dataset = target,
        .folder = day,
        .which = must(query::parse_query(R"({"filter":{"type":"file"}})"))
    };
    ASSERT_OK(move_items(world.env(), world.manager(), all));
    rows = rows_a_moment_later();
  });
  rows.get();
  EXPECT_THAT(failed(command), HasSubstr("`/day/0002.png` was taken"));
  EXPECT_EQ(paths_of(target).size(), 302u);
  purge();
  sound_rows();
}

// B-256
TEST_F(ClonesIntoADataset, WhatComesIntoTheRootMeanwhileHasItsPath) {
  add("/0002.png");
  for (int i = 0; i < 300; ++i) add("/night/of " + std::to_string(i), ItemType::file, target);
  add("/night/0002.png", ItemType::file, target);
  const auto command = begin_into();
  std::future<void> rows;
  run_while("clones/show", 0, [&] {
    const MoveItems all{
        .dataset = target,
        .folder = std::nullopt,
        .which = must(query::parse_query(R"({"filter":{"type":"file"}})"))
    };
    ASSERT_OK(move_items(world.env(), world.manager(), all));
    rows = rows_a_moment_later();
  });
  rows.get();
  EXPECT_THAT(failed(command), HasSubstr("`/0002.png` was taken"));
  EXPECT_EQ(paths_of(target).size(), 301u);
  purge();
  sound_rows();
}

TEST_F(ClonesIntoADataset, DoNotWaitForTheRowsOfMovesAndChangesThatTakeNothingOfTheirs) {
  world.items(2, "day");
  const auto night = add("/night", ItemType::dir, target);
  for (int i = 0; i < 600; ++i) {  // more than the rows that are written with a change
    add("/night/of " + std::to_string(i), ItemType::file, target);
  }
  const auto command = begin_into();
  run_while("clones/show", 0, [&] {
    change_metadata_of_all();
    ASSERT_OK(change_item(world.env(), world.manager(), {.item = night, .path = "/daylight"}));
    ASSERT_TRUE(rows_wait());
  });
  EXPECT_TRUE(rows_wait());
  EXPECT_EQ(now(command).error, "");
  EXPECT_EQ(now(command).status, CommandStatus::success);
  while (rows_wait()) write_rows();
  sound_rows();
}

TEST_F(ClonesIntoADataset, ThousandsOfFoldersThatStayWhereTheyAreMayChangeMeanwhile) {
  const auto path_of = [](int number) { return "/" + std::to_string(number); };
  constexpr int folders = 1'100;
  for (int i = 0; i < folders; ++i) {
    add(path_of(i), ItemType::dir);
    add(path_of(i), ItemType::dir, target);
  }
  add("/0/1.png");
  const auto moved = items_of(target).back().id;
  const auto first = begin_into();
  run_while("clones/show", 0, [&] { change_metadata_of_all(); });
  EXPECT_EQ(now(first).error, "");
  EXPECT_EQ(items_of(target).size(), folders + 1u);
  const auto second = begin_into({.items_query = R"({"filter":{"type":"dir"}})"});
  run_while("clones/show", 0, [&] {
    change_metadata_of_all();
    ASSERT_OK(delete_item(world.env(), world.manager(), moved));
  });
  EXPECT_THAT(failed(second), HasSubstr("were changed in the meantime"));
  while (rows_wait()) write_rows();
  purge();
  sound_rows();
}

TEST_F(ClonesIntoADataset, WaitUntilItIsKnownWhetherSomethingIsBelowAFile) {  // B-256
  constexpr int more_than_are_passed_over = 20'100;
  must(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    ItemSet items;
    for (int i = 0; i < more_than_are_passed_over; ++i) {
      items.insert(tx.items().add(
          {.dataset = target,
           .id = world.env().ids.next<ItemId>(),
           .path = "/1.png/" + std::to_string(i),
           .creator = World::person("mia")}
      ));
    }
    tx.items().remove(target, items, {});
    return Done{};
  }));
  add("/1.png");
  const auto command = begin_into();
  std::future<void> purged;
  run_while("clones/slice", 0, [&] {
    purged = std::async(std::launch::async, [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
      purge();
    });
  });
  purged.get();
  EXPECT_EQ(now(command).error, "");
  EXPECT_THAT(paths_of(target), ElementsAre("/1.png"));
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

#include "usecases/items/move.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/text.h"
#include "usecases/annotations/write.h"
#include "usecases/items/folders_for_tests.h"

namespace allot::test {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// An error that names the path, and leaves everything where it was.
template <class Move>
void expect_refused(Folders& folders, Move move, const std::string& path) {
  const auto before = folders.all();
  const auto refused = move();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr(path));
  EXPECT_EQ(folders.all(), before);
}

// B-460
TEST(MoveAFolder, TakesAlongEverythingBelowIt) {
  Folders folders;
  const auto file = folders.put("/a/b/1.png");
  const auto other = folders.put("/ab/2.png");
  const auto folder = *folders.at("/a");
  const auto moved = must(folders.move(folder, "/x/y"));
  EXPECT_EQ(moved.item.id, folder);
  EXPECT_EQ(moved.item.path, "/x/y");
  EXPECT_EQ(folders.path_of(file), "/x/y/b/1.png");
  EXPECT_EQ(folders.path_of(other), "/ab/2.png");
  EXPECT_THAT(
      folders.paths(), ElementsAre("/ab", "/ab/2.png", "/x", "/x/y", "/x/y/b", "/x/y/b/1.png")
  );
}

// B-461
TEST(MoveAFolder, LeavesIdsTasksAnnotationsAndCountsAsTheyAre) {
  Folders folders;
  auto& world = folders.world;
  const auto items = world.items(3);
  const auto folder = folders.folder("/pictures");
  const NewAnnotation box{.type = "box", .label = "cat", .creator = {}};
  must(create_annotations(world.env(), world.manager(), items[0], {{box}}));
  world.join("ada", Role::annotator);
  world.task({{.annotator = "ada", .open_items = 2, .completed_items = 1}});
  const auto counts = world.snapshot();
  must(folders.move(folder, "/elsewhere"));
  EXPECT_EQ(world.snapshot(), counts);
  const auto view = must(read_item(world.env(), world.manager(), items[0]));
  EXPECT_EQ(view.annotations, 1u);
  EXPECT_EQ(view.item.dir(), "/elsewhere");
  EXPECT_EQ(folders.count(R"({"dir":"/elsewhere","annotated":true})"), 1u);
}

// B-462
TEST(MoveAFolder, ToATakenPathIsRefusedAndNothingMoves) {
  Folders folders;
  folders.put("/a/1.png");
  folders.put("/b/2.png");
  const auto folder = *folders.at("/a");
  expect_refused(folders, [&] { return folders.move(folder, "/b"); }, "/b");
  expect_refused(folders, [&] { return folders.move(folder, "/b/2.png"); }, "/b/2.png");
}

// B-256
TEST(MoveAFolder, BelowAFileIsRefused) {
  Folders folders;
  folders.put("/a/1.png");
  folders.put("/b/2.png");
  const auto folder = *folders.at("/a");
  expect_refused(folders, [&] { return folders.move(folder, "/b/2.png/a"); }, "/b/2.png");
}

// B-462
TEST(MoveAFolder, IntoItselfIsRefused) {
  Folders folders;
  folders.put("/a/b/1.png");
  const auto folder = *folders.at("/a");
  expect_refused(folders, [&] { return folders.move(folder, "/a/b/a"); }, "/a/b/a");
  expect_refused(folders, [&] { return folders.move(folder, "/a/c"); }, "/a/c");
}

// B-462
TEST(MoveAFolder, ThatWouldMakeAPathTooLongIsRefused) {
  Folders folders;
  std::string deep = "/a";
  for (int i = 0; i < 15; ++i) deep += "/" + std::string(250, 'x');
  folders.put(deep);
  const auto folder = *folders.at("/a");
  const auto long_path = "/" + std::string(255, 'y');
  expect_refused(folders, [&] { return folders.move(folder, long_path); }, "4000 bytes");
  std::string parts;
  for (int i = 0; i < 90; ++i) parts += "/p";
  expect_refused(folders, [&] { return folders.move(folder, parts); }, "100 parts");
}

// B-460
TEST(MoveAFolder, ToWhereItIsChangesNothing) {
  Folders folders;
  folders.put("/a/1.png");
  const auto before = folders.all();
  must(folders.move(*folders.at("/a"), "/a"));
  must(folders.move(*folders.at("/a"), "/a/"));
  EXPECT_EQ(folders.all(), before);
}

// B-460
TEST(MoveAFolder, ToAHiddenPlaceHidesWhatIsBelowIt) {
  Folders folders;
  folders.put("/a/1.png");
  folders.put("/a/.b/2.png");
  const auto folder = *folders.at("/a");
  EXPECT_EQ(folders.count(R"({"type":"file","hidden":false})"), 1u);
  must(folders.move(folder, "/.a"));
  EXPECT_EQ(folders.count(R"({"type":"file","hidden":true})"), 2u);
  must(folders.move(folder, "/c"));
  EXPECT_EQ(folders.count(R"({"type":"file","hidden":false})"), 1u);
  EXPECT_EQ(folders.count(R"({"filename":"/c/.b/2.png","hidden":true})"), 1u);
}

// B-463
TEST(MoveAFolder, OfManyItemsIsSeenAtOnceAndComesToTheRowsAfterwards) {
  Folders folders;
  folders.world.items(2'500, "many");
  const auto folder = folders.folder("/many");
  const auto file = *folders.at("/many/0001.png");
  must(folders.move(folder, "/moved"));
  const auto check = [&] {
    EXPECT_EQ(folders.count(R"({"dir":"/moved"})"), 2'500u);
    EXPECT_EQ(folders.count(R"({"filename":"/many*"})"), 0u);
    EXPECT_EQ(folders.at("/moved/0001.png"), file);
    EXPECT_EQ(folders.at("/many/0001.png"), std::nullopt);
  };
  check();
  // The place that it left is anybody's at once.
  const auto newcomer = folders.put("/many/0001.png");
  EXPECT_TRUE(folders.write_some());
  EXPECT_EQ(folders.at("/many/0001.png"), newcomer);
  EXPECT_EQ(folders.at("/moved/0001.png"), file);
  while (folders.write_some()) continue;
  EXPECT_EQ(folders.count(R"({"dir":"/moved"})"), 2'500u);
  EXPECT_EQ(folders.at("/many/0001.png"), newcomer);
}

// B-463: the place that it left is free at once, for itself, too.
TEST(MoveAFolder, OfVeryManyItemsComesBackAtOnce) {
  constexpr std::size_t more_than_are_passed_over = 21'000;
  Folders folders;
  folders.world.items(more_than_are_passed_over, "many");
  const auto folder = folders.folder("/many");
  must(folders.move(folder, "/moved"));
  must(folders.move(folder, "/many"));
  EXPECT_EQ(folders.count(R"({"dir":"/many"})"), more_than_are_passed_over);
  const auto into = folders.folder("/into");
  EXPECT_EQ(
      must(folders.move_into(into, std::vector<ItemId>{folder})), more_than_are_passed_over + 1
  );
  must(folders.move_into_root(std::vector<ItemId>{folder}));
  EXPECT_EQ(folders.count(R"({"dir":"/many"})"), more_than_are_passed_over);
}

// B-460
TEST(MoveItems, ComeIntoTheFolderWithTheirNames) {
  Folders folders;
  const auto one = folders.put("/a/1.png");
  const auto two = folders.put("/b/c/2.png");
  const auto there = folders.put("/all/3.png");
  const auto all = *folders.at("/all");
  EXPECT_EQ(must(folders.move_into(all, std::vector<ItemId>{one, two, there, one})), 2u);
  EXPECT_EQ(folders.path_of(one), "/all/1.png");
  EXPECT_EQ(folders.path_of(two), "/all/2.png");
  EXPECT_EQ(folders.path_of(there), "/all/3.png");
  EXPECT_EQ(must(folders.move_into(all, std::vector<ItemId>{one, two})), 0u);
}

// B-460
TEST(MoveItems, OfAQueryAreItsFiles) {
  Folders folders;
  const auto one = folders.put("/a/in/1.png");
  folders.put("/b/2.png");
  const auto all = folders.folder("/a/all");
  EXPECT_EQ(must(folders.move_into(all, Folders::query(R"({"filename":"/a/*"})"))), 1u);
  EXPECT_EQ(folders.path_of(one), "/a/all/1.png");
  EXPECT_TRUE(folders.at("/a/in"));
  EXPECT_TRUE(folders.at("/b/2.png"));
}

// B-460
TEST(MoveItems, FoldersComeWithAllBelowThem) {
  Folders folders;
  const auto one = folders.put("/a/b/1.png");
  const auto two = folders.put("/a/2.png");
  const auto all = folders.folder("/all");
  const std::vector<ItemId> named{*folders.at("/a"), *folders.at("/a/b"), two};
  EXPECT_EQ(must(folders.move_into(all, named)), 4u);
  EXPECT_THAT(
      folders.paths(), ElementsAre("/all", "/all/a", "/all/a/2.png", "/all/a/b", "/all/a/b/1.png")
  );
  EXPECT_EQ(folders.path_of(one), "/all/a/b/1.png");
}

// B-462
TEST(MoveItems, OneOfWhichWouldMeetAnotherStayAll) {
  Folders folders;
  const auto one = folders.put("/a/x.png");
  const auto two = folders.put("/b/x.png");
  const auto free = folders.put("/b/y.png");
  const auto folder = folders.folder("/c/x.png");
  folders.put("/all/y.png");
  const auto all = *folders.at("/all");
  const auto move = [&](std::vector<ItemId> which) {
    return [&folders, &all, which = std::move(which)] { return folders.move_into(all, which); };
  };
  expect_refused(folders, move({one, two}), "/all/x.png");
  expect_refused(folders, move({one, free}), "/all/y.png");
  expect_refused(folders, move({one, folder}), "/all/x.png");
}

// B-460
TEST(MoveItems, ComeIntoTheRoot) {
  Folders folders;
  const auto file = folders.put("/a/b/1.png");
  const auto there = folders.put("/2.png");
  const auto below = folders.put("/a/c/3.png");
  const auto folder = *folders.at("/a/c");
  const std::vector<ItemId> which{file, there, folder};
  EXPECT_EQ(must(folders.move_into_root(which)), 3u);
  EXPECT_EQ(folders.path_of(file), "/1.png");
  EXPECT_EQ(folders.path_of(below), "/c/3.png");
  EXPECT_EQ(folders.count(R"({"dir":"/","type":"file"})"), 2u);
  EXPECT_EQ(must(folders.move_into_root(which)), 0u);
  const auto second = folders.put("/a/b/1.png");
  expect_refused(
      folders, [&] { return folders.move_into_root(std::vector<ItemId>{second}); }, "/1.png"
  );
}

// B-463
TEST(MoveItems, ManyComeIntoTheRootAtOnce) {
  Folders folders;
  folders.world.items(2'500, "many");
  const auto file = *folders.at("/many/2000.png");
  EXPECT_EQ(must(folders.move_into_root(Folders::query(R"({"type":"file"})"))), 2'500u);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(folders.count(R"({"dir":"/"})"), 2'500u);
    EXPECT_EQ(folders.at("/2000.png"), file);
    EXPECT_FALSE(folders.at("/many/2000.png"));
    EXPECT_EQ(folders.count(R"({"filename":"/2000.png"})"), 1u);
    folders.write_some();
  }
  while (folders.write_some()) continue;
  EXPECT_EQ(folders.count(R"({"dir":"/"})"), 2'500u);
}

// B-256
TEST(MoveItems, DoNotComeWherePathsGoThrough) {
  Folders folders;
  const auto file = folders.put("/a/x");
  folders.put("/all/x/1.png");
  folders.remove_folder_alone("/all/x");
  const auto all = *folders.at("/all");
  expect_refused(
      folders, [&] { return folders.move_into(all, std::vector<ItemId>{file}); }, "/all/x"
  );
}

// B-460
TEST(MoveItems, ComeUpToWhereOnlyTheirOwnPathsWentThrough) {
  Folders folders;
  const auto file = folders.put("/all/x/x");
  folders.remove_folder_alone("/all/x");
  must(folders.move_into(*folders.at("/all"), std::vector<ItemId>{file}));
  EXPECT_THAT(folders.paths(), ElementsAre("/all", "/all/x"));
}

// B-462
TEST(MoveItems, WhatIsNoFolderTakesNone) {
  Folders folders;
  const auto one = folders.put("/a/1.png");
  const auto two = folders.put("/a/2.png");
  expect_refused(
      folders, [&] { return folders.move_into(one, std::vector<ItemId>{two}); }, "/a/1.png"
  );
}

// B-462
TEST(MoveItems, AFolderDoesNotComeIntoItself) {
  Folders folders;
  folders.put("/a/b/1.png");
  const auto outer = *folders.at("/a");
  const auto inner = *folders.at("/a/b");
  for (const auto& into : {outer, inner}) {
    expect_refused(
        folders, [&] { return folders.move_into(into, std::vector<ItemId>{outer}); }, "/a"
    );
  }
}

TEST(MoveItems, ThatAreNotThereAreNotFoundAndTheOthersStay) {
  Folders folders;
  const auto one = folders.put("/a/1.png");
  const auto all = folders.folder("/all");
  const auto before = folders.all();
  const ItemId unknown{"ffffffffffffffffffffffff"};
  EXPECT_FAILS(folders.move_into(all, std::vector<ItemId>{one, unknown}), ErrorCode::not_found);
  EXPECT_EQ(folders.all(), before);
}

// B-170
TEST(MoveItems, TakesTheRightToChangeData) {
  Folders folders;
  const auto one = folders.put("/a/1.png");
  const auto all = folders.folder("/all");
  folders.world.join("max", Role::annotation_manager);
  const MoveItems input{
      .dataset = folders.world.dataset(), .folder = all, .which = std::vector<ItemId>{one}
  };
  EXPECT_FAILS(move_items(folders.env(), folders.world.caller("max"), input), ErrorCode::forbidden);
}

// B-463
TEST(MoveItems, ManyComeAtOnceAndAreRefusedAtOnce) {
  Folders folders;
  folders.world.items(1'500, "left");
  folders.world.items(1'500, "right");
  const auto all = folders.folder("/all");
  EXPECT_EQ(must(folders.move_into(all, Folders::query(R"({"type":"file"})"))), 3'000u);
  EXPECT_EQ(folders.count(R"({"dir":"/all"})"), 3'000u);
  const auto late = folders.put("/left/2999.png");
  // Whether the rows of those that came say so or not.
  for (int i = 0; i < 3; ++i) {
    expect_refused(
        folders, [&] { return folders.move_into(all, std::vector<ItemId>{late}); }, "/all/2999.png"
    );
    folders.write_some();
  }
  while (folders.write_some()) continue;
  EXPECT_EQ(folders.count(R"({"dir":"/all"})"), 3'000u);
}

}  // namespace

}  // namespace allot::test

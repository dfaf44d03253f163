// Items that move together are at their new paths at once, and their rows follow in slices
// (docs/adr/0054).

#include "conformance/item_paths_for_tests.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(PathsOfAStore, MovesAreToldUntilTheirRowsAreWritten) {
  const auto one = add("/a/1.jpg");
  const auto two = add("/b.jpg");
  const PathChange first{.from = "/a", .to = "/z"};
  const PathChange second{.from = "", .to = "/y"};
  move({one}, first);
  change([&](Transaction& tx) {
    tx.bulk_changes().change_items(
        dataset, {one, two}, {.difference = R"({"user":1})", .project = {}, .actor = {}, .at = {}}
    );
  });
  move({two}, second);
  const auto moves = [&] {
    return look([&](const Transaction& tx) { return tx.bulk_changes().pending_moves_of(dataset); });
  };
  EXPECT_THAT(moves(), ElementsAre(second, first));
  take(10);
  EXPECT_THAT(moves(), ElementsAre(first));
  while (is_pending()) take(10);
  EXPECT_THAT(moves(), testing::IsEmpty());
}

TEST_F(PathsOfAStore, OfWhatMovedAreSeenByEveryReadBeforeTheirRowsAreWritten) {
  const auto top = add_folder("/a");
  const auto one = add("/a/1.jpg");
  const auto two = add("/a/in/2.jpg");
  const auto other = add("/b.jpg");
  move({top, one, two}, {.from = "/a", .to = "/z/y"});
  const auto check = [&] {
    EXPECT_EQ(path_of(one), "/z/y/1.jpg");
    EXPECT_EQ(at("/z/y/in/2.jpg"), two);
    EXPECT_EQ(at("/z/y"), top);
    EXPECT_EQ(at("/a/1.jpg"), std::nullopt);
    EXPECT_EQ(with("i.path = ?", "/z/y/1.jpg"), ItemSet{one});
    EXPECT_EQ(with("i.path = ?", "/a/1.jpg"), ItemSet{});
    EXPECT_EQ(with("i.dir = ?", "/z/y"), ItemSet{one});
    EXPECT_EQ(with("i.name = ?", "y"), ItemSet{top});
    EXPECT_EQ(with("i.path = ?", "/b.jpg"), ItemSet{other});
    EXPECT_EQ(below("/z"), (Paths{{"/z/y", top}, {"/z/y/1.jpg", one}, {"/z/y/in/2.jpg", two}}));
    EXPECT_EQ(below("/a"), Paths{});
    EXPECT_EQ(has_below("/z/y/in"), true);
    EXPECT_EQ(has_below("/a"), false);
    EXPECT_THAT(by_path(), ElementsAre(other, top, one, two));
  };
  EXPECT_TRUE(is_pending());
  check();
  EXPECT_EQ(take(3).rows, 2u);
  check();
  reopen();
  check();
  take(9);
  EXPECT_FALSE(is_pending());
  check();
}

TEST_F(PathsOfAStore, FilesOfAnyFolderComeIntoOneWithTheirNames) {
  const auto one = add("/a/1.jpg");
  const auto two = add("/b/c/2.jpg");
  const auto same_name = add("/d/1.jpg");
  move({one, two}, {.from = "", .to = "/all"});
  EXPECT_EQ(path_of(two), "/all/2.jpg");
  EXPECT_EQ(at("/all/1.jpg"), one);
  EXPECT_EQ(at("/d/1.jpg"), same_name);
  EXPECT_EQ(below("/all"), (Paths{{"/all/1.jpg", one}, {"/all/2.jpg", two}}));
  EXPECT_EQ(has_below("/b"), false);
  take(9);
  EXPECT_EQ(at("/all/1.jpg"), one);
  EXPECT_EQ(with("i.dir = ?", "/all"), (ItemSet{one, two}));
}

TEST_F(PathsOfAStore, ThatWereLeftAreFreeAtOnce) {
  const auto moved = add("/a/1.jpg");
  move({moved}, {.from = "/a", .to = "/b"});
  const auto added = add("/a/1.jpg");
  EXPECT_EQ(at("/a/1.jpg"), added);
  EXPECT_EQ(at("/b/1.jpg"), moved);
  const auto renamed = add("/c.jpg");
  move({added}, {.from = "/a", .to = "/d"});
  rename(renamed, "/a/1.jpg");
  EXPECT_EQ(at("/a/1.jpg"), renamed);
  EXPECT_EQ(at("/d/1.jpg"), added);
  while (is_pending()) take(1);
  EXPECT_EQ(at("/a/1.jpg"), renamed);
  EXPECT_EQ(at("/b/1.jpg"), moved);
  EXPECT_EQ(at("/d/1.jpg"), added);
}

TEST_F(PathsOfAStore, OfTwoFoldersThatChangedPlacesAreWrittenOneOverTheOther) {
  const auto one = add("/a/x.jpg");
  const auto two = add("/b/x.jpg");
  move({one}, {.from = "/a", .to = "/t"});
  move({two}, {.from = "/b", .to = "/a"});
  move({one}, {.from = "/t", .to = "/b"});
  while (is_pending()) {
    EXPECT_EQ(at("/b/x.jpg"), one);
    EXPECT_EQ(at("/a/x.jpg"), two);
    take(1);
  }
  EXPECT_EQ(with("i.path = ?", "/b/x.jpg"), ItemSet{one});
  EXPECT_EQ(with("i.path = ?", "/a/x.jpg"), ItemSet{two});
}

TEST_F(PathsOfAStore, GiveWayToWhatComesWhereSomethingWasRemoved) {
  const auto gone = add("/b/x.jpg");
  const auto moved = add("/a/x.jpg");
  change([&](Transaction& tx) { tx.items().remove(dataset, {gone}, {}); });
  move({moved}, {.from = "/a", .to = "/b"});
  EXPECT_EQ(at("/b/x.jpg"), moved);
  take(9);
  EXPECT_EQ(at("/b/x.jpg"), moved);
  EXPECT_EQ(below("/b"), (Paths{{"/b/x.jpg", moved}}));
}

TEST_F(PathsOfAStore, TellInTheSetsWhoIsHidden) {
  const auto one = add("/a/x.jpg");
  const auto two = add("/a/.y.jpg");
  move({one, two}, {.from = "/a", .to = "/.b"}, {one, two});
  EXPECT_EQ(sets(dataset).hidden, (ItemSet{one, two}));
  move({one, two}, {.from = "/.b", .to = "/c"}, {two});
  EXPECT_EQ(sets(dataset).hidden, ItemSet{two});
  const auto check = [&] {
    look([&](const Transaction& tx) {
      EXPECT_FALSE(tx.items().at_path(dataset, "/c/x.jpg")->hidden);
      EXPECT_TRUE(tx.items().at_path(dataset, "/c/.y.jpg")->hidden);
      EXPECT_EQ(tx.integrity().sets_from_rows(dataset).hidden, ItemSet{two});
      return 0;
    });
  };
  check();
  while (is_pending()) take(1);
  check();
}

TEST_F(PathsOfAStore, OfThoseAskedForAreVisitedInTheirOrder) {
  const auto one = add("/a/x.jpg");
  const auto two = add("/y.jpg");
  const auto gone = add("/z.jpg");
  change([&](Transaction& tx) { tx.items().remove(dataset, {gone}, {}); });
  move({one}, {.from = "/a", .to = "/b"});
  std::vector<std::string> paths;
  look([&](const Transaction& tx) {
    const auto visit = [&](Ordinal, std::string_view path) { paths.emplace_back(path); };
    tx.item_paths().each_of(dataset, {one, two, gone, 77}, visit);
    return 0;
  });
  EXPECT_THAT(paths, ElementsAre("/b/x.jpg", "/y.jpg"));
}

TEST_F(PathsOfAStore, ThatLeftAreSoundToACheckWhileTheirRowsSayOtherwise) {
  const auto moved = add("/a/x.jpg");
  move({moved}, {.from = "/a", .to = "/b"});
  add("/a");  // a file, where the row still is below
  look([&](const Transaction& tx) {
    EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance

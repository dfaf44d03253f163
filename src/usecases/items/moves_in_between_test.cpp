// What moves is found on a snapshot and moved later. Here somebody else's change is committed just
// between the two.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/items/delete.h"
#include "usecases/items/folders_for_tests.h"
#include "usecases/items/overtaken_for_tests.h"

namespace allot::test {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Folders, and an environment in which the next change is overtaken by another.
class Meanwhile : public Folders {
 public:
  Meanwhile() : overtaken_(world.env().store), slow_(with_store(world.env(), overtaken_)) {}

  Result<ItemView> move_while(
      const ItemId& id, const std::string& path, std::function<void()> change
  ) {
    overtaken_.overtake(std::move(change), 1);
    return change_item(slow_, world.manager(), {.item = id, .path = path});
  }

  Result<Done> remove_while(const ItemId& id, std::function<void()> change) {
    overtaken_.overtake(std::move(change), 1);
    return delete_item(slow_, world.manager(), id);
  }

  Result<std::uint64_t> move_into_while(
      const ItemId& into,
      std::variant<std::vector<ItemId>, query::Query> which,
      std::function<void()> change
  ) {
    overtaken_.overtake(std::move(change), 1);
    return move_into(slow_, into, std::move(which));
  }

  [[nodiscard]] int writes() const { return overtaken_.writes(); }

 private:
  Overtaken overtaken_;
  Env slow_;
};

// B-464
TEST(AFolderThatMoves, TakesAlongWhatCameMeanwhileAndLeavesWhatWent) {
  Meanwhile folders;
  const auto stays = folders.put("/a/1.png");
  const auto leaves = folders.put("/a/2.png");
  const auto folder = *folders.at("/a");
  ItemId comes;
  ItemId joins = folders.put("/b/4.png");
  must(folders.move_while(folder, "/z", [&] {
    comes = folders.put("/a/in/3.png");
    must(folders.move(leaves, "/c/2.png"));
    must(folders.move(joins, "/a/4.png"));
  }));
  EXPECT_EQ(folders.path_of(stays), "/z/1.png");
  EXPECT_EQ(folders.path_of(comes), "/z/in/3.png");
  EXPECT_EQ(folders.path_of(leaves), "/c/2.png");
  EXPECT_EQ(folders.path_of(joins), "/z/4.png");
  EXPECT_FALSE(folders.at("/a"));
}

// B-464
TEST(AFolderThatMoves, IsRefusedWhenItsNewPlaceWasTakenMeanwhile) {
  Meanwhile folders;
  folders.put("/a/1.png");
  const auto folder = *folders.at("/a");
  const auto refused = folders.move_while(folder, "/z", [&] { folders.put("/z/9.png"); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_TRUE(folders.at("/a/1.png"));
}

// B-256, B-464
TEST(AFolderThatMoves, IsRefusedWhenPathsGoThroughItsNewPlaceMeanwhile) {
  Meanwhile folders;
  folders.put("/a/1.png");
  const auto folder = *folders.at("/a");
  const auto refused = folders.move_while(folder, "/z", [&] {
    folders.put("/z/9.png");
    folders.remove_folder_alone("/z");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_TRUE(folders.at("/a/1.png"));
}

// B-464
TEST(AFolderThatMoves, AndWasMovedMeanwhileGoesFromWhereItIs) {
  Meanwhile folders;
  const auto file = folders.put("/a/1.png");
  const auto folder = *folders.at("/a");
  must(folders.move_while(folder, "/z", [&] { must(folders.move(folder, "/b")); }));
  EXPECT_EQ(folders.path_of(file), "/z/1.png");
  EXPECT_EQ(folders.writes(), 2);
}

// B-144
TEST(AFolderThatIsDeleted, TakesAlongWhatCameMeanwhileAndLeavesWhatWent) {
  Meanwhile folders;
  folders.put("/a/1.png");
  const auto leaves = folders.put("/a/2.png");
  const auto joins = folders.put("/b/4.png");
  must(folders.remove_while(*folders.at("/a"), [&] {
    folders.put("/a/in/3.png");
    must(folders.move(leaves, "/c/2.png"));
    must(folders.move(joins, "/a/4.png"));
  }));
  EXPECT_THAT(folders.paths(), ElementsAre("/b", "/c", "/c/2.png"));
}

// B-144
TEST(AFolderThatIsDeleted, AndWasMovedMeanwhileGoesFromWhereItIs) {
  Meanwhile folders;
  folders.put("/a/1.png");
  const auto folder = *folders.at("/a");
  must(folders.remove_while(folder, [&] {
    must(folders.move(folder, "/b"));
    folders.put("/a/2.png");
  }));
  EXPECT_THAT(folders.paths(), ElementsAre("/a", "/a/2.png"));
}

// B-464
TEST(ItemsThatMove, AreRefusedWhenANameWasTakenMeanwhile) {
  const std::pair<const char*, std::function<void(Meanwhile&)>> takers[] = {
      {"a new file", [](Meanwhile& it) { it.put("/all/1.png"); }},
      {"a folder", [](Meanwhile& it) { it.folder("/all/1.png"); }},
      {"a file that is renamed",
       [](Meanwhile& it) { must(it.move(*it.at("/all/x.png"), "/all/1.png")); }},
      {"what is below it",
       [](Meanwhile& it) {
         it.put("/all/1.png/9.png");
         it.remove_folder_alone("/all/1.png");
       }},
      {"one that moves, too", [](Meanwhile& it) { must(it.move(*it.at("/b/2.png"), "/b/1.png")); }},
  };
  for (const auto& [name, take] : takers) {
    SCOPED_TRACE(name);
    Meanwhile folders;
    folders.put("/a/1.png");
    folders.put("/b/2.png");
    folders.put("/all/x.png");
    const auto all = *folders.at("/all");
    const std::vector<ItemId> which{*folders.at("/a/1.png"), *folders.at("/b/2.png")};
    const auto refused = folders.move_into_while(all, which, [&] { take(folders); });
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("/all/1.png"));
    EXPECT_TRUE(folders.at("/a/1.png"));
  }
}

// B-464
TEST(ItemsThatMove, GoFromWhereTheyAreUnderTheNamesThatTheyHave) {
  Meanwhile folders;
  const auto renamed = folders.put("/a/1.png");
  const auto gone_there = folders.put("/a/2.png");
  const auto all = folders.folder("/all");
  const std::vector<ItemId> which{renamed, gone_there};
  const auto moved = folders.move_into_while(all, which, [&] {
    must(folders.move(renamed, "/b/9.png"));
    must(folders.move(gone_there, "/all/2.png"));
  });
  EXPECT_EQ(must(moved), 1u);
  EXPECT_EQ(folders.path_of(renamed), "/all/9.png");
  EXPECT_EQ(folders.path_of(gone_there), "/all/2.png");
}

// B-464
TEST(ItemsThatMove, ComeToWhereTheFolderIs) {
  Meanwhile folders;
  const auto file = folders.put("/a/1.png");
  const auto all = folders.folder("/all");
  must(folders.move_into_while(all, std::vector<ItemId>{file}, [&] {
    must(folders.move(all, "/elsewhere"));
  }));
  EXPECT_EQ(folders.path_of(file), "/elsewhere/1.png");
}

}  // namespace

}  // namespace allot::test

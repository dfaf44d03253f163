#include "domain/item_path.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace allot {

namespace {

const PathChange renamed{.from = "/a/b", .to = "/c"};
const PathChange gathered{.from = "", .to = "/all"};

TEST(ItemPath, HasAFolderAndAName) {
  EXPECT_EQ(folder_of_path("/a/b/c.jpg"), "/a/b");
  EXPECT_EQ(folder_of_path("/c.jpg"), "/");
  EXPECT_EQ(name_of_path("/a/b/c.jpg"), "c.jpg");
  EXPECT_EQ(name_of_path("/c.jpg"), "c.jpg");
}

TEST(ItemPath, IsBelowTheFoldersAboveItAndNoOther) {
  EXPECT_TRUE(is_below("/a/b/c", "/a"));
  EXPECT_TRUE(is_below("/a/b/c", "/a/b"));
  EXPECT_FALSE(is_below("/a/b", "/a/b"));
  EXPECT_FALSE(is_below("/ab/c", "/a"));
  EXPECT_FALSE(is_below("/a", "/a/b"));
}

TEST(ItemPath, IsHiddenByAPartThatStartsWithADot) {
  EXPECT_TRUE(is_hidden_path("/.a/b"));
  EXPECT_TRUE(is_hidden_path("/a/.b"));
  EXPECT_FALSE(is_hidden_path("/a.b/c."));
}

TEST(PathChange, TakesAFolderWithAllBelowItToAnotherPlace) {
  EXPECT_EQ(path_after(renamed, "/a/b"), "/c");
  EXPECT_EQ(path_after(renamed, "/a/b/x/y.jpg"), "/c/x/y.jpg");
  EXPECT_EQ(path_after(renamed, "/a/bc"), "/a/bc");
}

TEST(PathChange, TakesFilesOfAnyFolderIntoOne) {
  EXPECT_EQ(path_after(gathered, "/a/b/x.jpg"), "/all/x.jpg");
  EXPECT_EQ(path_after(gathered, "/x.jpg"), "/all/x.jpg");
}

TEST(PathChange, KnowsWhereAFolderWasAndNotWhereEachFileWas) {
  EXPECT_EQ(path_before(renamed, "/c"), "/a/b");
  EXPECT_EQ(path_before(renamed, "/c/x"), "/a/b/x");
  EXPECT_EQ(path_before(renamed, "/cx"), std::nullopt);
  EXPECT_EQ(path_before(renamed, "/a/b/x"), std::nullopt);
  EXPECT_EQ(path_before(gathered, "/all/x.jpg"), std::nullopt);
}

RC_GTEST_PROP(PathChange, IsTakenBackByWhatWasBefore, ()) {
  const auto part =
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'd')));
  const auto path = [&] {
    std::string made;
    const auto parts = *rc::gen::inRange(1, 4);
    for (int i = 0; i < parts; ++i) made += '/' + *part;
    return made;
  };
  const PathChange change{.from = path(), .to = path()};
  const auto before = change.from + *rc::gen::element<std::string>("", path());
  const auto after = path_after(change, before);
  RC_ASSERT(path_before(change, after) == before);
  RC_ASSERT(is_below(after, change.to) == is_below(before, change.from));
}

}  // namespace

}  // namespace allot

// Where copies come to whose paths are taken.

#include "usecases/clones/copies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "support/world.h"
#include "usecases/items/path.h"

namespace allot::test {
namespace {

using testing::HasSubstr;

/// A folder at whose end so many bytes are left of a path.
std::string folder_with_room(std::size_t bytes) {
  const auto length = path_bytes_max - bytes;
  std::string folder;
  while (folder.size() + 102 < length) folder += "/" + std::string(100, 'x');
  folder += "/" + std::string(length - folder.size() - 1, 'y');
  return folder;
}

TEST(PathsOfCopies, HaveTheirNumberBeforeTheExtension) {
  EXPECT_EQ(numbered_path("/a/b.tar.gz", 2), "/a/b.tar (2).gz");
  EXPECT_EQ(numbered_path("/a.b/c", 2), "/a.b/c (2)");
  EXPECT_EQ(numbered_path("/.hidden", 3), "/.hidden (3)");
}

TEST(PathsOfCopies, AreCutBeforeTheNumberWhereTheNameIsTooLong) {
  const std::string rest(240, 'a');
  EXPECT_EQ(numbered_path("/x/" + rest + "aaaaaaaaaaa.png", 12), "/x/" + rest + "aaaaaa (12).png");
  EXPECT_EQ(numbered_path("/" + rest + "aaaaaaaaaa\u00e4aaa", 2), "/" + rest + "aaaaaaaaaa (2)");
}

TEST(PathsOfCopies, AreCutBeforeTheNumberWhereThePathIsTooLong) {
  const auto folder = folder_with_room(11);
  EXPECT_EQ(numbered_path(folder + "/abcdef.png", 2), folder + "/ab (2).png");
  EXPECT_EQ(numbered_path(folder + "/abcdef.png", 10), folder + "/a (10).png");
  EXPECT_EQ(numbered_path(folder + "/a\u00e4cde.png", 2), folder + "/a (2).png");
  EXPECT_EQ(numbered_path(folder + "/abcdef.png", 100), std::nullopt);
  EXPECT_EQ(numbered_path(folder + "/abcdefghijk.png", 2), folder + "/ab (2).png");
}

TEST(PathsOfCopies, AreRefusedWhereThereIsNoRoomForANumber) {
  const auto path = folder_with_room(6) + "/a.png";
  EXPECT_EQ(free_path(path, [](const std::string&) { return true; }).value(), path);
  const auto refused = free_path(path, [](const std::string&) { return false; });
  EXPECT_FAILS(refused, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("has no room for a number"));
}

const auto names = rc::gen::map(
    rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "a", "b", " ", ".", "\u00e4", "\U0001F600", ".png", "cccccccc"
    ))),
    [](const std::vector<std::string>& pieces) {
      std::string name = "n";
      for (const auto& piece : pieces) {
        if (name.size() + piece.size() <= part_bytes_max) name += piece;
      }
      return name;
    }
);

RC_GTEST_PROP(PathsOfCopies, AreFreeAndNoLongerThanPathsMayBe, ()) {
  const auto name = *names;
  const auto room = *rc::gen::inRange<std::size_t>(2, 300);
  const auto path = folder_with_room(room) + "/" + name;  // perhaps too long, in a numbered folder
  std::set<std::string> taken;
  for (int copies = *rc::gen::inRange(1, 40); copies > 0; --copies) {
    const auto found = free_path(path, [&](const std::string& at) { return !taken.contains(at); });
    if (!found) {
      RC_ASSERT(room < 70u);
      return;
    }
    RC_ASSERT(parse_item_path(*found).value() == *found);
    RC_ASSERT(taken.insert(*found).second);
  }
}

}  // namespace
}  // namespace allot::test

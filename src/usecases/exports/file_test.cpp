#include "usecases/exports/file.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/patience.h"
#include "support/world.h"

namespace allot {
namespace {

/// The names of an archive of items at these paths, in this order, with the ids `1`, `2`, ….
std::vector<std::string> names_of(
    const std::vector<std::string>& paths, const ExportNames& names = {}
) {
  EntryNames taken(EntryNames::Equal::to_the_letter);
  std::vector<std::string> found;
  for (const auto& path : paths) {
    const ItemId id{std::to_string(found.size() + 1)};
    found.push_back(document_name(taken, path, id, names));
  }
  return found;
}

using Names = std::vector<std::string>;

TEST(DocumentNames, AreThePathsOfTheItemsWithJsonBehindThem) {
  EXPECT_EQ(names_of({"/a/b.jpg"}), Names{"json/a/b.jpg.json"});
  EXPECT_EQ(names_of({"/a/b.jpg"}, {.in_folder = false}), Names{"a/b.jpg.json"});
}

TEST(DocumentNames, LoseTheExtensionWhereTheClientLooksForThemWithoutOne) {
  const auto name = [](const std::string& path) {
    return names_of({path}, {.with_extension = false}).front();
  };
  EXPECT_EQ(name("/a/b.jpg"), "json/a/b.json");
  EXPECT_EQ(name("/a/b.tar.gz"), "json/a/b.tar.json");
  EXPECT_EQ(name("/a.b/c"), "json/a.b/c.json");
  EXPECT_EQ(name("/a/.hidden"), "json/a/.hidden.json");
  EXPECT_EQ(name("/a/..b.png"), "json/a/..b.json");
  EXPECT_EQ(name("/a/b."), "json/a/b.json");
}

TEST(DocumentNames, OfTwoItemsAreTwo) {
  EXPECT_EQ(
      names_of({"/a.jpg", "/a.png"}, {.with_extension = false}),
      (Names{"json/a.json", "json/a.png.json"})
  );
}

TEST(DocumentNames, CanBeUnpacked) {
  const std::string longest(255, 'x');
  const auto names = names_of({"/" + longest, "/c\\d.png"});
  EXPECT_EQ(names[0], "json/" + std::string(248, 'x') + ".1.json");
  EXPECT_EQ(names[1], "json/c_d.png.json");
}

TEST(ExportFile, TheListOfAnArchiveIsGivenUpToo) {
  test::World world;
  ExportFile file(world.env().files, {.form = ExportForm::zip}, world.env().clock.now());
  file.begin("/a.jpg", ItemId{"1"});
  file.write("{}");
  const std::atomic<bool> unwanted{true};
  const Patience nobody_waits(std::nullopt, &unwanted);
  EXPECT_THROW((void)file.finish(), GivenUp);
}

}  // namespace
}  // namespace allot

#include "base/entry_names.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace allot {
namespace {

EntryWish wish(std::string_view path) {
  return {
      .folder = "labels",
      .path = path,
      .keeps_extension = false,
      .ending = ".txt",
      .id = "0123456789abcdef01234567"
  };
}

TEST(EntryNames, AFileIsCalledAsItsItemIsWithAnotherEnding) {
  EntryNames names(EntryNames::Equal::anywhere);
  const auto plain = names.take(wish("/street/a.jpg"));
  EXPECT_EQ(plain.name, "labels/street/a.txt");
  EXPECT_TRUE(plain.is_plain);
  EXPECT_EQ(names.take(wish("/street/.hidden")).name, "labels/street/.hidden.txt");
  auto in_no_folder = wish("/b.jpg");
  in_no_folder.folder = "";
  in_no_folder.keeps_extension = true;
  const auto kept = names.take(in_no_folder);
  EXPECT_EQ(kept.name, "b.jpg.txt");
  EXPECT_TRUE(kept.is_plain);
}

TEST(EntryNames, NoTwoAreEqual) {
  EntryNames names(EntryNames::Equal::anywhere);
  EXPECT_EQ(names.take(wish("/a.jpg")).name, "labels/a.txt");
  const auto second = names.take(wish("/a.png"));
  EXPECT_EQ(second.name, "labels/a.png.txt");
  EXPECT_FALSE(second.is_plain);
  EXPECT_EQ(names.take(wish("/a.png.jpg")).name, "labels/a.png.jpg.txt");
  EXPECT_EQ(names.take(wish("/a")).name, "labels/a.0123456789abcdef01234567.txt");
  EXPECT_EQ(names.take(wish("/a")).name, "labels/a.0123456789abcdef01234567-2.txt");
}

TEST(EntryNames, NoTwoAreOneOnAnotherFileSystem) {
  EntryNames names(EntryNames::Equal::anywhere);
  const auto expect = [&](std::string_view path, std::string_view name) {
    EXPECT_EQ(names.take(wish(path)).name, name);
  };
  expect("/A.png", "labels/A.txt");
  expect("/a.png", "labels/a.png.txt");
  expect("/\u00e9.png", "labels/\u00e9.txt");
  expect("/e\u0301.png", "labels/e\u0301.png.txt");  // the same character in two
  expect("/STRASSE/\u00c9.png", "labels/STRASSE/\u00c9.txt");
  expect("/strasse/\u00e9.png", "labels/strasse/\u00e9.png.txt");
  expect("/10:30.png", "labels/10:30.txt");
  expect("/10_30.png", "labels/10_30.png.txt");
  auto as_it_is = wish("/b. .");
  as_it_is.ending = "";
  as_it_is.keeps_extension = true;
  EXPECT_EQ(names.take(as_it_is).name, "labels/b. .");
  as_it_is.path = "/b";
  EXPECT_EQ(names.take(as_it_is).name, "labels/b.0123456789abcdef01234567");
  expect("/D.txt/a.png", "labels/D.txt/a.txt");
  expect("/d.png", "labels/d.png.txt");  // d.txt is a folder where case is not known
}

TEST(EntryNames, CanBeToldByTheirLetterCase) {
  EntryNames names(EntryNames::Equal::to_the_letter);
  EXPECT_EQ(names.take(wish("/A.png")).name, "labels/A.txt");
  EXPECT_EQ(names.take(wish("/a.png")).name, "labels/a.txt");
  EXPECT_EQ(names.take(wish("/a.jpg")).name, "labels/a.jpg.txt");
}

TEST(EntryNames, NoFileIsTheFolderOfAnother) {
  EntryNames names(EntryNames::Equal::anywhere);
  EXPECT_EQ(names.take(wish("/a.jpg")).name, "labels/a.txt");
  EXPECT_EQ(names.take(wish("/a.txt/b.jpg")).name, "labels/a.txt~/b.txt");
  EXPECT_EQ(names.take(wish("/a.txt/c.jpg")).name, "labels/a.txt~/c.txt");
  EXPECT_EQ(names.take(wish("/d.txt/b.jpg")).name, "labels/d.txt/b.txt");
  EXPECT_EQ(names.take(wish("/d.jpg")).name, "labels/d.jpg.txt");
}

TEST(EntryNames, NoPartIsOver255BytesAndNoneIsCutInsideACharacter) {
  EntryNames names(EntryNames::Equal::anywhere);
  std::string path = "/";
  for (int i = 0; i < 127; ++i) path += "ü";
  const auto cut = names.take(wish(path));
  EXPECT_LE(cut.name.size(), std::string_view("labels/").size() + 255);
  EXPECT_TRUE(cut.name.ends_with("ü.0123456789abcdef01234567.txt")) << cut.name;
  EXPECT_TRUE(is_utf8(cut.name));
  EXPECT_FALSE(cut.is_plain);
  EXPECT_NE(names.take(wish(path)).name, cut.name);
}

TEST(EntryNames, ABackslashIsNoFolder) {
  EntryNames names(EntryNames::Equal::anywhere);
  const auto tidy = names.take(wish("/a\\b/c\\d.jpg"));
  EXPECT_EQ(tidy.name, "labels/a_b/c_d.txt");
  EXPECT_FALSE(tidy.is_plain);
  EXPECT_EQ(names.take(wish("/a_b/c_d.png")).name, "labels/a_b/c_d.png.txt");
}

TEST(EntryNames, AFewBytesOfEachAreKept) {
  constexpr int names = 100'000;
  EntryNames taken(EntryNames::Equal::to_the_letter);
  for (int i = 0; i < names; ++i) (void)taken.take(wish(fmt::format("/street/{:07}.jpg", i)));
  EXPECT_GE(taken.kept(), 8u * names);
  EXPECT_LE(taken.kept(), 15u * names);
}

}  // namespace
}  // namespace allot

#include "formats/yolo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::map<std::string, std::string> files_of(
    const std::vector<Labelled>& items, std::vector<std::string> labels = {}
) {
  Yolo format(start(std::move(labels)));
  return unpacked(written(format, items));
}

TEST(Yolo, BoxesAreMiddlesAndSidesInPartsOfThePicture) {
  const auto files =
      files_of({labelled(picture(1, "/street/one.png"), {box("car")})}, {"tree", "car"});
  EXPECT_THAT(
      files,
      ElementsAre(
          Pair("data.yaml", "train: images\nval: images\nnames:\n  0: \"tree\"\n  1: \"car\"\n"),
          Pair("images.txt", "./images/street/one.png\n"),
          Pair("labels/street/one.txt", "1 0.350000 0.350000 0.500000 0.500000\n")
      )
  );
}

TEST(Yolo, OneOutlineMakesOutlinesOfAll) {
  const auto triangle =
      annotation("segment", "car", R"([[{"x":0,"y":0},{"x":200,"y":0},{"x":0,"y":100}]])");
  const auto files = files_of(
      {labelled(picture(1, "/a.png"), {box("car")}), labelled(picture(2, "/b.png"), {triangle})}
  );
  EXPECT_EQ(
      files.at("labels/a.txt"),
      "0 0.100000 0.100000 0.600000 0.100000 0.600000 0.600000 0.100000 0.600000\n"
  );
  EXPECT_EQ(files.at("labels/b.txt"), "0 0.000000 0.000000 1.000000 0.000000 0.000000 1.000000\n");
}

TEST(Yolo, AMaskIsTheOutlineOfItsPixels) {
  const auto files =
      files_of({labelled(picture(1, "/a.png"), {annotation("binary", "car", small_mask)})});
  EXPECT_EQ(
      files.at("labels/a.txt"),
      "0 0.005000 0.010000 0.015000 0.010000 0.015000 0.020000 0.005000 0.020000\n"
  );
}

TEST(Yolo, AMaskOfMoreRunsThanCanBeKeptIsTheBoxAroundIt) {
  const auto wild = annotation("binary", "car", '"' + wild_mask() + '"');
  const auto files = files_of({labelled(picture(1, "/a.png"), {wild})});
  EXPECT_EQ(
      files.at("labels/a.txt"),
      "0 0.000000 0.010000 1.000000 0.010000 1.000000 1.000000 0.000000 1.000000\n"
  );
  EXPECT_THAT(files.at("report.csv"), HasSubstr("it is the box around it"));
}

TEST(Yolo, AllPicturesAreNamedWhileItIsFoundWhatThereIs) {
  const auto mask = annotation("binary", "car", small_mask);
  Yolo format(start());
  EXPECT_TRUE(format.wishes(0).annotations);
  add(format, 0, labelled(picture(1, "/a.png"), {mask}));
  EXPECT_FALSE(format.wishes(0).annotations);  // one outline, and the rest need not be looked at
  EXPECT_TRUE(format.wishes(1).annotations);
  EXPECT_EQ(
      files_of({labelled(picture(1, "/a.png"), {mask}), labelled(picture(2, "/b/c.jpg"), {})})
          .at("images.txt"),
      "./images/a.png\n./images/b/c.jpg\n"
  );
}

TEST(Yolo, SomethingGoesOutWhileItIsFoundWhatThereIs) {
  Yolo format(start());
  std::size_t bytes = 0;
  for (std::uint32_t i = 1; i <= 100'000; ++i) {
    add(format, 0, labelled(picture(i, fmt::format("/{:08x}.png", i * 2'654'435'761u)), {}));
    bytes += format.take().size();
  }
  EXPECT_GT(bytes, 100'000u);
}

TEST(Yolo, MasksThatAreTooLargeTogetherAreNamedInTheReport) {
  const auto mask = annotation("binary", "car", small_mask);  // 12 pixels, an outline of 4 corners
  auto begin = start();
  begin.masks_of_an_item.pixels = 20;
  Yolo few_pixels(begin);
  auto files = unpacked(written(
      few_pixels,
      {labelled(picture(1, "/a.png"), {mask, mask}), labelled(picture(2, "/b.png"), {mask})}
  ));
  EXPECT_EQ(files.at("labels/a.txt"), files.at("labels/b.txt"));
  EXPECT_EQ(
      files.at("report.csv"),
      "filename,annotation_id,reason\n"
      "/a.png,0000000000000000000000aa,the masks of its item are too large together\n"
  );
  begin = start();
  begin.masks_of_an_item.corners = 5;
  Yolo few_corners(begin);
  files = unpacked(written(few_corners, {labelled(picture(1, "/a.png"), {mask, mask})}));
  EXPECT_THAT(
      files.at("report.csv"), HasSubstr("its item are too large together: it is the box around it")
  );
  EXPECT_EQ(std::ranges::count(files.at("labels/a.txt"), '\n'), 2);
}

TEST(Yolo, WhatReachesOverTheEdgeIsCut) {
  const auto wide = annotation("box", "car", R"([{"x":-50,"y":50},{"x":100,"y":300}])");
  const auto outside = annotation("box", "car", R"([{"x":300,"y":10},{"x":400,"y":20}])");
  const auto files = files_of({labelled(picture(1, "/a.png"), {wide, outside})});
  EXPECT_EQ(files.at("labels/a.txt"), "0 0.250000 0.750000 0.500000 0.500000\n");
  EXPECT_THAT(files.at("report.csv"), HasSubstr("takes no room on the picture"));
}

TEST(Yolo, AnOutlineIsCutWhereTheEdgeIs) {
  const auto wide =
      annotation("segment", "car", R"([[{"x":0,"y":0},{"x":400,"y":0},{"x":0,"y":100}]])");
  // The box around it reaches over a third of the picture.
  const auto beside =
      annotation("segment", "car", R"([[{"x":120,"y":-90},{"x":320,"y":90},{"x":320,"y":-90}]])");
  const auto files = files_of({labelled(picture(1, "/a.png"), {wide, beside})});
  EXPECT_EQ(
      files.at("labels/a.txt"),
      "0 0.000000 0.000000 1.000000 0.000000 1.000000 0.500000 0.000000 1.000000\n"
  );
  EXPECT_THAT(files.at("report.csv"), HasSubstr("takes no room on the picture"));
}

TEST(Yolo, TheNamesOfLabelsAreYamlWhateverTheyAre) {
  const auto files = files_of({}, {"a\uFFFEb\uFFFF: \"c\"", "\uFFFD\uFB01"});
  EXPECT_EQ(
      files.at("data.yaml"),
      "train: images\nval: images\nnames:\n"
      "  0: \"a\\uFFFEb\\uFFFF: \\\"c\\\"\"\n"
      "  1: \"\uFFFD\uFB01\"\n"
  );
}

TEST(Yolo, LabelsAreWhereReadersLookForThose) {
  // They put `labels` in the place of the last `images` of a picture's path.
  const auto files = files_of(
      {labelled(picture(1, "/day/images/a.png"), {}),
       labelled(picture(2, "/images/images/b.png"), {}),
       labelled(picture(3, "/my images/images.png"), {})}
  );
  EXPECT_TRUE(files.contains("images/day/labels/a.txt"));
  EXPECT_TRUE(files.contains("images/images/labels/b.txt"));
  EXPECT_TRUE(files.contains("labels/my images/images.txt"));
  EXPECT_FALSE(files.contains("report.csv"));
}

TEST(Yolo, WithoutThePicturesSizeAFileIsEmptyAndSaidSo) {
  auto item = picture(1, "/a.png");
  item.metadata = "{}";
  const auto files = files_of({labelled(item, {box("car")})});
  EXPECT_EQ(files.at("labels/a.txt"), "");
  EXPECT_EQ(
      files.at("report.csv"),
      "filename,annotation_id,reason\n/a.png,,the size of its picture is not known\n"
  );
}

TEST(Yolo, ItemsThatDifferInTheirEndingHaveFilesOfTheirOwn) {
  const auto files = files_of(
      {labelled(picture(1, "/a.png"), {box("car")}), labelled(picture(2, "/a.jpg"), {box("tree")})}
  );
  EXPECT_EQ(files.at("labels/a.txt"), "0 0.350000 0.350000 0.500000 0.500000\n");
  EXPECT_EQ(files.at("labels/a.jpg.txt"), "1 0.350000 0.350000 0.500000 0.500000\n");
  EXPECT_THAT(files.at("report.csv"), HasSubstr("/a.jpg,,"));
}

TEST(Yolo, WhatCannotBeUnpackedHasAnotherName) {
  const std::string part(253, 'n');
  const auto files = files_of({
      labelled(picture(1, "/a.jpg"), {}),
      labelled(picture(2, "/a.txt/b.jpg"), {}),
      labelled(picture(3, "/c\\d.jpg"), {}),
      labelled(picture(4, "/" + part), {}),
  });
  EXPECT_TRUE(files.contains("labels/a.txt"));
  EXPECT_TRUE(files.contains("labels/a.txt~/b.txt"));
  EXPECT_TRUE(files.contains("labels/c_d.txt"));
  EXPECT_TRUE(files.contains("labels/" + std::string(226, 'n') + ".000000000000000000000004.txt"));
  EXPECT_THAT(files.at("report.csv"), HasSubstr("labels are in labels/a.txt~/b.txt"));
}

}  // namespace

}  // namespace allot::formats

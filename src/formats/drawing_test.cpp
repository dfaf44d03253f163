#include "formats/drawing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using test::annotation;
using test::drawing_of;
using test::mask_of;
using testing::ElementsAre;

Drawing drawn(std::string type, std::string coordinates) {
  const auto drawing = drawing_of(annotation(std::move(type), "car", std::move(coordinates)));
  EXPECT_TRUE(drawing.has_value());
  return drawing.value_or(Drawing{});
}

TEST(Drawing, ABoxHasTwoCornersInAnyOrder) {
  const auto box = drawn("box", R"([{"x":30,"y":5,"z":0},{"x":10,"y":25,"z":0}])");
  EXPECT_EQ(box.kind, Drawing::Kind::box);
  EXPECT_EQ(box.bounds(), (Bounds{.left = 10, .top = 5, .right = 30, .bottom = 25}));
  EXPECT_EQ(box.area(), 400);
}

TEST(Drawing, ARotatedBoxIsTheAreaInsideItsCorners) {
  // The SDK sends the angle behind the corners.
  const auto box = drawn("box", R"([{"x":0,"y":10},{"x":40,"y":30},90])");
  EXPECT_EQ(box.kind, Drawing::Kind::area);
  EXPECT_NEAR(box.area(), 800, 1e-9);
  EXPECT_NEAR(box.bounds().left, 10, 1e-9);
  EXPECT_NEAR(box.bounds().bottom, 40, 1e-9);
  const auto corners =
      drawn("box", R"([{"x":5,"y":0},{"x":10,"y":5},{"x":5,"y":10},{"x":0,"y":5}])");
  EXPECT_EQ(corners.kind, Drawing::Kind::area);
  EXPECT_EQ(corners.area(), 50);
}

TEST(Drawing, APolygonHasRings) {
  const auto two = drawn(
      "segment",
      R"([[{"x":0,"y":0},{"x":4,"y":0},{"x":4,"y":3}],[{"x":9,"y":9},{"x":11,"y":9},{"x":9,"y":11}]])"
  );
  EXPECT_EQ(two.rings.size(), 2u);
  EXPECT_EQ(two.area(), 8);
  EXPECT_EQ(two.bounds(), (Bounds{.left = 0, .top = 0, .right = 11, .bottom = 11}));
}

TEST(Drawing, WhereRingsOfAPolygonOverlapTheirAreaCountsOnce) {
  const auto overlapping = drawn(
      "segment",
      R"([[{"x":0,"y":0},{"x":10,"y":0},{"x":10,"y":10},{"x":0,"y":10}],)"
      R"([{"x":5,"y":5},{"x":15,"y":5},{"x":15,"y":15},{"x":5,"y":15}]])"
  );
  EXPECT_DOUBLE_EQ(overlapping.area(), 175);
}

TEST(Drawing, ALineGoesThereAndBackAndTakesNoRoom) {
  const auto line = drawn("polyline", R"([[{"x":1,"y":1},{"x":2,"y":5},{"x":9,"y":5}]])");
  EXPECT_EQ(line.area(), 0);
  EXPECT_THAT(
      line.outlines(),
      ElementsAre(
          ElementsAre(DrawnPoint{1, 1}, DrawnPoint{2, 5}, DrawnPoint{9, 5}, DrawnPoint{2, 5})
      )
  );
}

TEST(Drawing, AnOutlineHasThreePointsAtLeast) {
  EXPECT_EQ(drawn("point", R"({"x":3,"y":4})").outlines().front().size(), 3u);
  const auto line = drawn("polyline", R"([[{"x":1,"y":1},{"x":2,"y":5}]])");
  EXPECT_EQ(line.outlines().front().size(), 3u);
}

TEST(Drawing, AnEllipseIsNearlyItself) {
  const auto ellipse = drawn("ellipse", R"({"center":{"x":50,"y":40},"rx":20,"ry":10,"angle":90})");
  EXPECT_NEAR(ellipse.area(), std::numbers::pi * 200, 1);
  EXPECT_NEAR(ellipse.bounds().top, 20, 0.1);  // it stands upright
  EXPECT_NEAR(ellipse.bounds().width(), 20, 0.1);
}

TEST(Drawing, ACubeIsWhatItsCornersSpan) {
  const auto cube = drawn(
      "cube",
      R"({"front_tl":{"x":0,"y":0},"front_tr":{"x":10,"y":0},"front_br":{"x":10,"y":10},"front_bl":{"x":0,"y":10},)"
      R"("back_tl":{"x":5,"y":5},"back_tr":{"x":15,"y":5},"back_br":{"x":15,"y":15},"back_bl":{"x":5,"y":15},"angle":0})"
  );
  EXPECT_EQ(cube.rings.front().size(), 6u);
  EXPECT_EQ(cube.area(), 200);
}

TEST(Drawing, AMaskKnowsItsPixels) {
  const auto mask = drawn("binary", test::small_mask);
  EXPECT_EQ(mask.area(), 2);
  EXPECT_EQ(mask.bounds(), (Bounds{.left = 1, .top = 1, .right = 3, .bottom = 2}));
  EXPECT_THAT(mask.mask->runs, ElementsAre(4u, 1u, 2u, 1u, 4u));
  const auto in_object = drawn("binary", std::string(R"({"data":)") + test::small_mask + "}");
  EXPECT_EQ(in_object.mask, mask.mask);
}

TEST(Drawing, WhatNobodyCanReadIsNoDrawing) {
  const std::pair<const char*, const char*> broken[] = {
      {"class", "{}"},
      {"box", "{}"},
      {"box", "[]"},
      {"box", R"([{"x":1,"y":2}])"},
      {"box", R"([{"x":"1","y":2},{"x":3,"y":4}])"},
      {"segment", R"([[{"x":1,"y":2},{"x":3,"y":4}]])"},
      {"segment", "[[],[]]"},
      {"ellipse", R"({"center":{"x":1},"rx":2,"ry":2})"},
      {"cube", R"({"front_tl":{"x":0,"y":0}})"},
      {"binary", R"("data:image/png;base64,aGVsbG8=")"},
      {"binary", R"("data:image/png;base64,?")"},
      {"binary", "7"},
      {"note", R"({"note":{}})"},
      {"point", "null"},
  };
  for (const auto& [type, coordinates] : broken) {
    EXPECT_FALSE(drawing_of(annotation(type, "car", coordinates))) << type << coordinates;
  }
}

TEST(Drawing, NumbersBeyondAnyPictureAreNoDrawing) {
  const std::pair<const char*, const char*> broken[] = {
      {"box", R"([{"x":-1e308,"y":0},{"x":1e308,"y":5}])"},
      {"box", R"([{"x":0,"y":0},{"x":1,"y":5},1e300])"},
      {"point", R"({"x":1e400,"y":0})"},
      {"segment", R"([[{"x":0,"y":0},{"x":1e200,"y":0},{"x":0,"y":1e200}]])"},
      {"ellipse", R"({"center":{"x":0,"y":0},"rx":1e308,"ry":1,"angle":0})"},
      {"ellipse", R"({"center":{"x":0,"y":0},"rx":1,"ry":-1e308,"angle":0})"},
      {"ellipse", R"({"center":{"x":0,"y":0},"rx":1,"ry":1,"angle":1e308})"},
  };
  for (const auto& [type, coordinates] : broken) {
    EXPECT_FALSE(drawing_of(annotation(type, "car", coordinates))) << type << coordinates;
  }
  EXPECT_EQ(drawn("box", R"([{"x":-1e9,"y":0},{"x":1e9,"y":1}])").area(), 2e9);
}

TEST(Mask, OfAPictureWithoutTransparencyIsWhatIsNotBlack) {
  const auto mask = mask_of(
      "data:image/"
      "png;base64,"
      "iVBORw0KGgoAAAANSUhEUgAAAAgAAAACAQAAAABN76BAAAAADElEQVR4nGPgZ2AAAAAxABDSlzaKAAAAAElFTkSuQmCC"
  );
  ASSERT_TRUE(mask.has_value());
  EXPECT_EQ(mask->area(), 4);
  EXPECT_EQ(mask->bounds(), (PixelBounds{.left = 4, .top = 0, .right = 8, .bottom = 1}));
}

TEST(Mask, OfWhatIsTooLargeBrokenOrInterlacedIsNone) {
  constexpr const char* huge =
      "iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAYAAACA0nVCAAAACElEQVR4nAMAAAAAAUgGidIAAAAASUVORK5CYII"
      "=";  // says that it has 60,000 × 60,000 pixels
  constexpr const char* cut_off =
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAYAAAC09K7GAAAAC0lEQVR4nGNggAEAAAoAAX+"
      "AdF4AAAAASUVORK5CYII=";
  constexpr const char* interlaced =
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAYAAAHD855QAAAADElEQVR4nGNgGB4AAADIAAGtQHYiAAAAAElFTkSuQmC"
      "C";
  for (const auto* bytes : {huge, cut_off, interlaced, ""}) {
    EXPECT_FALSE(mask_of(std::string("data:image/png;base64,") + bytes)) << bytes;
  }
}

TEST(Mask, OfMoreRunsThanCanBeKeptIsNone) {
  EXPECT_FALSE(mask_of(test::wild_mask()));
}

TEST(Mask, WhatTheMasksOfAnItemMayCostHasAnEnd) {
  const auto small = annotation("binary", "car", test::small_mask);  // 12 pixels, 5 runs
  MaskBudget few_pixels{.pixels = 20};
  EXPECT_TRUE(formats::drawing_of(small, few_pixels));
  EXPECT_FALSE(formats::drawing_of(small, few_pixels));
  EXPECT_EQ(few_pixels.refusal, "the masks of its item are too large together");
  EXPECT_FALSE(formats::drawing_of(annotation("class", "car", "{}"), few_pixels));
  EXPECT_EQ(few_pixels.refusal, "");
  MaskBudget few_runs{.runs = 9};
  EXPECT_TRUE(formats::drawing_of(small, few_runs));
  EXPECT_FALSE(formats::drawing_of(small, few_runs));
  EXPECT_NE(few_runs.refusal, "");
}

TEST(Mask, ThatIsNotReadIsToldFromWhatIsNone) {
  MaskBudget budget;
  const auto wild = annotation("binary", "car", '"' + test::wild_mask() + '"');
  EXPECT_FALSE(formats::drawing_of(wild, budget));
  EXPECT_EQ(budget.refusal, "the mask has too many runs");
  EXPECT_FALSE(formats::drawing_of(annotation("binary", "car", "7"), budget));
  EXPECT_EQ(budget.refusal, "");
}

TEST(Mask, ItsShortFormIsThatOfTheReferenceReader) {
  // pycocotools.mask.encode of the same pixels.
  EXPECT_EQ(short_runs({.width = 4, .height = 3, .runs = {4, 1, 2, 1, 4}}), "41202");
}

TEST(Mask, BoundsOfARunOverColumnsReachFromEdgeToEdge) {
  const Mask mask{.width = 3, .height = 4, .runs = {3, 2, 7}};
  EXPECT_EQ(mask.bounds(), (PixelBounds{.left = 0, .top = 0, .right = 2, .bottom = 4}));
  EXPECT_EQ((Mask{.width = 3, .height = 4, .runs = {12}}).bounds(), PixelBounds{});
}

}  // namespace

}  // namespace allot::formats

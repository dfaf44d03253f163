#include "formats/bounds.h"

#include <gtest/gtest.h>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using test::annotation;
using test::bounds_of;
using test::drawing_of;

TEST(BoundsOfAnAnnotation, AreThoseOfItsDrawing) {
  const std::pair<const char*, std::string> marks[] = {
      {"box", R"([{"x":30,"y":5},{"x":10,"y":25}])"},
      {"box", R"([{"x":0,"y":10},{"x":40,"y":30},90])"},
      {"segment", R"([[{"x":1,"y":1},{"x":9,"y":1},{"x":1,"y":7}]])"},
      {"polyline", R"([[{"x":1,"y":1},{"x":2,"y":5}]])"},
      {"point", R"({"x":3.5,"y":4})"},
      {"ellipse", R"({"center":{"x":50,"y":40},"rx":20,"ry":10,"angle":90})"},
      {"binary", test::small_mask},
      {"binary", std::string(R"({"data":)") + test::small_mask + "}"},
  };
  for (const auto& [type, coordinates] : marks) {
    const auto mark = annotation(type, "car", coordinates);
    EXPECT_EQ(bounds_of(mark), drawing_of(mark).value().bounds()) << type << coordinates;
  }
}

TEST(BoundsOfAnAnnotation, AreThereForAMaskOfMoreRunsThanCanBeKept) {
  const auto mark = annotation("binary", "car", '"' + test::wild_mask() + '"');
  EXPECT_FALSE(drawing_of(mark));
  EXPECT_EQ(bounds_of(mark), (Bounds{.left = 0, .top = 1, .right = 2002, .bottom = 2002}));
}

TEST(BoundsOfAnAnnotation, AreNoneWhereNothingIsMarked) {
  const std::pair<const char*, const char*> bare[] = {
      {"class", "{}"},
      {"note", R"({"note":{}})"},
      {"box", "[]"},
      {"binary", ""},
      {"binary", "7"},
      {"binary", R"({"data":7})"},
      {"binary", R"("data:image/png;base64,aGVsbG8=")"},
      // 4 × 3 pixels, all transparent, and 60,000 × 60,000.
      {"binary",
       R"("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAYAAAC09K7GAAAADElEQVR4nGNgIBkAAAAzAAGHXpxVAAAAAElFTkSuQmCC")"
      },
      {"binary",
       R"("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAYAAACA0nVCAAAACElEQVR4nAMAAAAAAUgGidIAAAAASUVORK5CYII=")"
      },
  };
  for (const auto& [type, coordinates] : bare) {
    EXPECT_FALSE(bounds_of(annotation(type, "car", coordinates))) << type << coordinates;
  }
}

}  // namespace

}  // namespace allot::formats

#include "formats/coco.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using namespace test;
using testing::HasSubstr;
using testing::Not;

TEST(Coco, OneDocumentHoldsImagesAnnotationsAndCategories) {
  Coco format(start({"vehicle", "vehicle.car"}));
  const auto text =
      written(format, {labelled(picture(1, "/a/one.png"), {box("vehicle.car"), box("tree")})});
  EXPECT_EQ(
      text,
      R"({"info":{"description":"Streets","version":"1.0","year":2026,"date_created":"2026-01-01T00:00:00.000Z"},"licenses":[],"images":[
{"id":1,"file_name":"a/one.png","width":200,"height":100,"item_id":"000000000000000000000001"}],"annotations":[
{"id":1,"image_id":1,"category_id":2,"bbox":[20,10,100,50],"area":5000,"segmentation":[[20,10,120,10,120,60,20,60]],"iscrowd":0,"annotation_id":"0000000000000000000000aa","type":"box"},
{"id":2,"image_id":1,"category_id":3,"bbox":[20,10,100,50],"area":5000,"segmentation":[[20,10,120,10,120,60,20,60]],"iscrowd":0,"annotation_id":"0000000000000000000000aa","type":"box"}],"categories":[
{"id":1,"name":"vehicle","supercategory":""},
{"id":2,"name":"vehicle.car","supercategory":"vehicle"},
{"id":3,"name":"tree","supercategory":""}]}
)"
  );
}

TEST(Coco, OfNothingIsADocumentToo) {
  Coco format(start());
  EXPECT_THAT(written(format, {}), HasSubstr(R"("images":[],"annotations":[],"categories":[]})"));
}

TEST(Coco, AMaskIsSentInRuns) {
  Coco format(start());
  EXPECT_THAT(
      written(format, {labelled(picture(1, "/a.png"), {annotation("binary", "car", small_mask)})}),
      HasSubstr(R"("bbox":[1,1,2,1],"area":2,"segmentation":{"size":[3,4],"counts":"41202"})")
  );
}

TEST(Coco, AMaskThatIsTooLargeIsNamedAtTheEnd) {
  const auto mask = annotation("binary", "car", small_mask);  // 12 pixels
  auto begin = start();
  begin.masks_of_an_item.pixels = 20;
  Coco format(begin);
  EXPECT_THAT(
      written(
          format,
          {labelled(picture(1, "/a.png"), {mask, mask}), labelled(picture(2, "/b.png"), {mask})}
      ),
      HasSubstr(
          R"("supercategory":""}],"left_out":[
{"annotation_id":"0000000000000000000000aa","image_id":1,"reason":"the masks of its item are too large together"}]})"
      )
  );
}

TEST(Coco, WhatItsReadersCannotDrawIsNamedAtTheEnd) {
  Coco format(start());
  const auto far = annotation("box", "car", R"([{"x":0,"y":0},{"x":1e9,"y":1}])");
  std::string teeth = "[[";
  for (int i = 0; i < 100; ++i) {
    teeth += fmt::format(R"({{"x":{},"y":0}},{{"x":{},"y":100000}},)", 2 * i, 2 * i + 1);
  }
  teeth.back() = ']';
  const auto long_one = annotation("segment", "car", teeth + "]");
  const auto text = written(format, {labelled(picture(1, "/a.png"), {far, long_one, box("car")})});
  EXPECT_THAT(text, HasSubstr(R"("reason":"its outline is too long"},)"));
  EXPECT_THAT(text, HasSubstr(R"("annotations":[
{"id":1,"image_id":1,"category_id":1,"bbox":[20,10,100,50])"));
}

TEST(Coco, WhatFillsAPauseMeansNothing) {
  Coco format(start());
  add(format, 0, labelled(picture(1, "/a.png"), {}));
  const auto images = format.take() + std::string(format.filler());
  EXPECT_THAT(images, testing::EndsWith("}\n"));  // white space, after which a list may go on
  EXPECT_FALSE(format.wishes(0).annotations);
  EXPECT_FALSE(format.wishes(1).bare_items);
}

TEST(Coco, APointIsAKeypoint) {
  Coco format(start());
  EXPECT_THAT(
      written(
          format, {labelled(picture(1, "/a.png"), {annotation("point", "eye", R"({"x":3,"y":4})")})}
      ),
      HasSubstr(
          R"("bbox":[3,4,0,0],"area":0,"segmentation":[[3,4,3,4,3,4]],"keypoints":[3,4,2],"num_keypoints":1)"
      )
  );
}

TEST(Coco, ACrowdIsWhatSomebodyCallsOne) {
  Coco format(start());
  auto crowd = box("people");
  crowd.metadata = R"({"system":{"attributes":{"iscrowd":true}}})";
  EXPECT_THAT(
      written(format, {labelled(picture(1, "/a.png"), {crowd})}), HasSubstr(R"("iscrowd":1)")
  );
}

TEST(Coco, WhatIsNotDrawnIsLeftOut) {
  Coco format(start());
  const auto text =
      written(format, {labelled(picture(7, "/a.png"), {annotation("class", "night", "")})});
  EXPECT_THAT(text, HasSubstr(R"("id":7,)"));
  EXPECT_THAT(text, Not(HasSubstr("night")));
}

TEST(Coco, APictureOfUnknownSizeHasNone) {
  Coco format(start());
  auto item = picture(1, "/a.png");
  item.metadata = R"({"system":{}})";
  EXPECT_THAT(written(format, {labelled(item, {})}), HasSubstr(R"("width":0,"height":0)"));
}

}  // namespace

}  // namespace allot::formats

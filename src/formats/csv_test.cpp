#include "formats/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using namespace test;
using testing::HasSubstr;

TEST(Csv, AnAnnotationIsARow) {
  Csv format(start());
  auto marked = box("car, \"red\"");
  marked.metadata = R"({"system":{"attributes":{"1":true}}})";
  EXPECT_EQ(
      written(
          format, {labelled(picture(1, "/a.png"), {marked}), labelled(picture(2, "/b.png"), {})}
      ),
      "item_id,filename,image_width,image_height,annotation_id,type,label,left,top,width,height,"
      "coordinates,attributes,review,creator,created_at,updated_at,description,old_attributes,"
      "frame,"
      "end_frame,object_id,parent_id\n"
      "000000000000000000000001,/a.png,200,100,0000000000000000000000aa,box,\"car, "
      "\"\"red\"\"\",20,"
      "10,100,50,\"[{\"\"x\"\":20,\"\"y\"\":10},{\"\"x\"\":120,\"\"y\"\":60}]\",\"{\"\"1\"\":true}"
      "\",,ada@example.org,2026-01-01T00:00:00.000Z,2026-01-01T00:00:00.000Z,,,,,,\n"
  );
}

TEST(Csv, WhatAnAnnotationHasBesidesIsThere) {
  auto marked = annotation("class", "car", "");
  marked.description = "the \"red\" one";
  marked.attributes = R"(["old"])";
  marked.metadata =
      R"({"system":{"attributes":{"1":2},"frame":7,"endFrame":9,"objectId":"12","parentId":"p"}})";
  Csv format(start());
  const auto text = written(format, {labelled(picture(1, "/a.png"), {marked})});
  EXPECT_THAT(text, HasSubstr(R"(,"{""1"":2}",,ada@example.org,)"));
  EXPECT_THAT(
      text,
      testing::EndsWith(R"(,"the ""red"" one","[""old""]",7,9,12,p)"
                        "\n")
  );
}

TEST(Csv, AMaskOfMoreRunsThanCanBeKeptHasItsPlaceAllTheSame) {
  Csv format(start());
  const auto wild = annotation("binary", "car", '"' + wild_mask() + '"');
  EXPECT_THAT(
      written(format, {labelled(picture(1, "/a.png"), {wild})}),
      HasSubstr(",binary,car,0,1,2002,2001,")
  );
}

TEST(Csv, MasksThatAreTooLargeTogetherHaveNoPlace) {
  const auto mask = annotation("binary", "car", small_mask);  // 12 pixels
  auto begin = start();
  begin.masks_of_an_item.pixels = 20;
  Csv format(begin);
  const auto text = written(format, {labelled(picture(1, "/a.png"), {mask, mask})});
  EXPECT_THAT(text, HasSubstr(",binary,car,1,1,2,1,"));
  EXPECT_THAT(text, HasSubstr(",binary,car,,,,,"));
}

TEST(Csv, ItemsWithoutAnnotationsNeedNotCome) {
  EXPECT_FALSE(Csv(start()).wishes(0).bare_items);
  auto begin = start();
  begin.has_work = true;
  EXPECT_TRUE(Csv(begin).wishes(0).bare_items);
}

TEST(Csv, OfATaskEachItemIsThereWithItsStatus) {
  auto begin = start();
  begin.has_work = true;
  Csv format(begin);
  auto item = labelled(picture(1, "/a.png"), {});
  item.work = ItemWork{
      .task = TaskId{"t"},
      .assignment = AssignmentId{"a"},
      .assignee = UserId{"ada@example.org"},
      .status = "completed",
      .by = UserId{"ben@example.org"},
      .at = from_epoch_ms(0)
  };
  EXPECT_THAT(
      written(format, {item}),
      HasSubstr(
          "\n000000000000000000000001,/a.png,200,100" + std::string(20, ',') +
          "t,a,ada@example.org,completed,ben@example.org,1970-01-01T00:00:00.000Z\n"
      )
  );
}

}  // namespace

}  // namespace allot::formats

#include "formats/voc.h"

#include <gtest/gtest.h>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using namespace test;

TEST(Voc, AnItemIsAnXmlFileWithItsBoxes) {
  Voc format(start());
  const auto files =
      unpacked(written(format, {labelled(picture(1, "/street/one.png"), {box("cat & dog")})}));
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files.at("Annotations/street/one.xml"), R"(<annotation>
  <folder>/street</folder>
  <filename>one.png</filename>
  <path>/street/one.png</path>
  <source><database>Streets</database></source>
  <size><width>200</width><height>100</height><depth>3</depth></size>
  <segmented>0</segmented>
  <object>
    <name>cat &amp; dog</name>
    <pose>Unspecified</pose>
    <truncated>0</truncated>
    <difficult>0</difficult>
    <bndbox><xmin>20</xmin><ymin>10</ymin><xmax>120</xmax><ymax>60</ymax></bndbox>
  </object>
</annotation>
)");
}

TEST(Voc, WhatXmlHasNoFormForIsReplaced) {
  Voc format(start());
  const auto files = unpacked(written(
      format,
      {labelled(
          picture(1, "/one.png"),
          {box("a\uFFFEb\uFFFFc\x01"
               "d\uFFFD\uFB01")}
      )}
  ));
  EXPECT_NE(
      files.at("Annotations/one.xml").find("<name>a\uFFFDb\uFFFDc d\uFFFD\uFB01</name>"),
      std::string::npos
  );
}

TEST(Voc, AMaskOfMoreRunsThanCanBeKeptHasItsBoxAllTheSame) {
  Voc format(start());
  const auto wild = annotation("binary", "car", '"' + wild_mask() + '"');
  const auto files = unpacked(written(format, {labelled(picture(1, "/one.png"), {wild})}));
  EXPECT_NE(
      files.at("Annotations/one.xml")
          .find("<bndbox><xmin>0</xmin><ymin>1</ymin><xmax>2002</xmax><ymax>2002</ymax></bndbox>"),
      std::string::npos
  );
  EXPECT_FALSE(files.contains("report.csv"));
}

TEST(Voc, SizesAreWholeNumbersOfPixels) {
  const auto size_of = [](const char* width) {
    auto item = picture(1, "/a.png");
    item.metadata = std::string(R"({"system":{"height":100,"width":)") + width + "}}";
    Voc format(start());
    return unpacked(written(format, {labelled(item, {})})).at("Annotations/a.xml");
  };
  EXPECT_NE(size_of("199.6").find("<width>200</width><height>100</height>"), std::string::npos);
  for (const auto* none : {"1e20", "0.2", "-5"}) {
    EXPECT_NE(size_of(none).find("<width>0</width><height>0</height>"), std::string::npos) << none;
  }
}

TEST(Voc, MasksThatAreTooLargeTogetherAreNamedInTheReport) {
  const auto mask = annotation("binary", "car", small_mask);  // 12 pixels
  auto begin = start();
  begin.masks_of_an_item.pixels = 20;
  Voc format(begin);
  EXPECT_EQ(
      unpacked(written(format, {labelled(picture(1, "/one.png"), {mask, mask})})).at("report.csv"),
      "filename,annotation_id,reason\n"
      "/one.png,0000000000000000000000aa,the masks of its item are too large together\n"
  );
}

TEST(Voc, WhatIsNotDrawnIsNamedInTheReport) {
  Voc format(start());
  const auto files = unpacked(
      written(format, {labelled(picture(1, "/one.png"), {annotation("class", "night", "")})})
  );
  EXPECT_EQ(
      files.at("report.csv"),
      "filename,annotation_id,reason\n"
      "/one.png,0000000000000000000000aa,a class is in no place on the picture\n"
  );
}

}  // namespace

}  // namespace allot::formats

// Labels that go out: GET …/export of a dataset.

#include <gmock/gmock.h>

#include "formats/formats.h"
#include "http/labels_for_tests.h"

namespace allot::http::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(LabelsOut, NdjsonIsTheItemsWithTheirAnnotations) {
  const auto items = world.items(3);
  annotate(items[1], "car");
  const auto answer = mia.get(dataset("format=ndjson"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto lines = lines_of(answer);
  ASSERT_EQ(lines.size(), 3u);
  const Answer second{.status = 200, .body = lines[1]};
  EXPECT_EQ(second.text("id"), items[1].text);
  EXPECT_EQ(second.at("annotationsCount"), "1");
  const Answer list{.status = 200, .body = second.at("annotations")};
  ASSERT_EQ(list.items().size(), 1u);
  const auto sent = mia.get("/items/" + items[1].text + "/annotations").items().front().body;
  EXPECT_EQ(list.items().front().body, sent);
}

TEST_F(LabelsOut, AFilterChooses) {
  const auto items = world.items(3);
  annotate(items[2], "car");
  EXPECT_EQ(
      lines_of(mia.get(dataset("format=ndjson&filter=%7B%22annotated%22%3Atrue%7D"))).size(), 1u
  );
  // A whole query, too: what the SDK sends elsewhere.
  const auto query = "%7B%22filter%22%3A%7B%22id%22%3A%22" + items[0].text + "%22%7D%7D";
  const auto one = lines_of(mia.get(dataset("format=ndjson&filter=" + query)));
  ASSERT_EQ(one.size(), 1u);
  EXPECT_THAT(one.front(), HasSubstr(items[0].text));
  EXPECT_EQ(mia.get(dataset("format=ndjson&filter=%7Bbroken")).status, 400);
  // It is one text of JSON, and not a part of another.
  EXPECT_EQ(mia.get(dataset("format=ndjson&filter=%7B%7D%2C%22limit%22%3A1")).status, 400);
  EXPECT_EQ(mia.get(dataset("format=ndjson&filter=%5B1%5D")).status, 400);
  EXPECT_EQ(
      mia.get(dataset("format=ndjson&filter=%7B%22id%22%3A%7B%22%24odd%22%3A1%7D%7D")).status, 400
  );
}

TEST_F(LabelsOut, CsvHasARowForEachAnnotation) {
  const auto items = world.items(2);
  annotate(items[0], "car");
  annotate(items[0], "tree");
  const auto lines = lines_of(mia.get(dataset("format=csv")));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[0], StartsWith("item_id,filename,"));
  EXPECT_THAT(lines[1], HasSubstr(",box,car,1,2,10,20,"));
}

TEST_F(LabelsOut, CocoIsOneDocument) {
  const auto items = world.items(2);
  annotate(items[1], "car");
  const auto answer = mia.get(dataset("format=coco"));
  ASSERT_EQ(answer.status, 200);
  ASSERT_TRUE(json::is_object(answer.body)) << answer.body;
  EXPECT_EQ(json::elements_of(answer.at("images")).size(), 2u);
  ASSERT_EQ(json::elements_of(answer.at("annotations")).size(), 1u);
  const Answer one{.status = 200, .body = json::elements_of(answer.at("annotations")).front()};
  const Answer image{.status = 200, .body = json::elements_of(answer.at("images")).back()};
  EXPECT_EQ(one.at("image_id"), image.at("id"));
  EXPECT_EQ(one.at("bbox"), "[1,2,10,20]");
}

TEST_F(LabelsOut, ArchivesAreZips) {
  annotate(world.items(1)[0], "car");
  for (const auto* format : {"yolo", "voc", "dataloop"}) {
    const auto answer = mia.get(dataset(std::string("format=") + format));
    EXPECT_EQ(answer.status, 200) << format;
    EXPECT_THAT(answer.body, StartsWith("PK")) << format;
  }
}

TEST_F(LabelsOut, ADatasetNeedsNoRecipe) {
  const auto bare = mia.post(
      "/datasets",
      R"({"name":"Bare","createDefaultRecipe":false,"projects":[")" + world.project().text +
          R"("]})"
  );
  ASSERT_EQ(bare.status, 200) << bare.body;
  annotate(world.items(1)[0], "car");
  ASSERT_EQ(mia.remove("/recipes/" + world.recipe().text + "?force=true").status, 204);
  for (const auto& format : formats::all_formats()) {
    const auto query = "/export?format=" + std::string(format.name);
    EXPECT_EQ(mia.get("/datasets/" + bare.text("id") + query).status, 200) << format.name;
    EXPECT_EQ(mia.get("/datasets/" + world.dataset().text + query).status, 200) << format.name;
  }
}

TEST_F(LabelsOut, AnUnknownFormatIsRefusedWithThoseThereAre) {
  for (const auto* format : {"format=xml", "format=", ""}) {
    const auto answer = mia.get(dataset(format));
    EXPECT_EQ(answer.status, 400) << format;
    for (const auto* name : {"coco", "csv", "dataloop", "ndjson", "voc", "yolo"}) {
      EXPECT_THAT(answer.text("message"), HasSubstr(name));
    }
  }
}

TEST_F(LabelsOut, ManyItemsComeInManyPieces) {
  const auto items = world.items(700);
  annotate(items.back(), "car");
  EXPECT_EQ(lines_of(mia.get(dataset("format=ndjson"))).size(), 700u);
  const auto coco = mia.get(dataset("format=coco"));
  EXPECT_EQ(json::elements_of(coco.at("images")).size(), 700u);
  EXPECT_EQ(json::elements_of(coco.at("annotations")).size(), 1u);
}

TEST_F(LabelsOut, AnItemWithVeryManyAnnotationsIsWhole) {
  const auto items = world.items(3);
  std::string list;
  const std::string text(2'000'000, 'x');
  for (int i = 0; i < 6; ++i) {
    list += (i == 0 ? "[" : ",") +
            (R"({"type":"class","label":"car","metadata":{"user":{"note":")" + text) + "\"}}}";
  }
  const auto made = mia.post("/items/" + items[1].text + "/annotations", list + "]");
  ASSERT_EQ(made.status, 200) << made.body.substr(0, 500);
  const auto lines = lines_of(mia.get(dataset("format=ndjson")));  // waits in the spool
  ASSERT_EQ(lines.size(), 3u);
  const Answer line{.status = 200, .body = lines[1]};
  EXPECT_EQ(line.text("id"), items[1].text);
  EXPECT_EQ(json::elements_of(line.at("annotations")).size(), 6u);
  EXPECT_THAT(lines[2], HasSubstr(items[2].text));
}

}  // namespace
}  // namespace allot::http::test

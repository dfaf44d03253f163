// Labels that go out: GET …/export of a dataset, a task and an assignment.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "formats/formats.h"
#include "http/download.h"
#include "http/hasty_for_tests.h"
#include "usecases/accounts/manage.h"
#include "usecases/items/delete.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_of(const Answer& answer) {
  std::vector<std::string> lines;
  std::istringstream text(answer.body);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

class LabelsOut : public testing::Test {
 protected:
  LabelsOut() { world.join("ada", Role::annotator); }

  void annotate(const ItemId& item, std::string_view label) {
    const auto made = mia.post(
        "/items/" + item.text + "/annotations",
        R"({"type":"box","coordinates":[{"x":1,"y":2},{"x":11,"y":22}],"label":")" +
            std::string(label) + R"("})"
    );
    EXPECT_EQ(made.status, 200) << made.body;
  }

  [[nodiscard]] std::string dataset(std::string_view rest) const {
    return "/datasets/" + world.dataset().text + "/export?" + std::string(rest);
  }

  World world;
  Client mia{world, "mia"};
};

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

TEST_F(LabelsOut, OfATaskComeWithWhoGaveWhichStatus) {
  world.join("ben", Role::annotator);
  const auto task =
      world.task({{.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 1}});
  const auto assignment = world.assignment_of(task.id, "ada")->id.text;
  Client ada(world, "ada");
  const auto next = ada.get("/assignments/" + assignment + "/next").items().front().text("id");
  const auto done = ada.post(
      "/assignments/" + assignment + "/items/" + next + "/status",
      R"({"operation":"create","status":"completed"})"
  );
  ASSERT_EQ(done.status, 200) << done.body;
  world.items(1);  // in no task

  const auto of_task =
      lines_of(mia.get("/annotationtasks/" + task.id.text + "/export?format=ndjson"));
  ASSERT_EQ(of_task.size(), 2u);
  const auto of_ada = lines_of(mia.get("/assignments/" + assignment + "/export?format=ndjson"));
  ASSERT_EQ(of_ada.size(), 1u);
  const Answer line{.status = 200, .body = of_ada.front()};
  EXPECT_EQ(line.text("id"), next);
  EXPECT_EQ(line.text("work.assigneeId"), "ada@example.org");
  EXPECT_EQ(line.text("work.assignmentId"), assignment);
  EXPECT_EQ(line.text("work.status"), "completed");
  EXPECT_EQ(line.text("work.by"), "ada@example.org");
  EXPECT_NE(line.text("work.at"), "absent");
  const auto rows = lines_of(mia.get("/annotationtasks/" + task.id.text + "/export?format=csv"));
  ASSERT_EQ(rows.size(), 3u);  // an item without annotations has a row here
  EXPECT_THAT(rows[0], HasSubstr(",assignee,status,status_by,status_at"));
}

// B-171
TEST_F(LabelsOut, WhoHoldsAnAssignmentGetsTheOwnItemsAlone) {
  world.join("ben", Role::annotator);
  const auto task =
      world.task({{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .open_items = 3}});
  world.items(2);
  Client ada(world, "ada");
  EXPECT_EQ(lines_of(ada.get(dataset("format=ndjson"))).size(), 2u);
  EXPECT_EQ(
      lines_of(ada.get("/annotationtasks/" + task.id.text + "/export?format=ndjson")).size(), 2u
  );
  const auto bens = world.assignment_of(task.id, "ben")->id.text;
  EXPECT_EQ(ada.get("/assignments/" + bens + "/export?format=ndjson").status, 404);
}

TEST_F(LabelsOut, ManyItemsComeInManyPieces) {
  const auto items = world.items(700);
  annotate(items.back(), "car");
  EXPECT_EQ(lines_of(mia.get(dataset("format=ndjson"))).size(), 700u);
  const auto coco = mia.get(dataset("format=coco"));
  EXPECT_EQ(json::elements_of(coco.at("images")).size(), 700u);
  EXPECT_EQ(json::elements_of(coco.at("annotations")).size(), 1u);
}

TEST_F(LabelsOut, AHistoryTellsWhoMovedWhatAndWhoSetWhichStatus) {
  world.join("ben", Role::annotator);
  const auto task = world.task({{.annotator = "ada", .open_items = 2}});
  const auto assignment = world.assignment_of(task.id, "ada")->id.text;
  Client ada(world, "ada");
  const auto item = ada.get("/assignments/" + assignment + "/next").items().front().text("id");
  ASSERT_EQ(
      ada.post(
             "/assignments/" + assignment + "/items/" + item + "/status",
             R"({"operation":"create","status":"completed"})"
      )
          .status,
      200
  );
  const auto moved = mia.post(
      "/assignments/" + assignment + "/redistribute",
      R"({"workload":[{"assigneeId":"ben@example.org","load":100}]})"
  );
  ASSERT_EQ(moved.status, 200) << moved.body;
  const auto history = "/annotationtasks/" + task.id.text + "/history?format=";
  const auto lines = lines_of(mia.get(history + "ndjson"));
  ASSERT_GE(lines.size(), 4u);  // two came, one went on, one was completed
  const Answer move{.status = 200, .body = lines[lines.size() - 2]};
  EXPECT_EQ(move.text("what"), "redistribute");
  EXPECT_EQ(move.text("by"), "mia@example.org");
  EXPECT_EQ(move.text("from"), "ada@example.org");
  EXPECT_EQ(move.text("to"), "ben@example.org");
  const Answer status{.status = 200, .body = lines.back()};
  EXPECT_EQ(status.text("what"), "setStatus");
  EXPECT_EQ(status.text("by"), "ada@example.org");
  EXPECT_EQ(status.text("itemId"), item);
  EXPECT_EQ(status.text("status"), "completed");
  EXPECT_EQ(lines_of(mia.get(history + "csv")).size(), lines.size() + 1);
  EXPECT_EQ(mia.get(history + "xml").status, 400);
  EXPECT_EQ(ada.get(history + "csv").status, 403);
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

/// A stream at hand, that can be pulled by itself.
class PiecesOfLabels : public LabelsOut {
 protected:
  PullStream open(std::string_view person, std::string_view format) {
    return open_at(dispatcher, person, dataset("format=" + std::string(format)));
  }

  PullStream open_at(Dispatcher& by, std::string_view person, const std::string& path) {
    auto response = by.serve(
        {.method = Method::get,
         .target = "/api/v1" + path,
         .headers = {{"authorization", world.bearer(person)}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        {}
    );
    EXPECT_EQ(response.status, 200);
    return std::get<PullStream>(response.body);
  }

  static std::string rest_of(const PullStream& stream) {
    std::string text;
    for (auto piece = stream(); piece; piece = stream()) text += *piece;
    return text;
  }

  Dispatcher dispatcher{world.env()};
};

TEST_F(PiecesOfLabels, WhatIsDeletedInBetweenIsLeftOutWhole) {
  const auto items = world.items(200);
  annotate(items.back(), "car");
  const auto stream = open("mia", "ndjson");
  const auto first = *stream();
  EXPECT_THAT(first, HasSubstr(items.front().text));
  EXPECT_THAT(first, Not(HasSubstr(items.back().text)));
  ASSERT_TRUE(delete_item(world.env(), world.manager(), items.back()));
  EXPECT_THAT(rest_of(stream), Not(HasSubstr(items.back().text)));
}

TEST_F(PiecesOfLabels, CocoNamesNoImageThatIsNotThere) {
  const auto items = world.items(3);
  for (const auto& item : items) annotate(item, "car");
  const auto stream = open("mia", "coco");
  std::string text = *stream();  // the images
  ASSERT_THAT(text, HasSubstr(items[1].text));
  ASSERT_TRUE(delete_item(world.env(), world.manager(), items[1]));
  text += rest_of(stream);
  const Answer document{.status = 200, .body = text};
  EXPECT_EQ(json::elements_of(document.at("images")).size(), 3u);
  EXPECT_EQ(json::elements_of(document.at("annotations")).size(), 2u);
}

TEST_F(PiecesOfLabels, WhoMayNotSeeThemAnyMoreGetsNoMore) {
  world.items(200);
  for (const auto* person : {"ada", "dan"}) world.account(person);
  world.join("dan", Role::developer);
  const auto stream = open("dan", "ndjson");
  ASSERT_TRUE(stream().has_value());
  const auto removed = mia.remove("/projects/" + world.project().text + "/members/dan@example.org");
  ASSERT_LT(removed.status, 300) << removed.body;
  EXPECT_ANY_THROW(rest_of(stream));
}

TEST_F(PiecesOfLabels, WhoIsDisabledMeanwhileGetsNoMore) {
  const auto task = world.task({{.annotator = "ada", .open_items = 200}});
  world.account("dan");
  world.join("dan", Role::developer);
  const auto labels = open("dan", "ndjson");
  const auto history =
      open_at(dispatcher, "dan", "/annotationtasks/" + task.id.text + "/history?format=ndjson");
  ASSERT_TRUE(labels().has_value());
  ASSERT_TRUE(disable_user(world.env(), "dan@example.org"));
  EXPECT_ANY_THROW(rest_of(labels));
  EXPECT_ANY_THROW(rest_of(history));
}

TEST_F(PiecesOfLabels, AHistoryOfManySmallMovesComesInFew) {
  world.join("ben", Role::annotator);
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  std::string from = "ada";
  std::string to = "ben";
  for (int i = 0; i < 30; ++i, std::swap(from, to)) {
    const auto moved = mia.post(
        "/assignments/" + world.assignment_of(task.id, from)->id.text + "/redistribute",
        R"({"workload":[{"assigneeId":")" + to + R"(@example.org","load":100}]})"
    );
    ASSERT_EQ(moved.status, 200) << moved.body;
  }
  const auto stream =
      open_at(dispatcher, "mia", "/annotationtasks/" + task.id.text + "/history?format=ndjson");
  std::string text;
  int pieces = 0;
  for (auto piece = stream(); piece; piece = stream(), ++pieces) text += *piece;
  EXPECT_GE(lines_of({.status = 200, .body = text}).size(), 30u);
  EXPECT_LT(pieces, 5);
}

TEST_F(PiecesOfLabels, AnItemThatTakesLongerThanAQueryMayIsWholeAllTheSame) {
  std::string large =
      "\"data:image/"
      "png;base64,"
      "iVBORw0KGgoAAAANSUhEUgAAE4gAABOIAQAAAAB147pmAAAL70lEQVR42u3BAQ0AAADCoPdPbQ8HF";  // 5,000
                                                                                        // ×
                                                                                        // 5,000
                                                                                        // pixels
  for (int i = 0; i < 4043; ++i) large += "A";
  large += "8GLFUQABCH66EwAAAABJRU5ErkJggg==\"";
  const auto items = world.items(2);
  std::string list = "[";
  for (int i = 0; i < 2; ++i) {
    list += R"({"type":"binary","label":"car","coordinates":)" + large + "},";
  }
  // So many that the store looks at the time.
  for (int i = 0; i < 3000; ++i) list += R"({"type":"class","label":"car"},)";
  list.back() = ']';
  for (const auto& item : items) {
    ASSERT_EQ(mia.post("/items/" + item.text + "/annotations", list).status, 200);
  }
  Hasty hasty(world, std::chrono::milliseconds{200});
  const auto stream = open_at(hasty.dispatcher(), "mia", dataset("format=csv"));
  const auto rows = lines_of({.status = 200, .body = rest_of(stream)});
  EXPECT_EQ(rows.size(), 1 + 2 * 3002u);
}

TEST(Attachment, IsNamedInPlainLettersAndAsItIs) {
  EXPECT_EQ(
      attachment_header("Bäume \"1\".zip"),
      "attachment; filename=\"B__ume__1_.zip\"; filename*=UTF-8''B%C3%A4ume%20%221%22.zip"
  );
}

}  // namespace
}  // namespace allot::http::test

// Labels of a task and of an assignment, with who has what; and what became of a task's items.

#include <gmock/gmock.h>

#include <algorithm>

#include "http/labels_for_tests.h"

namespace allot::http::test {
namespace {

using testing::HasSubstr;

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

TEST_F(LabelsOut, OfATaskComeInTheOrderOfTheQuery) {
  const auto task = world.task({{.annotator = "ada", .open_items = 50}});
  const auto of_task = "/annotationtasks/" + task.id.text + "/export?format=csv";
  const auto assignment = world.assignment_of(task.id, "ada")->id.text;
  auto rows = lines_of(mia.get(of_task));
  ASSERT_EQ(rows.size(), 51u);
  std::reverse(rows.begin() + 1, rows.end());
  // {"filter":{},"sort":{"name":"descending"}}
  const std::string sorted =
      "&filter=%7B%22filter%22%3A%7B%7D%2C%22sort%22%3A%7B%22name%22%3A%22descending%22%7D%7D";
  EXPECT_EQ(lines_of(mia.get(of_task + sorted)), rows);
  EXPECT_EQ(lines_of(mia.get("/assignments/" + assignment + "/export?format=csv" + sorted)), rows);
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

}  // namespace
}  // namespace allot::http::test

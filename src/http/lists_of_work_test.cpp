// Lists of work for a screen over the API: the next items, own assignments, the items of a task, a
// project's summary, and who is away.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using testing::HasSubstr;

/// Ada holds two open items, Ben one.
class ListsOfWork : public testing::Test {
 protected:
  ListsOfWork() {
    world.join("ada", Role::annotator);
    world.join("ben", Role::annotator);
    const auto made = world.task(
        {{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .open_items = 1}}, "Cats"
    );
    task = "/annotationtasks/" + made.id.text;
    assignment = world.assignment_of(made.id, "ada")->id.text;
    task_id = made.id;
  }

  std::string members() const { return "/projects/" + world.project().text + "/members/"; }

  static void expect_refused(const Answer& answer, std::string_view field) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_THAT(answer.text("message"), HasSubstr("`" + std::string(field) + "`"));
  }

  World world;
  Client mia{world, "mia"};
  Client ada{world, "ada"};
  TaskId task_id;
  std::string task;
  std::string assignment;
};

using NextItems = ListsOfWork;

// B-420
TEST_F(NextItems, AreWholeItemsAndHowManyRemain) {
  const auto path = "/assignments/" + assignment + "/next";
  const auto first = ada.get(path);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.names(), (std::set<std::string>{"items", "remaining"}));
  EXPECT_EQ(first.at("remaining"), "2");
  ASSERT_EQ(first.items().size(), 1u);
  const auto id = first.items().front().text("id");
  EXPECT_EQ(first.items().front().body, ada.get("/items/" + id).body);
  const auto both = ada.get(path + "?count=10");
  EXPECT_EQ(both.items().size(), 2u);
  const auto second = ada.get(path + "?after=" + id);
  EXPECT_EQ(second.items().front().text("id"), both.items().back().text("id"));
  const auto end = ada.get(path + "?after=" + both.items().back().text("id"));
  EXPECT_EQ(end.at("items"), "[]");
  EXPECT_EQ(end.at("remaining"), "2");
}

// B-420
TEST_F(NextItems, AreOneToTen) {
  const auto path = "/assignments/" + assignment + "/next?";
  for (const auto* count : {"0", "11", "-1", "two", "1.5"}) {
    expect_refused(ada.get(path + "count=" + count), "count");
  }
  EXPECT_EQ(ada.get(path + "count=10").status, 200);
  EXPECT_EQ(ada.get(path + "count=&after=").items().size(), 1u);
  EXPECT_EQ(ada.get(path + "after=xyz").status, 400);
  expect_refused(
      ada.get(path + "after=" + std::string(24, 'a') + "," + std::string(24, 'b')), "after"
  );
}

// B-170
TEST_F(NextItems, AreForTheirPerson) {
  const auto path = "/assignments/" + assignment + "/next";
  EXPECT_EQ(mia.get(path).status, 403);
  EXPECT_EQ(Client(world, "ben").get(path).status, 404);
  EXPECT_EQ(ada.get("/assignments/" + std::string(24, 'a') + "/next").status, 404);
  EXPECT_EQ(ada.get("/assignments/xyz/next").status, 400);
}

using OwnAssignments = ListsOfWork;

// B-134
TEST_F(OwnAssignments, AreAPageOfAssignments) {
  const auto own = ada.get("/users/me/assignments?active=true");
  ASSERT_EQ(own.status, 200) << own.body;
  EXPECT_EQ(own.at("totalItemsCount"), "1");
  EXPECT_EQ(own.items().front().body, ada.get("/assignments/" + assignment).body);
  EXPECT_EQ(ada.get("/users/me/assignments?active=false").at("totalItemsCount"), "0");
  EXPECT_EQ(ada.get("/users/me/assignments?pageOffset=1&pageSize=1").at("items"), "[]");
  EXPECT_EQ(mia.get("/users/me/assignments").at("totalItemsCount"), "0");
  expect_refused(ada.get("/users/me/assignments?active=maybe"), "active");
}

using TaskItems = ListsOfWork;

// B-424
TEST_F(TaskItems, AreRowsWithEachMember) {
  const auto page = mia.get(task + "/items?pageSize=2");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.at("totalItemsCount"), "3");
  EXPECT_EQ(page.at("hasNextPage"), "true");
  const auto row = page.items().front();
  EXPECT_EQ(
      row.names(),
      (std::set<std::string>{
          "item",
          "assignmentId",
          "assigneeId",
          "status",
          "by",
          "at",
          "issue",
          "forReview",
          "inUse",
          "annotations",
          "changedAt"
      })
  );
  EXPECT_EQ(
      Answer{.body = row.at("item")}.names(),
      (std::set<std::string>{"id", "name", "filename", "datasetId", "mimetype"})
  );
  EXPECT_EQ(row.text("assigneeId"), "ada@example.org");
  EXPECT_EQ(row.text("assignmentId"), assignment);
  for (const auto* member : {"status", "by", "at", "inUse"}) EXPECT_EQ(row.at(member), "null");
  EXPECT_EQ(row.at("issue"), "false");
  EXPECT_EQ(row.at("annotations"), "0");
  const auto second = mia.get(task + "/items?page=1&pageSize=2");
  ASSERT_EQ(second.items().size(), 1u);
  EXPECT_EQ(second.items().front().text("assigneeId"), "ben@example.org");
}

// B-424, B-425
TEST_F(TaskItems, TellWhoSaidWhatAndWhen) {
  const auto first = mia.get(task + "/items").items().front().text("item.id");
  world.clock.advance(std::chrono::seconds{5});
  ASSERT_EQ(
      ada.post(
             "/assignments/" + assignment + "/items/" + first + "/status",
             R"({"operation":"create","status":"discard"})"
      )
          .status,
      200
  );
  const auto rows = mia.get(task + "/items?status=discard&order=time").items();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.front().text("status"), "discard");
  EXPECT_EQ(rows.front().text("by"), "ada@example.org");
  EXPECT_EQ(rows.front().at("at"), std::to_string(to_epoch_ms(world.clock.now())));
  EXPECT_EQ(rows.front().at("changedAt"), rows.front().at("at"));
  EXPECT_EQ(mia.get(task + "/items?status=open").at("totalItemsCount"), "2");
  EXPECT_EQ(mia.get(task + "/items?status=any&assignee=Ada@Example.org").items().size(), 2u);
  EXPECT_EQ(mia.get(task + "/items?status=in_use").at("totalItemsCount"), "0");
  EXPECT_EQ(mia.get(task + "/items?assignment=" + assignment).at("totalItemsCount"), "2");
}

// B-424
TEST_F(TaskItems, OfAWrongQuestionAreRefused) {
  expect_refused(mia.get(task + "/items?status=blurry"), "status");
  expect_refused(mia.get(task + "/items?issue=closed"), "issue");
  expect_refused(mia.get(task + "/items?order=size"), "order");
  expect_refused(mia.get(task + "/items?page=last"), "page");
  expect_refused(mia.get(task + "/items?order=time&order=holder"), "order");
  EXPECT_EQ(mia.get(task + "/items?assignee=nobody").status, 400);
  EXPECT_EQ(mia.get(task + "/items?assignment=x").status, 400);
  EXPECT_EQ(mia.get("/annotationtasks/" + std::string(24, 'a') + "/items").status, 404);
}

// B-171
TEST_F(TaskItems, OfAnAnnotatorAreTheOwnOnes) {
  const auto seen = ada.get(task + "/items");
  EXPECT_EQ(seen.at("totalItemsCount"), "2");
  EXPECT_EQ(seen.body.find("ben@"), std::string::npos);
  EXPECT_EQ(ada.get(task + "/items?assignee=ben@example.org").at("totalItemsCount"), "0");
  EXPECT_EQ(Client(world, "eve").get(task + "/items").status, 404);
}

using Summary = ListsOfWork;

// B-426
TEST_F(Summary, HasEachMember) {
  const auto path = "/projects/" + world.project().text + "/summary";
  ASSERT_EQ(mia.patch(task, R"({"dueDate":1000})").status, 200);
  ASSERT_EQ(mia.put(members() + "ben@example.org/availability", R"({"from":0})").status, 200);
  const auto summary = mia.get(path);
  ASSERT_EQ(summary.status, 200) << summary.body;
  EXPECT_EQ(
      summary.body,
      R"({"late":[{"taskId":")" + task_id.text +
          R"(","name":"Cats","dueDate":1000,"doneBy":null}],"forecastLate":[],"withoutWork":[],)"
          R"("overloaded":[],"idle":[],"absent":[{"assigneeId":"ben@example.org","open":1,)"
          R"("lastActive":null}],"issues":0,"forReview":0})"
  );
  EXPECT_EQ(ada.get(path).at("absent"), "[]");
  EXPECT_EQ(Client(world, "eve").get(path).status, 404);
}

using AvailabilityRoutes = ListsOfWork;

// B-422
TEST_F(AvailabilityRoutes, SayReadAndLift) {
  const auto path = members() + "Ada@example.org/availability";
  EXPECT_EQ(mia.get(path).body, "{}");
  const auto said =
      ada.put(path, R"({"from":1700000000000,"until":1800000000000,"hoursPerDay":2.5})");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(said.body, R"({"from":1700000000000,"until":1800000000000,"hoursPerDay":2.5})");
  EXPECT_EQ(mia.get(path).body, said.body);
  EXPECT_EQ(ada.put(path, R"({"from":5})").body, R"({"from":5})") << "all of it is replaced";
  EXPECT_EQ(ada.remove(path).body, "{}");
  EXPECT_EQ(ada.remove(path).status, 200) << "again";
  EXPECT_EQ(mia.get(path).body, "{}");
}

// B-423
TEST_F(AvailabilityRoutes, TheListOfMembersHasWhatIsSaidOfWhom) {
  world.account("ben");
  ASSERT_EQ(
      mia.put(members() + "ada@example.org/availability", R"({"from":5,"until":7})").status, 200
  );
  const auto list = mia.get("/projects/" + world.project().text + "/members");
  ASSERT_EQ(list.status, 200);
  EXPECT_THAT(list.body, HasSubstr(R"("availability":{"from":5,"until":7})"));
  EXPECT_EQ(list.body.find("availability"), list.body.rfind("availability")) << "of nobody else";
}

// B-422
TEST_F(AvailabilityRoutes, RefuseWhatCannotBe) {
  const auto path = members() + "ada@example.org/availability";
  expect_refused(ada.put(path, "{}"), "from");
  expect_refused(ada.put(path, R"({"from":"soon"})"), "from");
  expect_refused(ada.put(path, R"({"from":-1})"), "from");
  expect_refused(ada.put(path, R"({"from":1e300})"), "from");
  expect_refused(ada.put(path, R"({"from":5,"until":5})"), "until");
  expect_refused(ada.put(path, R"({"from":5,"until":253402300800000})"), "until");
  expect_refused(ada.put(path, R"({"from":5,"hoursPerDay":25})"), "hoursPerDay");
  expect_refused(ada.put(path, R"({"from":5,"hoursPerDay":"all"})"), "hoursPerDay");
  EXPECT_EQ(mia.get(path).body, "{}");
  EXPECT_EQ(mia.put(members() + "nobody@example.org/availability", R"({"from":5})").status, 404);
  EXPECT_EQ(mia.put(members() + "nobody/availability", R"({"from":5})").status, 400);
}

}  // namespace
}  // namespace allot::http::test

// What an item tells of tasks is cut to those that the reader may see, so that a second judgement
// stays blind (B-171). Ada judges an item in one task, Ben has the same item in another.

#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

/// Two people with one item; what the one did must not reach the other.
class Blind : public ::testing::Test {
 protected:
  Blind() {
    world.join("ada", Role::annotator);
    world.join("ben", Role::annotator);
    world.join("max", Role::annotation_manager);
    item = world.items(1).front();
    bystander = world.items(1).front();
    first = make_task("First", "ada", {item, bystander});
    second = make_task("Second", "ben", {item});
    ada_has = world.assignment_of({first}, "ada")->id.text;
    ben_has = world.assignment_of({second}, "ben")->id.text;
    judge(ada, first, item, "discard");
  }

  std::string make_task(
      const std::string& name, const std::string& who, std::vector<ItemId> items
  ) {
    const auto answer = mia.post(
        "/annotationtasks",
        R"({"name":")" + name + R"(","projectId":")" + world.project().text + R"(","datasetId":")" +
            world.dataset().text + R"(","recipeId":")" + world.recipe().text +
            R"(","taskOwner":"mia@example.org","spec":{"type":"annotation"},"query":)" +
            json::quoted(World::query_of(items)) + R"(,"workload":[{"assigneeId":")" + who +
            R"(@example.org","load":100}]})"
    );
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.text("spec.createdTaskId");
  }

  static Answer judge(
      Client& who, const std::string& task, const ItemId& which, const std::string& word
  ) {
    auto answer = who.post(
        "/assignments/items/tasks/" + task + "/status",
        R"({"itemIds":[")" + which.text +
            R"("],"statusPayload":{"operation":"create","returnLastStatus":true,"status":")" +
            word + R"("}})"
    );
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer;
  }

  [[nodiscard]] std::string dataset() const { return "/datasets/" + world.dataset().text; }

  Answer ask(Client& who, const std::string& filter, const std::string& more = "") {
    return who.post(dataset() + "/query", R"({"filter":)" + filter + more + "}");
  }

  std::string count(Client& who, const std::string& filter) {
    return ask(who, filter).at("totalItemsCount");
  }

  void expect_blind(const Answer& answer, std::string_view where) {
    for (const auto& trace : {first, ada_has, std::string("discard"), std::string("ada@")}) {
      EXPECT_EQ(answer.body.find(trace), std::string::npos) << where << ": " << answer.body;
    }
  }

  World world;
  Client mia{world, "mia"};
  Client max{world, "max"};
  Client ada{world, "ada"};
  Client ben{world, "ben"};
  ItemId item;
  ItemId bystander;
  std::string first;
  std::string second;
  std::string ada_has;
  std::string ben_has;
};

// B-171
TEST_F(Blind, NoRouteThatShowsAnItemTellsOfAnothersTask) {
  const auto own = R"({"id":")" + item.text + R"("})";
  const std::pair<std::string_view, Answer> shown[] = {
      {"item", ben.get("/items/" + item.text)},
      {"item of the dataset", ben.get(dataset() + "/items/" + item.text)},
      {"query", ask(ben, own)},
      {"query of everything", ask(ben, "{}")},
      {"in an order",
       ask(ben, "{}", R"(,"sort":{"metadata.system.refs.metadata.status":"ascending"})")},
      {"with a selection", ask(ben, "{}", R"(,"select":{"metadata":1})")},
      {"tasks", ben.get("/annotationtasks")},
      {"tasks by query", ben.post("/annotationtasks/query", R"({"filter":{}})")},
      {"task", ben.get("/annotationtasks/" + second)},
      {"relatives", ben.get("/annotationtasks/" + second + "/relatives")},
      {"assignments", ben.get("/assignments")},
      {"assignment", ben.get("/assignments/" + ben_has)},
      {"next item", ben.get("/assignments/" + ben_has + "/next?count=10")},
      {"own assignments", ben.get("/users/me/assignments")},
      {"items of the task", ben.get("/annotationtasks/" + second + "/items")},
      {"items of the task by time", ben.get("/annotationtasks/" + second + "/items?order=time")},
      {"summary", ben.get("/projects/" + world.project().text + "/summary")},
      {"counters", ben.post("/annotationtasks/projects/" + world.project().text + "/counters", "{}")
      },
      {"own status", judge(ben, second, item, "completed")},
      {"own status of one item",
       ben.post(
           "/assignments/" + ben_has + "/items/" + item.text + "/status",
           R"({"operation":"create","status":"completed","returnLastStatus":true})"
       )},
      {"item, judged", ben.get("/items/" + item.text)},
  };
  for (const auto& [where, answer] : shown) {
    EXPECT_EQ(answer.status, 200) << where << answer.body;
    expect_blind(answer, where);
  }
}

// B-171
TEST_F(Blind, OwnWorkIsShownWhole) {
  judge(ben, second, item, "completed");
  const auto seen = ben.get("/items/" + item.text);
  EXPECT_EQ(
      json::strings_member(seen.body, "metadata.system.annotationStatus"),
      std::vector<std::string>{"completed"}
  );
  const auto system = seen.at("metadata.system");
  EXPECT_NE(system.find(second), std::string::npos);
  EXPECT_NE(system.find(ben_has), std::string::npos);
  EXPECT_NE(seen.at("metadata.system.taskStatusLog"), "absent");
  EXPECT_EQ(count(ben, R"({"metadata.system.refs.id":")" + second + R"("})"), "1");
}

/// Each is true of the item because of Ada's task alone.
std::vector<std::string> telling_filters(const std::string& task, const std::string& assignment) {
  return {
      R"({"metadata.system.refs.id":")" + task + R"("})",
      R"({"metadata.system.refs.id":")" + assignment + R"("})",
      R"({"metadata.system.refs.id":{"$in":[")" + task + R"("]}})",
      R"({"metadata.system.refs":{"id":")" + task + R"("}})",
      R"({"metadata.system.refs":{"$match":{"type":"task","metadata":{"status":"discard"}}}})",
      R"({"metadata.system.refs":{"$match":{"metadata":{"status":{"$exists":true}}}}})",
      R"({"metadata.system.refs.metadata.status":"discard"})",
      R"({"metadata.system.refs.metadata.status":"dis*"})",
      R"({"metadata.system.refs.metadata.status":{"$exists":true}})",
      R"({"metadata.system.refs.metadata.creator":"ada@example.org"})",
      R"({"metadata.system.refs.metadata.timestamp":{"$gt":"2000-01-01"}})",
      R"({"metadata.system.annotationStatus":"discard"})",
      R"({"metadata.system.annotationStatus":{"$exists":true}})",
      R"({"metadata.system.taskStatusLog":{"$exists":true}})",
      R"({"metadata.system.taskStatusLog.status.status":"discard"})",
      R"({"metadata.system.taskStatusLog.status.creator":"ada@example.org"})",
      R"({"metadata.system.taskStatusLog":{"$match":{"action":"created"}}})",
      R"({"$and":[{"type":"file"},{"$or":[{"metadata.system.refs.metadata.status":"discard"}]}]})",
  };
}

// B-171
TEST_F(Blind, NoFilterTellsOfAnothersTaskHoweverItIsTurned) {
  for (const auto& filter : telling_filters(first, ada_has)) {
    const auto id = R"({"id":")" + item.text + R"("})";
    EXPECT_EQ(count(mia, R"({"$and":[)" + id + "," + filter + "]}"), "1") << filter;
    EXPECT_EQ(count(max, R"({"$and":[)" + id + "," + filter + "]}"), "1") << filter;
    EXPECT_EQ(count(ben, filter), "0") << filter;
    EXPECT_EQ(count(ben, R"({"$not":)" + filter + "}"), "1") << filter;
    const auto more = R"(,"intersect":{"query":{"filter":)" + filter + "}}";
    EXPECT_EQ(ask(ben, "{}", more).at("totalItemsCount"), "0") << filter;
    const auto less = R"(,"except":{"query":{"filter":)" + filter + "}}";
    EXPECT_EQ(ask(ben, "{}", less).at("totalItemsCount"), "1") << filter;
    EXPECT_EQ(ask(ben, filter, R"(,"pageSize":0)").at("totalItemsCount"), "0") << filter;
  }
}

// B-171
TEST_F(Blind, NoJoinOfAnnotationsTellsOfAnothersTask) {
  const auto made = ben.post(
      "/items/" + item.text + "/annotations",
      R"({"type":"class","label":"cat","metadata":{},"coordinates":{}})"
  );
  ASSERT_EQ(made.status, 200) << made.body;
  for (const auto& filter : telling_filters(first, ada_has)) {
    const auto body = R"({"resource":"annotations","filter":{},"join":{"filter":)" + filter + "}}";
    EXPECT_EQ(mia.post(dataset() + "/query", body).at("totalItemsCount"), "1") << filter;
    EXPECT_EQ(ben.post(dataset() + "/query", body).at("totalItemsCount"), "0") << filter;
  }
}

// B-171
TEST_F(Blind, WhetherAnItemIsInATaskIsToldOfVisibleTasksAlone) {
  const auto task = mia.remove("/annotationtasks/" + second);
  ASSERT_EQ(task.status, 200) << task.body;
  EXPECT_EQ(ben.get("/items/" + item.text).status, 404);
  EXPECT_EQ(count(mia, R"({"metadata.system.refs":[]})"), "0");
  // Who owns a task without membership sees that task, and no other.
  world.account("otto");
  Client otto(world, "otto");
  const auto own = make_task("Third", "otto", {item});
  ASSERT_EQ(
      mia.patch("/annotationtasks/" + own, R"({"taskOwner":"otto@example.org"})").status, 200
  );
  expect_blind(ask(otto, "{}"), "owner");
  EXPECT_EQ(count(otto, R"({"metadata.system.refs.id":")" + own + R"("})"), "1");
  EXPECT_EQ(count(otto, R"({"metadata.system.refs.id":")" + first + R"("})"), "0");
}

// B-171
TEST_F(Blind, InOneTaskTheHistoryOfAnotherAssignmentIsNotTold) {
  // Ada changes her mind, and what is open again goes to Ben.
  ada.post(
      "/assignments/items/tasks/" + first + "/status",
      R"({"itemIds":[")" + item.text + R"("],"statusPayload":{"operation":"delete"}})"
  );
  const auto moved = mia.post(
      "/assignments/" + ada_has + "/redistribute",
      R"({"workload":[{"assigneeId":"ben@example.org","load":100}]})"
  );
  ASSERT_EQ(moved.status, 200) << moved.body;
  const auto next =
      ben.get("/assignments/" + world.assignment_of({first}, "ben")->id.text + "/next?count=10");
  EXPECT_NE(next.body.find(item.text), std::string::npos) << next.body;
  for (const auto& told : {next, ben.get("/annotationtasks/" + first + "/items")}) {
    EXPECT_EQ(told.body.find("discard"), std::string::npos) << told.body;
    EXPECT_EQ(told.body.find("ada@"), std::string::npos) << told.body;
  }
  const auto seen = ben.get("/items/" + item.text);
  EXPECT_NE(seen.body.find(first), std::string::npos) << seen.body;
  EXPECT_EQ(seen.body.find("discard"), std::string::npos) << seen.body;
  EXPECT_EQ(seen.body.find("ada@"), std::string::npos) << seen.body;
  EXPECT_NE(mia.get("/items/" + item.text).body.find("discard"), std::string::npos);
}

// B-171
TEST_F(Blind, AReviewerSeesTheReviewAndNotTheTaskBeforeIt) {
  world.join("rita", Role::annotator);
  const auto answer = mia.post(
      "/annotationtasks",
      R"({"name":"First_qa","projectId":")" + world.project().text + R"(","datasetId":")" +
          world.dataset().text + R"(","recipeId":")" + world.recipe().text +
          R"(","taskOwner":"mia@example.org","spec":{"type":"qa","parentTaskId":")" + first +
          R"("},"query":)" + json::quoted(World::query_of({item})) +
          R"(,"workload":[{"assigneeId":"rita@example.org","load":100}]})"
  );
  ASSERT_EQ(answer.status, 200) << answer.body;
  Client rita(world, "rita");
  const auto seen = rita.get("/items/" + item.text);
  EXPECT_NE(seen.body.find(answer.text("spec.createdTaskId")), std::string::npos);
  expect_blind(seen, "review");
}

// B-171
TEST_F(Blind, ManagersSeeAllOfIt) {
  for (auto* who : {&mia, &max}) {
    const auto seen = who->get("/items/" + item.text);
    for (const auto& trace : {first, second, ada_has, ben_has, std::string("discard")}) {
      EXPECT_NE(seen.body.find(trace), std::string::npos) << seen.body;
    }
  }
}

}  // namespace
}  // namespace allot::http::test

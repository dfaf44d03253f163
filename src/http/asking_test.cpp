// How lists are asked: names, dates, words and flags, in addresses and in filters.

#include <gtest/gtest.h>

#include "http/client_for_tests.h"
#include "usecases/tasks/update.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using Names = std::set<std::string>;

Names names_in(const Answer& answer) {
  EXPECT_EQ(answer.status, 200) << answer.body;
  Names names;
  for (const auto& item : answer.items()) names.insert(item.text("name"));
  return names;
}

std::string in_json(std::string_view text) {
  return json::quoted(text);
}

/// Every address of a list that takes parameters, with a value that none can read.
constexpr std::string_view unreadable[] = {
    "/annotationtasks?minDate=abc",
    "/annotationtasks?maxDate=01/01/2020",
    "/annotationtasks?minDate=2024-02-30",
    "/annotationtasks?archive=maybe",
    "/annotationtasks?status=nearly",
    "/annotationtasks?status=open,nearly",
    "/annotationtasks?type=foo",
    "/annotationtasks?recipe=x",
    "/annotationtasks?assignments=x",
    "/annotationtasks?parentTaskId=x",
    "/annotationtasks?creator=nobody",
    "/annotationtasks?taskOwner=nobody",
    "/annotationtasks?pageSize=ten",
    "/annotationtasks?pageOffset=-1",
    "/tasks?archive=maybe",
    "/assignments?archive=maybe",
    "/assignments?active=perhaps",
    "/assignments?status=nearly",
    "/assignments?annotator=nobody",
    "/assignments?taskId=x",
    "/assignments?pageSize=ten",
    "/assignments?pageOffset=1.5",
    "/datasets?system=maybe",
    "/datasets?markForDeletion=maybe",
    "/datasets?creator=nobody",
    "/datasets?recipe=x",
    "/projects?excludeContributors=maybe",
    "/recipes?creator=nobody",
    "/recipes?ontologies=x",
    "/recipes?pageSize=ten",
    "/ontologies?ids=x",
    "/ontologies?pageOffset=-1",
};

// B-255
TEST(Lists, AValueThatNobodyCanReadIsRefusedAndNamed) {
  World world;
  world.assignment({.open_items = 1});
  Client mia(world, "mia");
  for (const auto address : unreadable) {
    const auto answer = mia.get(std::string(address));
    EXPECT_EQ(answer.status, 400) << address << ": " << answer.body;
    EXPECT_NE(answer.at("message"), "absent") << address;
  }
}

// B-255
TEST(Changes, AFlagThatNobodyCanReadChangesNothing) {
  World world;
  const auto assignment = world.assignment({.open_items = 2});
  Client mia(world, "mia");
  const auto before = world.snapshot();
  const auto task = "/annotationtasks/" + assignment.task.text;
  const auto own = "/assignments/" + assignment.id.text;
  for (const auto& answer :
       {mia.remove(task + "?dryRun=perhaps"),
        mia.post(task + "/removeFromTask?dryRun=perhaps", R"({"query":"{\"filter\":{}}"})"),
        mia.post(task + "/addToTask?dryRun=perhaps", R"({"query":"{\"filter\":{}}"})"),
        mia.remove(own + "?dryRun=perhaps"),
        mia.post(own + "/reassign?dryRun=perhaps", R"({"annotator":["ben@example.org"]})"),
        mia.remove("/recipes/" + world.recipe().text + "?force=perhaps"),
        mia.remove("/datasets/" + world.dataset().text + "?force=perhaps"),
        mia.remove("/datasets/" + world.dataset().text + "?targetDeleteDate=soon")}) {
    EXPECT_EQ(answer.status, 400) << answer.body;
  }
  EXPECT_EQ(world.snapshot(), before);
  EXPECT_EQ(mia.get("/datasets/" + world.dataset().text).status, 200);
}

// B-255
TEST(Filters, AnUnreadableDateIsRefusedOnEveryRouteAndDeletesNothing) {
  World world;
  world.items(3);
  Client mia(world, "mia");
  const auto items = "/datasets/" + world.dataset().text + "/query";
  for (const auto* filter :
       {R"({"createdAt":{"$gt":"01/01/2020"}})",
        R"({"createdAt":{"$not":{"$gt":"01/01/2020"}}})",
        R"({"updatedAt":{"$nin":["yesterday"]}})"}) {
    const auto body = R"({"filter":)" + std::string(filter);
    for (const auto& answer :
         {mia.post(items, body + R"(,"resource":"items"})"),
          mia.post(items, body + R"(,"resource":"annotations"})"),
          mia.post(items, body + R"(,"resource":"items","delete":true})"),
          mia.post(items, body + R"(,"resource":"annotations","delete":true})"),
          mia.post(items, body + R"(,"resource":"items","update":{"metadata":{"user":{"a":1}}}})"),
          mia.post("/annotationtasks/query", body + "}"),
          mia.post("/annotationtasks/query", body + R"(,"resource":"nonsense"})"),
          mia.post("/datasets/query", body + R"(,"resource":"datasets"})")}) {
      EXPECT_EQ(answer.status, 400) << filter << answer.body;
    }
  }
  EXPECT_EQ(
      mia.post("/annotationtasks/query", R"({"filter":{"dueDate":{"$gt":"soon"}}})").status, 400
  );
  EXPECT_EQ(mia.post(items, R"({"filter":{}})").at("totalItemsCount"), "3");
}

// B-255
TEST(Sorts, AWrongWordIsRefusedAndNamesTheField) {
  World world;
  Client mia(world, "mia");
  for (const auto* address : {"/annotationtasks/query", "/datasets/query"}) {
    for (const auto* sort :
         {R"({"name":"up"})", R"({"name":2})", R"({"metadata":{"user":{"n":true}}})", R"("name")"
         }) {
      const auto answer = mia.post(address, R"({"filter":{},"sort":)" + std::string(sort) + "}");
      EXPECT_EQ(answer.status, 400) << sort << answer.body;
    }
  }
}

// B-024, B-255
TEST(Tasks, DueDatesAreBoundedByEveryFormOfADate) {
  World world;
  const auto task = world.task({{.open_items = 1}});
  Client mia(world, "mia");
  // 2024-01-02T12:00:00Z
  ASSERT_EQ(
      mia.patch("/annotationtasks/" + task.id.text, R"({"dueDate":1704196800000})").status, 200
  );
  const auto count = [&](const std::string& query) {
    return mia.get("/annotationtasks?" + query).at("totalItemsCount");
  };
  for (const auto* before :
       {"1704196799999", "2024-01-02", "20240102", "2024-01-02T13:59:59+02:00", "20240102T115959Z"
       }) {
    EXPECT_EQ(count("minDate=" + std::string(before)), "1") << before;
    EXPECT_EQ(count("maxDate=" + std::string(before)), "0") << before;
    const auto filter = R"({"filter":{"dueDate":{"$gt":")" + std::string(before) + R"("}}})";
    EXPECT_EQ(mia.post("/annotationtasks/query", filter).at("totalItemsCount"), "1") << before;
  }
  for (const auto* after : {"1704196800001", "2024-01-03", "20240102T140001.5+0200"}) {
    EXPECT_EQ(count("minDate=" + std::string(after)), "0") << after;
    EXPECT_EQ(count("maxDate=" + std::string(after)), "1") << after;
  }
}

// Contract of addresses: in words `+` is a space; in names either; in e-mails a plus.
TEST(Assignments, AreListedByWordsAndNamesWithAPlusForASpace) {
  World world;
  const auto task =
      world.task({{.annotator = "ada+1", .open_items = 1, .completed_items = 1}}, "Run 1");
  const auto assignment = world.assignment_of(task.id, "ada+1").value();
  Client mia(world, "mia");
  const auto count = [&](const std::string& query) {
    return mia.get("/assignments?" + query).at("totalItemsCount");
  };
  EXPECT_EQ(count("status=in+progress"), "1");
  EXPECT_EQ(count("status=in%20progress"), "1");
  EXPECT_EQ(count("annotator=ada+1@example.org"), "1");
  EXPECT_EQ(count("annotator=Ada%2B1@example.org"), "1");
  EXPECT_EQ(assignment.name, "Run 1 (ada+1@example.org)");
  EXPECT_EQ(count("name=Run%201%20(ada+1@example.org)"), "1");
  EXPECT_EQ(count("name=Run+1+(ada%2B1@example.org)"), "1");
  EXPECT_EQ(count("name=Run%2B1+(ada%2B1@example.org)"), "0");
  EXPECT_EQ(mia.get("/annotationtasks?name=Run+1").at("totalItemsCount"), "1");
  EXPECT_EQ(mia.get("/annotationtasks?name=Run%2B1").at("totalItemsCount"), "0");
}

constexpr std::string_view hard_names[] = {
    "run *",
    "*",
    "a**b",
    "100%",
    "a\"b'c",
    "back\\slash",
    "q?x#y&z=1",
    "[a]",
    "caf\xC3\xA9",
    "cafe\xCC\x81",
    "\xF0\x9F\x90\x88",
    "Run 1",
    "run 1",
    "run+1"
};

// B-021
TEST(Datasets, EachIsFoundByItsWholeNameAlone) {
  World world;
  Client mia(world, "mia");
  std::vector<std::string> made;
  for (const auto name : hard_names) {
    const auto answer = mia.post(
        "/datasets",
        R"({"name":)" + in_json(name) + R"(,"projects":[")" + world.project().text + R"("]})"
    );
    // Which names are allowed, and which are one, is for other tests to say.
    if (answer.status == 200) made.push_back(answer.text("name"));
  }
  ASSERT_GT(made.size(), 9u);
  for (const auto& name : made) {
    const auto found = mia.post("/datasets/query", R"({"filter":{"name":)" + in_json(name) + "}}");
    EXPECT_EQ(names_in(found), Names{name});
  }
  const auto globbed = mia.post("/datasets/query", R"({"filter":{"name":{"$glob":"run*"}}})");
  EXPECT_EQ(names_in(globbed), (Names{"run *", "run 1", "run+1"}));
}

// B-021
TEST(Tasks, EachIsFoundByItsWholeNameAlone) {
  World world;
  for (const auto name : hard_names) world.task({{.open_items = 1}}, name);
  Client mia(world, "mia");
  for (const auto name : hard_names) {
    const Names one{std::string(name)};
    const auto filter = R"({"filter":{"name":)" + in_json(name) + "}}";
    EXPECT_EQ(names_in(mia.post("/annotationtasks/query", filter)), one);
  }
  EXPECT_EQ(names_in(mia.get("/annotationtasks?name=run%20*")), Names{"run *"});
  EXPECT_EQ(names_in(mia.get("/annotationtasks?name=run%2B1")), Names{"run+1"});
  const auto globbed = mia.post("/annotationtasks/query", R"({"filter":{"name":"run*"}})");
  EXPECT_EQ(names_in(globbed), (Names{"run *", "run 1", "run+1"}));
}

// B-021
TEST(Items, AFileWithAStarInItsNameIsFoundByItsPathAlone) {
  World world;
  world.items(2, "a*b");
  world.items(1, "aXb");
  Client mia(world, "mia");
  const auto folder = R"({"type":"dir","path":"/a*b"})";
  ASSERT_EQ(mia.post("/datasets/" + world.dataset().text + "/items", folder).status, 200);
  const auto ask = [&](const std::string& filter) {
    return mia.post("/datasets/" + world.dataset().text + "/query", R"({"filter":)" + filter + "}")
        .at("totalItemsCount");
  };
  EXPECT_EQ(ask(R"({"$and":[{"type":"file"},{"filename":"/a*b/0001.png"}]})"), "1");
  // A folder is looked up in the same way.
  EXPECT_EQ(ask(R"({"$and":[{"type":"dir"},{"filename":"/a*b"}]})"), "1");
  // Nothing has this path, and what a person filters by is a wildcard.
  EXPECT_EQ(ask(R"({"$and":[{"type":"file"},{"filename":"/a*b/*"}]})"), "3");
  EXPECT_EQ(
      ask(R"({"$and":[{"hidden":false},{"type":"file"},{"filename":"/a*b/0001.png"}]})"), "1"
  );
}

}  // namespace
}  // namespace allot::http::test

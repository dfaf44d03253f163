#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/team_for_tests.h"

namespace allot::http::test {

namespace {

using allot::test::World;

std::string creation(World& world, int number, const std::string& query) {
  return fmt::format(
      R"({{"name":"Task {}","projectId":"{}","datasetId":"{}","recipeId":"{}","taskOwner":"mia@example.org","spec":{{"type":"annotation"}},"query":{}}})",
      number,
      world.project().text,
      world.dataset().text,
      world.recipe().text,
      json::quoted(query)
  );
}

// B-322
TEST(Commands, AListOfThemIsShortHoweverLongWhatTheyWereTold) {
  World world;
  Client mia(world, "mia");
  const auto query = World::query_of(world.items(500));
  constexpr int tasks = 5;
  for (int i = 0; i < tasks; ++i) {
    ASSERT_EQ(mia.post("/annotationtasks", creation(world, i, query)).status, 200);
  }
  const auto list = mia.get("/commands");
  ASSERT_EQ(list.items().size(), std::size_t{tasks});
  EXPECT_LT(list.body.size(), query.size());
  const auto newest = list.items().front();
  EXPECT_EQ(newest.text("spec.createTaskPayload.name"), "Task 4");
  EXPECT_EQ(newest.at("spec.createTaskPayload.query"), "absent");
  EXPECT_EQ(mia.get("/commands/" + newest.text("id")).body, newest.body);
}

// B-322
TEST(Commands, AShortBodyIsEchoedWhole) {
  World world;
  Client mia(world, "mia");
  const auto query = World::query_of(world.items(2));
  const auto made = mia.post("/annotationtasks", creation(world, 0, query));
  EXPECT_EQ(made.text("spec.createTaskPayload.query"), query);
}

// B-322
TEST(Commands, AreListedPageByPageNewestFirst) {
  World world;
  Client mia(world, "mia");
  for (int i = 0; i < 3; ++i) {
    const auto query = World::query_of(world.items(1));
    ASSERT_EQ(mia.post("/annotationtasks", creation(world, i, query)).status, 200);
  }
  const auto names = [&](const std::string& page) {
    std::string found;
    for (const auto& command : mia.get("/commands" + page).items()) {
      found += command.text("spec.createTaskPayload.name").back();
    }
    return found;
  };
  EXPECT_EQ(names(""), "210");
  EXPECT_EQ(names("?pageSize=2"), "21");
  EXPECT_EQ(names("?pageSize=2&pageOffset=1"), "0");
  EXPECT_EQ(names("?pageSize=2&pageOffset=2"), "");
  EXPECT_EQ(mia.get("/commands?pageSize=many").status, 400);
}

// B-428
TEST(Commands, OfATaskAreReadByWhoManagesIt) {
  Team it;
  auto ben = it.joined("ben", Role::annotator);
  auto ada = it.joined("ada", Role::annotator);
  auto max = it.joined("max", Role::annotation_manager);
  const auto moved = it.mia.post(
      it.assignment("ada") + "/redistribute",
      R"({"workload":[{"assigneeId":"ben@example.org","load":100}]})"
  );
  const auto path = "/commands/" + moved.text("id");
  EXPECT_EQ(it.olga.get(path).body, moved.body);
  EXPECT_EQ(max.get(path).status, 404);  // it is not his task
  EXPECT_EQ(ben.get(path).status, 404);
  EXPECT_EQ(ada.get(path).status, 404);
  ASSERT_EQ(it.mia.patch(it.task_path(), R"({"taskOwner":"max@example.org"})").status, 200);
  EXPECT_EQ(max.get(path).body, moved.body);
  EXPECT_TRUE(it.olga.get("/commands").items().empty());
}

// B-428: also what moved nothing, as long as there is a task to manage.
TEST(Commands, OfATaskAreReadWhateverTheyMoved) {
  Team it;
  const auto same =
      it.mia.post(it.assignment("ada") + "/reassign", R"({"annotator":"ada@example.org"})");
  ASSERT_EQ(same.at("spec.operationId"), "null") << same.body;
  EXPECT_EQ(it.olga.get("/commands/" + same.text("id")).body, same.body);
  const auto gone = it.mia.remove(it.task_path());
  ASSERT_EQ(gone.status, 200);
  EXPECT_EQ(gone.body.find("operationId"), std::string::npos)
      << gone.body;  // it went with the task
  EXPECT_EQ(it.mia.get("/commands/" + gone.text("id")).body, gone.body);
  EXPECT_EQ(it.olga.get("/commands/" + gone.text("id")).status, 404);
}

// B-428
TEST(Commands, OfADatasetAreReadByWhoManagesItAndAbortedByWhoStartedThem) {
  Team it;
  auto max = it.joined("max", Role::annotation_manager);
  auto dora = it.joined("dora", Role::developer);
  const auto begun = it.mia.post(it.dataset() + "/export", R"({"exportType":"json"})");
  ASSERT_EQ(begun.status, 200) << begun.body;
  const auto path = "/commands/" + begun.text("id");
  EXPECT_EQ(it.olga.get(path).text("status"), "in-progress");
  EXPECT_EQ(max.get(path).status, 404);
  EXPECT_EQ(dora.get(path).text("status"), "in-progress");
  EXPECT_EQ(dora.post(path + "/abort", "{}").status, 403);
  EXPECT_EQ(max.post(path + "/abort", "{}").status, 404);
  EXPECT_EQ(it.mia.post(path + "/abort", "{}").text("status"), "canceled");
}

}  // namespace

}  // namespace allot::http::test

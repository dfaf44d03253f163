#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"

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

}  // namespace

}  // namespace allot::http::test

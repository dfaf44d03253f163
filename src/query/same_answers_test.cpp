// Every way of answering a filter must give what evaluate() gives: here each plan is carried out on
// a real database and compared, for written rows and filters.

#include <gtest/gtest.h>

#include "query/world_for_tests.h"

namespace allot::query {
namespace {

using for_tests::World;

/// Four items and three annotations with what is rare among generated ones.
World& small_world() {
  static World world;
  static const bool is_filled = [] {
    const std::string nul("nul\0l", 5);
    world.fill(
        {{.id = "a0", .name = "a.jpg", .description = "cat"},
         {.id = "a1", .type = "dir", .name = "b?[x].jpg", .description = ""},
         {.id = "a2", .dir = "/x/y", .name = "c.png", .description = nul},
         {.id = "a3",
          .name = "d.jpg",
          .description = "nul",
          .refs = {{"t1", "task", "completed"}, {"at1", "assignment", "completed"}}}},
        {{.item = 0, .id = "b0", .label = nul},
         {.item = 1, .id = "b1", .label = "nul"},
         {.item = 2, .id = "b2", .label = "dog", .status = "issue"}}
    );
    return true;
  }();
  (void)is_filled;
  return world;
}

TEST(SameAnswers, WrittenFiltersOnItemsFindTheseOnes) {
  struct Row {
    std::string_view filter;
    std::set<std::size_t> found;
  };

  const std::vector<Row> rows{
      {R"({"description":"nul\u0000l"})", {2}},
      {R"({"description":{"$in":["nul\u0000l","a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p"]}})",
       {2}},
      {R"({"description":"nul"})", {3}},
      {R"({"description":"nul*l"})", {2}},
      {R"({"description":"*u*"})", {2, 3}},
      {R"({"description":"nul\u0000*"})", {2}},
      {R"({"description":""})", {}},
      {R"({"description":{"$in":["","cat"]}})", {0}},
      {R"({"description":{"$ne":"cat"}})", {1, 2, 3}},
      {R"({"description":null})", {1}},
      {R"({"description":[]})", {1}},
      {R"({"description":{"$exists":false}})", {1}},
      {R"({"description":{"$gte":""}})", {0, 2, 3}},
      {R"({"name":"b?[x]*"})", {1}},
      {R"({"name":"?.jpg*"})", {}},
      {R"({"filename":"/x*.png"})", {2}},  // B-244
      {R"({"metadata.system.refs":[{"id":"t1"}]})", {}},
      {R"({"metadata.system.refs":[{"type":"task","id":"t1","metadata":{"creator":"ada@example.org","timestamp":"2024-01-15T10:00:00.000Z","status":"completed"}},{"id":"at1","type":"assignment","metadata":{"status":"completed","creator":"ada@example.org","timestamp":"2024-01-15T10:00:00.000Z"}}]})",
       {3}},
      {R"({"metadata.system.refs.id":"t1"})", {3}},                    // B-241
      {R"({"metadata.system.refs":[]})", {0, 1, 2}},                   // B-242
      {R"({"metadata.system.refs":{"id":"at1","type":"task"}})", {}},  // B-243
      {R"({"metadata.system.annotationStatus":"issue"})", {2}},
      {R"({"metadata.system.annotationStatus":["completed"]})", {3}},
      {R"({"metadata.system.annotationStatus":{"$in":["issue","completed"]}})", {2, 3}},
      {R"({"metadata.system.annotationStatus":[]})", {0, 1}},
  };
  for (const auto& row : rows) {
    const auto condition = parse_filter(row.filter);
    ASSERT_TRUE(condition) << row.filter;
    EXPECT_EQ(small_world().evaluated(*condition), row.found) << row.filter;
    EXPECT_EQ(small_world().answer(plan_items(*condition)), row.found)
        << row.filter << ": " << describe(plan_items(*condition));
  }
}

TEST(SameAnswers, WrittenFiltersOnAnnotationsFindTheseOnes) {
  struct Row {
    std::string_view filter;
    std::set<std::size_t> found;
  };

  const std::vector<Row> rows{
      {R"({"label":"nul\u0000l"})", {0}},
      {R"({"label":"*l"})", {0, 1}},
      {R"({"label":"nul"})", {1}},
      {R"({"label":{"$ne":"dog"}})", {0, 1}},
      {R"({"metadata.system.status":"issue"})", {2}},
      {R"({"metadata.system.status":{"$exists":false}})", {0, 1}},
      {R"({"metadata":{"system":{"status":"iss*"}}})", {2}},
      {R"({"annotationId":{"$in":["b1","b2"]}})", {1, 2}},
      {R"({"itemId":"a1"})", {1}},
  };
  for (const auto& row : rows) {
    const auto condition = parse_filter(row.filter, Resource::annotations);
    ASSERT_TRUE(condition) << row.filter;
    EXPECT_EQ(small_world().evaluated_join(*condition), row.found) << row.filter;
    EXPECT_EQ(small_world().annotated_items(annotation_sql(*condition)), row.found)
        << row.filter << ": " << annotation_sql(*condition).text;
  }
}

TEST(SameAnswers, OrdersAreThoseOfTheDatabase) {
  const auto ordered = [](std::string_view sort) {
    return small_world().ordered(item_order(*parse_sort(sort)).sql);
  };
  using Rows = std::vector<std::size_t>;
  EXPECT_EQ(ordered("{}"), (Rows{1, 3, 2, 0}));
  EXPECT_EQ(ordered(R"({"name":"descending"})"), (Rows{3, 2, 1, 0}));
  EXPECT_EQ(ordered(R"({"dir":"ascending","id":"descending"})"), (Rows{3, 1, 0, 2}));
  EXPECT_EQ(ordered(R"({"metadata.user.it's":"ascending"})"), (Rows{0, 1, 2, 3}));
}

}  // namespace
}  // namespace allot::query

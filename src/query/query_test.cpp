#include "query/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace allot::query {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Query parsed(std::string_view text) {
  auto query = parse_query(text);
  EXPECT_TRUE(query) << text;
  return query ? *query : Query{};
}

std::string refusal(std::string_view text) {
  const auto query = parse_query(text);
  EXPECT_FALSE(query) << text;
  if (query) return {};
  EXPECT_EQ(query.error().code, ErrorCode::invalid) << text;
  return query.error().message;
}

TEST(ParseQuery, TakesTheMembersOfTheBody) {
  const auto query = parsed(
      R"({"resource":"annotations","filter":{"label":"cat"},"page":2,"pageSize":100,"limit":5,"skip":3,
          "sort":{"createdAt":"descending","metadata":{"user":{"n":"ascending"}}},
          "context":{"projects":["p1"],"datasets":["d1","d2"]},"systemSpace":true,
          "select":{"id":1,"metadata":{"user":0}},"user":"true","queryEngine":"x"})"
  );
  EXPECT_EQ(query.resource, Resource::annotations);
  EXPECT_EQ(filter_text(query.filter), R"({"label":{"$in":["cat"]}})");
  EXPECT_EQ(query.page, 2U);
  EXPECT_EQ(query.page_size, 100U);
  EXPECT_EQ(query.limit, 5U);
  EXPECT_EQ(query.skip, 3U);
  EXPECT_EQ(
      query.sort,
      (Sort{
          {.path = {"createdAt"}, .descending = true},
          {.path = {"metadata", "user", "n"}, .descending = false}
      })
  );
  EXPECT_THAT(query.projects, ElementsAre("p1"));
  EXPECT_THAT(query.datasets, ElementsAre("d1", "d2"));
  EXPECT_TRUE(query.system_space);
  EXPECT_EQ(query.select.size(), 2U);
  EXPECT_FALSE(query.select[1].second);
}

TEST(ParseQuery, HasDefaultsForWhatIsAbsentOrNull) {
  const auto query = parsed(R"({"filter":null,"join":null,"sort":null,"page":null})");
  EXPECT_EQ(query.resource, Resource::items);
  EXPECT_EQ(query.page, 0U);
  EXPECT_EQ(query.page_size, 1000U);
  EXPECT_FALSE(query.has_page);
  EXPECT_EQ(query.filter, Condition::all({}));
  EXPECT_FALSE(query.join);
  EXPECT_FALSE(query.update);
  EXPECT_FALSE(query.delete_matches);
}

TEST(ParseQuery, CutsPagesAndKeepsZeroAsCountOnly) {
  EXPECT_EQ(parsed(R"({"pageSize":5000})").page_size, 1000U);
  EXPECT_EQ(parsed(R"({"pageSize":0})").page_size, 0U);
  EXPECT_EQ(parsed(R"({"page":"3"})").page, 3U);
  EXPECT_THAT(refusal(R"({"page":-1})"), HasSubstr("`page`"));
  EXPECT_THAT(refusal(R"({"pageSize":1.5})"), HasSubstr("`pageSize`"));
}

TEST(ParseQuery, TakesJoinsInBothDirections) {
  const auto items = parsed(
      R"({"filter":{},"join":{"on":{"resource":"annotations","local":"itemId","forigen":"id"},"filter":{"$and":[{"label":"cat"}]}}})"
  );
  ASSERT_TRUE(items.join);
  EXPECT_EQ(filter_text(items.join->filter), R"({"label":{"$in":["cat"]}})");
  EXPECT_TRUE(parsed(R"({"resource":"annotations","join":{"filter":{"name":"a"}}})").join);
  EXPECT_THAT(refusal(R"({"join":{"on":{"resource":"tasks"}}})"), HasSubstr("join.on.resource"));
}

TEST(ParseQuery, TakesChangesByQuery) {
  EXPECT_EQ(
      parsed(R"({"filter":{},"update":{"metadata":{"user":{"k":null}}}})").update,
      R"({"metadata":{"user":{"k":null}}})"
  );
  EXPECT_EQ(parsed(R"({"filter":{},"update":{}})").update, "{}");
  EXPECT_TRUE(parsed(R"({"filter":{},"delete":true})").delete_matches);
  const auto references =
      parsed(
          R"({"filter":{},"references":{"operation":"delete","refs":[{"type":"task","id":"t1"}]}})"
      )
          .references;
  ASSERT_TRUE(references);
  EXPECT_FALSE(references->create);
  EXPECT_EQ(references->refs.front().id, "t1");
}

TEST(ParseQuery, NamesAnUnknownOperator) {
  EXPECT_THAT(refusal(R"({"filter":{"a":{"$regex":"x"}}})"), HasSubstr("`$regex`"));
  EXPECT_THAT(refusal(R"({"filter":{"$nor":[]}})"), HasSubstr("`$nor`"));
  EXPECT_THAT(refusal(R"({"filter":{"$and":[{"a":{"$In":[1]}}]}})"), HasSubstr("`$In`"));
  EXPECT_THAT(refusal(R"({"join":{"filter":{"label":{"$like":"x"}}}})"), HasSubstr("`$like`"));
}

TEST(ParseQuery, RefusesOperandsOfAnotherKind) {
  EXPECT_THAT(refusal(R"({"filter":{"a":{"$in":"x"}}})"), HasSubstr("`$in` of `a`"));
  EXPECT_THAT(refusal(R"({"filter":{"a":{"$exists":1}}})"), HasSubstr("`$exists`"));
  EXPECT_THAT(refusal(R"({"filter":{"a":{"$gt":[1]}}})"), HasSubstr("`$gt`"));
  EXPECT_THAT(refusal(R"({"filter":{"a":{"$gt":null}}})"), HasSubstr("`$gt`"));
  EXPECT_THAT(refusal(R"({"filter":{"a":{"$match":5}}})"), HasSubstr("`$match`"));
  EXPECT_THAT(refusal(R"({"filter":{"$and":{"a":1}}})"), HasSubstr("`$and`"));
  EXPECT_THAT(refusal(R"({"filter":{"$gt":5}})"), HasSubstr("needs a field"));
  EXPECT_THAT(refusal(R"({"filter":{"$and":[5]}})"), HasSubstr("must be an object"));
  EXPECT_THAT(refusal(R"({"filter":[]})"), HasSubstr("`filter`"));
  EXPECT_THAT(refusal(R"({"sort":{"a":"up"}})"), HasSubstr("`sort.a`"));
  EXPECT_THAT(refusal(R"([])"), HasSubstr("object"));
}

TEST(ParseQuery, NamesThePlaceWhereJsonBreaks) {
  EXPECT_THAT(refusal(R"({"filter":{)"), HasSubstr("byte 11"));
  EXPECT_THAT(refusal(R"({"filter":{}} x)"), HasSubstr("byte 14"));
  EXPECT_THAT(refusal(""), HasSubstr("byte 0"));
  EXPECT_THAT(refusal(R"({"filter":{"a":1e999}})"), HasSubstr("not valid JSON"));
}

TEST(ParseQuery, HasLimits) {
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += R"({"$not":)";
  deep += "{}" + std::string(70, '}');
  EXPECT_THAT(refusal(R"({"filter":)" + deep + "}"), HasSubstr("64 levels"));
  EXPECT_TRUE(parse_query(R"({"filter":)" + deep.substr(8 * 10, deep.size() - 90) + "}"));
  std::string many = R"({"filter":{"id":{"$in":[0)";
  for (int i = 0; i < 100'000; ++i) many += ",1";
  EXPECT_THAT(refusal(many + "]}}}"), HasSubstr("100,000"));
}

std::string sort_of(int fields) {
  std::string sort = R"({"sort":{"a0":"ascending")";
  for (int i = 1; i < fields; ++i) sort += ",\"a" + std::to_string(i) + "\":\"ascending\"";
  return sort + "}}";
}

// B-316
TEST(ParseQuery, SortsByAtMostAHundredFields) {
  EXPECT_TRUE(parse_query(sort_of(100)));
  EXPECT_THAT(refusal(sort_of(101)), HasSubstr("`sort` has more than 100 fields"));
  EXPECT_THAT(refusal(sort_of(2'001)), HasSubstr("`sort`"));
}

std::string path_with(int parts) {
  std::string path = "a";
  for (int i = 1; i < parts; ++i) path += ".a";
  return path;
}

// B-316
TEST(ParseQuery, TakesPathsOfAtMost128PartsWhereverTheyStand) {
  const auto bodies = [](const std::string& path) {
    return std::vector<std::string>{
        R"({"filter":{")" + path + R"(":1}})",
        R"({"filter":{"$or":[{"a":{")" + path.substr(2) + R"(":{"$exists":true}}}]}})",
        R"({"join":{"on":{"resource":"annotations"},"filter":{")" + path + R"(":1}}})",
        R"({"intersect":{"query":{"filter":{")" + path + R"(":1}}}})",
        R"({"sort":{")" + path + R"(":"ascending"}})",
        R"({"select":{")" + path + R"(":1}})",
    };
  };
  for (const auto& body : bodies(path_with(128))) EXPECT_TRUE(parse_query(body)) << body;
  for (const auto parts : {129, 100'000}) {
    for (const auto& body : bodies(path_with(parts))) {
      EXPECT_THAT(refusal(body), HasSubstr("more than 128 parts")) << body.substr(0, 40);
    }
  }
  for (const auto& body : bodies("a." + std::string(4'000, 'b'))) {
    EXPECT_THAT(refusal(body), HasSubstr("more than 4000 bytes")) << body.substr(0, 40);
  }
}

TEST(ParseQuery, NeverCrashesOnAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) { (void)parse_query(bytes); }));
  static const std::string pieces[] = {
      "{",        "}",        "[",       "]",          ",",          ":",
      "\"$and\"", "\"$not\"", "\"a\"",   "\"filter\"", "\"$match\"", "1",
      "null",     "true",     "\"$in\"", "\"\"",       "\".\"",      "\"metadata.system.refs\"",
      "-1e9",     "\"$gt\""
  };
  EXPECT_TRUE(rc::check([] {
    const auto order = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, std::size(pieces))
    );
    std::string text;
    for (const auto piece : order) text += pieces[piece];
    if (const auto condition = parse_filter(text)) {
      RC_ASSERT(parse_filter(filter_text(*condition)).has_value());
    }
    (void)parse_query(R"({"filter":)" + text);
  }));
}

TEST(ParseSelection, KeepsTheTextAndAddsTheDefaultSort) {
  const auto plain = parse_selection(R"( {"filter":{"$and":[{"hidden":false}]}, "page":0.0} )");
  ASSERT_TRUE(plain);
  EXPECT_EQ(
      plain->stored_text,
      R"({"filter":{"$and":[{"hidden":false}]}, "page":0.0,"sort":{"type":"ascending","createdAt":"descending"}})"
  );
  EXPECT_TRUE(plain->asks_hidden);
  EXPECT_TRUE(plain->query.sort.empty());
  EXPECT_EQ(
      parse_selection("{}")->stored_text,
      R"({"sort":{"type":"ascending","createdAt":"descending"}})"
  );
}

TEST(ParseSelection, KeepsTheClientsSort) {
  const auto sorted =
      parse_selection(R"({"filter":{"id":{"$in":["1"]}},"sort":{"name":"ascending"}})");
  ASSERT_TRUE(sorted);
  EXPECT_EQ(sorted->stored_text, R"({"filter":{"id":{"$in":["1"]}},"sort":{"name":"ascending"}})");
  EXPECT_EQ(sorted->query.sort, (Sort{{.path = {"name"}, .descending = false}}));
  EXPECT_FALSE(sorted->asks_hidden);
}

TEST(ParseSelection, NamesThePlaceOfAnApostropheThatTheSdkReplaced) {
  // {'name': "it's"} arrives with every ' made a ".
  const auto broken = parse_selection(R"({"filter": {"name": "it"s.jpg"}})");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::invalid);
  EXPECT_THAT(broken.error().message, HasSubstr("at byte 24, near `s.jpg"));
}

}  // namespace
}  // namespace allot::query

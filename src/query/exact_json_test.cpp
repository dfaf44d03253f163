#include "query/exact_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace allot::query {

namespace {

namespace json = boost::json;

struct Read {
  std::vector<std::string> elements;
  std::optional<JsonFault> fault;
};

Read read(std::string_view text, std::size_t elements_max = 100) {
  Read all;
  all.fault = parse_json_elements(text, [&](json::value element) {
    all.elements.push_back(json::serialize(element));
    return all.elements.size() < elements_max;
  });
  return all;
}

TEST(JsonElements, AreThoseOfTheOutermostArray) {
  const auto all =
      read(R"( [1, -2, 1.5, "a\nb", true, null, [], {}, [[1], {"b": [2]}], {"a": {"b": 1}}] )");
  EXPECT_FALSE(all.fault);
  EXPECT_EQ(
      all.elements,
      (std::vector<std::string>{
          "1",
          "-2",
          "1.5E0",
          R"("a\nb")",
          "true",
          "null",
          "[]",
          "{}",
          R"([[1],{"b":[2]}])",
          R"({"a":{"b":1}})"
      })
  );
  EXPECT_TRUE(read("[]").elements.empty());
}

TEST(JsonElements, EndWithTheFirstFault) {
  const auto cut = read(R"([{"a": 1}, {"a": )");
  EXPECT_EQ(cut.elements.size(), 1u);
  EXPECT_TRUE(cut.fault);
  EXPECT_TRUE(read(R"([1] [2])").fault);
  EXPECT_TRUE(read(R"([1e999])").fault);
}

TEST(JsonElements, EndWhenNoMoreAreWanted) {
  const auto some = read("[1, 2, 3]", 2);
  EXPECT_EQ(some.elements, (std::vector<std::string>{"1", "2"}));
  EXPECT_TRUE(some.fault);
}

}  // namespace

}  // namespace allot::query

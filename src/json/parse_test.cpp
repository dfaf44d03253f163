#include "json/parse.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "json/tree.h"

namespace allot::json {

namespace {

struct Read {
  std::vector<std::string> elements;
  std::optional<Fault> fault;
};

Read read(std::string_view text, std::size_t elements_max = 100) {
  Read all;
  all.fault = parse_elements(text, [&](boost::json::value element) {
    all.elements.push_back(to_text(element));
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
          "1.5",
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

// B-305
TEST(JsonElements, OfLongTextsAreTheSame) {
  // Each piece of what is parsed at a time ends somewhere else in these.
  std::string text = "[";
  std::vector<std::string> elements;
  for (int i = 0; text.size() < 2'000'000; ++i) {
    const auto number = std::to_string(i);
    elements.push_back(
        R"({"key)" + number + R"(":"a \"text\" )" + number + R"(","n":1234567)" + number +
        R"(,"x":-2.5E-1,"list":[true,null,[)" + number + "]]}"
    );
    text += (i == 0 ? "" : " , ") + elements.back();
  }
  const auto all = read(text + "]", elements.size() + 1);
  EXPECT_FALSE(all.fault) << all.fault->position << all.fault->reason;
  EXPECT_EQ(all.elements.size(), elements.size());
  EXPECT_TRUE(all.elements == elements);
  const auto cut = read(text, elements.size() + 1);
  ASSERT_TRUE(cut.fault);
  EXPECT_EQ(cut.fault->position, text.size());
  EXPECT_TRUE(read(text + "] 1", elements.size() + 1).fault);
  EXPECT_TRUE(read("[1]" + std::string(2'000'000, ' ') + "2").fault);
}

// B-305
TEST(JsonElements, HaveAMost) {
  const auto parse = [](const std::string& text, std::size_t most) {
    return parse_elements(text, [](const boost::json::value&) { return true; }, most);
  };
  const std::string element = '"' + std::string(1'000'000, 'x') + '"';
  const auto many = "[" + element + "," + element + "," + element + "]";
  EXPECT_FALSE(parse(many, 1'600'000));
  const auto fault = parse("[1," + many + ",2]", 1'600'000);
  ASSERT_TRUE(fault);
  EXPECT_TRUE(fault->is_too_large);
  EXPECT_LT(fault->position, 300'000u);
}

TEST(JsonElements, EndWhenNoMoreAreWanted) {
  const auto some = read("[1, 2, 3]", 2);
  EXPECT_EQ(some.elements, (std::vector<std::string>{"1", "2"}));
  EXPECT_TRUE(some.fault);
}

}  // namespace

}  // namespace allot::json

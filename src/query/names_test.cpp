#include "query/names.h"

#include <gtest/gtest.h>

#include <set>

#include "query/evaluate.h"
#include "query/query.h"

namespace allot::query {
namespace {

using Names = std::set<std::string>;

Names found(std::string_view filter, const Names& taken_for_names) {
  const auto condition =
      with_names(parse_filter(filter).value(), {"name"}, [&](const std::string& text) {
        return taken_for_names.contains(text);
      });
  Names names;
  for (const auto* name : {"run *", "run 1", "run *x", "other"}) {
    const auto document = Document::of("{\"name\":\"" + std::string(name) + "\"}");
    const bool is_found = evaluate(condition, document);
    // Written out it means the same, as the statements of a database need.
    EXPECT_EQ(evaluate(parse_filter(filter_text(condition)).value(), document), is_found) << filter;
    if (is_found) names.insert(name);
  }
  return names;
}

// B-021
TEST(WithNames, ANameWithAStarIsFoundAndItAlone) {
  const Names taken{"run *"};
  for (const auto* filter :
       {R"({"name":"run *"})",
        R"({"name":{"$eq":"run *"}})",
        R"({"name":{"$in":["run *"]}})",
        R"({"$and":[{"name":"run *"},{"$or":[{"name":"run *"}]}]})"}) {
    EXPECT_EQ(found(filter, taken), Names{"run *"}) << filter;
  }
  EXPECT_EQ(found(R"({"name":{"$ne":"run *"}})", taken), (Names{"run 1", "run *x", "other"}));
  EXPECT_EQ(found(R"({"name":{"$in":["run *","oth*"]}})", taken), (Names{"run *", "other"}));
}

TEST(WithNames, WhatIsNoNameStaysAWildcard) {
  EXPECT_EQ(found(R"({"name":"run *"})", {}), (Names{"run *", "run 1", "run *x"}));
  EXPECT_EQ(found(R"({"name":"r*"})", {"run *"}), (Names{"run *", "run 1", "run *x"}));
}

TEST(WithNames, GlobAndMatchAreWildcardsWhateverThereIs) {
  for (const auto* filter : {R"({"name":{"$glob":"run *"}})", R"({"name":{"$match":"run *"}})"}) {
    EXPECT_EQ(found(filter, {"run *"}), (Names{"run *", "run 1", "run *x"})) << filter;
  }
}

// B-021
TEST(PathLookedUp, IsTheShapeInWhichTheSdkGetsAnItemByItsPath) {
  const auto looked_up = [](std::string_view filter) {
    return path_looked_up(parse_filter(filter).value()).value_or("nothing");
  };
  EXPECT_EQ(looked_up(R"({"$and":[{"type":"file"},{"filename":"/a*b.jpg"}]})"), "/a*b.jpg");
  EXPECT_EQ(looked_up(R"({"$and":[{"filename":"/a*"},{"type":"dir"}]})"), "/a*");
  for (const auto* other :
       {R"({"$and":[{"type":"file"},{"filename":"/a.jpg"}]})",
        R"({"$and":[{"hidden":false},{"type":"file"},{"filename":"/a*"}]})",
        R"({"$and":[{"type":"file"},{"filename":{"$glob":"/a*"}}]})",
        R"({"$and":[{"type":"file"},{"filename":{"$ne":"/a*"}}]})",
        R"({"filename":"/a*"})"}) {
    EXPECT_EQ(looked_up(other), "nothing") << other;
  }
}

TEST(Names, APathThatAllMatchesHaveIsFoundInWhatMustHold) {
  const auto of_matches = [](const std::string& filter) {
    return path_of_matches(parse_filter(filter).value()).value_or("nothing");
  };
  for (const auto* filter :
       {R"({"filename":"/a.jpg"})",
        R"({"filename":{"$eq":"/a.jpg"}})",
        R"({"$and":[{"hidden":false},{"$and":[{"type":"file"},{"filename":"/a.jpg"}]}]})"}) {
    EXPECT_EQ(of_matches(filter), "/a.jpg") << filter;
  }
  for (const auto* filter :
       {R"({"filename":"/a*.jpg"})",
        R"({"filename":{"$ne":"/a.jpg"}})",
        R"({"filename":{"$in":["/a.jpg","/b.jpg"]}})",
        R"({"filename":{"$glob":"/a.jpg"}})",
        R"({"$or":[{"filename":"/a.jpg"},{"type":"dir"}]})",
        R"({"$not":{"filename":"/a.jpg"}})",
        R"({"name":"a.jpg"})"}) {
    EXPECT_EQ(of_matches(filter), "nothing") << filter;
  }
}

}  // namespace
}  // namespace allot::query

#include "json/ontology_metadata.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/check.h"

namespace allot::json {
namespace {

// B-316
TEST(Attributes, AreAtMostAThousandInAnOntology) {
  std::string attributes;
  for (std::size_t i = 0; i <= attributes_max; ++i) {
    attributes += (i == 0 ? "[" : ",") + std::string(R"({"title":"a","type":"number","key":")") +
                  std::to_string(i) + R"("})";
  }
  const auto refused = with_attributes("{}", attributes + "]");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.front().path, "items");
}

TEST(Attributes, AnAttributeOfAKnownKeyTakesTheOldOnesPlace) {
  const auto first = *with_attributes(
      "{}",
      R"([{"key":"1","title":"Size","type":"number"},{"key":"2","title":"B","type":"boolean"}])"
  );
  const auto second =
      *with_attributes(first, R"([{"key":"1","title":"Sizes","type":"freeText","scope":["car"]}])");
  EXPECT_EQ(
      second,
      R"({"attributes":[{"key":"1","title":"Sizes","type":"freeText","scope":["car"]},)"
      R"({"key":"2","title":"B","type":"boolean","scope":["*"]}]})"
  );
}

TEST(Attributes, WhatIsNoAttributeIsRefusedByTheNameOfTheMember) {
  const auto field_of = [](std::string_view attribute) {
    const auto made = with_attributes("{}", "[" + std::string(attribute) + "]");
    return made || made.error().fields.empty() ? "" : made.error().fields.front().path;
  };
  EXPECT_EQ(field_of("7"), "items[0]");
  EXPECT_EQ(field_of(R"({"key":"1","type":"number"})"), "items[0].title");
  EXPECT_EQ(field_of(R"({"title":"a","type":"number"})"), "items[0].key");
  EXPECT_EQ(field_of(R"({"title":"a","key":"1","type":"colour"})"), "items[0].type");
  EXPECT_EQ(field_of(R"({"title":"a","key":"1","type":"number","scope":"*"})"), "items[0].scope");
  EXPECT_EQ(
      field_of(R"({"title":"a","key":"1","type":"options","values":[1]})"), "items[0].values"
  );
  EXPECT_EQ(field_of(R"({"title":"a","key":"1","type":"options","multi":1})"), "items[0].multi");
  EXPECT_EQ(
      field_of(R"({"title":"a","key":"1","type":"range","range":{"min":"0"}})"),
      "items[0].range.min"
  );
}

TEST(Attributes, RemovingTakesTheNamedKeysAndNoOthers) {
  const std::string stored = R"({"attributes":[{"key":"1"},7,{"key":"2"}]})";
  EXPECT_EQ(
      without_attributes(stored, std::vector<std::string>{"1", "3"}),
      R"({"attributes":[7,{"key":"2"}]})"
  );
}

TEST(OntologyMetadata, AClientCannotMoveAnOntologyToAnotherProject) {
  const auto kept = replaced_metadata("{}", R"({"a":1,"system":{"projectIds":["x"],"b":2}})", true);
  EXPECT_EQ(kept, R"({"a":1,"system":{"b":2}})");
  EXPECT_EQ(
      shown_metadata(kept, "own"),
      R"({"a":1,"system":{"b":2,"projectIds":["own"]},"attributes":[]})"
  );
}

TEST(OntologyMetadata, SystemMembersChangeOnlyWhenAsked) {
  const std::string stored = R"({"old":1,"system":{"b":2}})";
  EXPECT_EQ(replaced_metadata(stored, R"({"system":{"b":3}})", false), R"({"system":{"b":2}})");
  EXPECT_EQ(replaced_metadata(stored, R"({"system":{"b":3}})", true), R"({"system":{"b":3}})");
  EXPECT_EQ(replaced_metadata("{}", R"({"system":7})", true), "{}");
}

TEST(OntologyMetadata, AnEchoOfTheAttributesIsKnownAsSuch) {
  const std::string stored = R"({"attributes":[{"key":"1"}]})";
  EXPECT_TRUE(are_attributes_of(stored, R"([ {"key": "1"} ])"));
  EXPECT_FALSE(are_attributes_of(stored, R"([{"key":"2"}])"));
  EXPECT_TRUE(are_attributes_of("{}", "[]"));
}

TEST(OntologyMetadata, StoredTextThatIsNoJsonIsABug) {
  EXPECT_THROW(static_cast<void>(shown_metadata("{", "p")), BrokenInvariant);
}

}  // namespace
}  // namespace allot::json

#include "commands/find.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commands/console.h"

namespace allot::cli {
namespace {

using testing::HasSubstr;

std::string sentence_of(const std::vector<std::string>& conditions) {
  try {
    (void)parse_filters(conditions);
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

TEST(ParseFilters, AConditionIsAFieldAndItsValue) {
  EXPECT_EQ(
      parse_filters({"dir=/day", "annotated=true", "metadata.user.number=2.5"}).to_json(),
      Filters()
          .add("dir", "/day")
          .add("annotated", Filters::Value(true))
          .add("metadata.user.number", Filters::Value(2.5))
          .to_json()
  );
}

TEST(ParseFilters, NothingMeansAllFiles) {
  EXPECT_EQ(parse_filters({}).to_json(), Filters().to_json());
}

TEST(ParseFilters, AValueMayHoldAnEqualsSign) {
  EXPECT_EQ(parse_filters({"name=a=b"}).to_json(), Filters().add("name", "a=b").to_json());
}

TEST(ParseFilters, AnEmptyValueIsAnEmptyText) {
  EXPECT_EQ(parse_filters({"name="}).to_json(), Filters().add("name", "").to_json());
}

TEST(ParseFilters, WordsThatJsonHasNoNumberForAreTexts) {
  for (const auto* const word : {"inf", "nan", "1x", "0x10"}) {
    EXPECT_EQ(
        parse_filters({std::string("name=") + word}).to_json(),
        Filters().add("name", word).to_json()
    );
  }
}

TEST(ParseFilters, WhatBeginsWithABraceIsJson) {
  EXPECT_EQ(
      parse_filters({R"({"name":{"$glob":"*.png"}})"}).to_json(),
      Filters().add_json(R"({"name":{"$glob":"*.png"}})").to_json()
  );
}

TEST(ParseFilters, BrokenJsonAndConditionsWithoutAFieldAreRefusedWithAHint) {
  EXPECT_THAT(sentence_of({"{\"dir\":"}), HasSubstr("JSON object"));
  EXPECT_THAT(sentence_of({"/day"}), HasSubstr("`/day` is no filter; write it like dir=/day"));
  EXPECT_THAT(sentence_of({"=/day"}), HasSubstr("no filter"));
}

}  // namespace
}  // namespace allot::cli

#include "commands/filters.h"

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

using Operator = Filters::Operator;

TEST(ParseFilters, AnOperatorIsWhatItSays) {
  EXPECT_EQ(
      parse_filters({"dir!=/day"}).to_json(),
      Filters().add("dir", Operator::not_equal, "/day").to_json()
  );
  const std::pair<const char*, Operator> orders[] = {
      {"<", Operator::less},
      {"<=", Operator::less_or_equal},
      {">", Operator::greater},
      {">=", Operator::greater_or_equal},
  };
  for (const auto& [word, op] : orders) {
    EXPECT_EQ(
        parse_filters({std::string("annotationsCount") + word + "3"}).to_json(),
        Filters().add("annotationsCount", op, std::int64_t{3}).to_json()
    ) << word;
  }
}

TEST(ParseFilters, ATildeMeansThatTheTextHoldsItOrIsLikeIt) {
  EXPECT_EQ(
      parse_filters({"name~street"}).to_json(),
      Filters().add("name", Operator::glob, "*street*").to_json()
  );
  EXPECT_EQ(
      parse_filters({"name~*.png"}).to_json(),
      Filters().add("name", Operator::glob, "*.png").to_json()
  );
}

TEST(ParseFilters, AnUnknownFieldIsRefusedWithTheNearestAndAListOfThem) {
  for (const auto* const condition :
       {"drr=/day",
        "drr!=/day",
        "drr~day",
        "Dir=/day",
        R"({"drr":"/day"})",
        R"({"$or":[{"name":"a"},{"drr":{"$ne":"/day"}}]})",
        R"({"$not":{"drr":1}})"}) {
    EXPECT_THAT(sentence_of({condition}), HasSubstr("do you mean `dir`? Fields: dir, name, "))
        << condition;
  }
  EXPECT_THAT(sentence_of({"weather=rain"}), HasSubstr("There is no field `weather`. Fields: "));
  EXPECT_THAT(sentence_of({"metadata.=1"}), HasSubstr("no field"));
  EXPECT_THAT(sentence_of({"metadata=1"}), HasSubstr("no field"));
}

TEST(ParseFilters, AnUnknownOperatorIsRefusedWithAListOfThem) {
  for (const auto* const condition :
       {"dir==/day", "dir=~/day", "dir!~/day", "dir<>/day", "dir=</day", "dir!/day", "dir~~x"}) {
    EXPECT_THAT(sentence_of({condition}), HasSubstr("there are = != < <= > >= and ~")) << condition;
  }
  for (const auto* const condition :
       {R"({"dir":{"$like":"/day"}})", R"({"$nor":[]})", R"({"$and":[{"dir":{"$regex":"x"}}]})"}) {
    EXPECT_THAT(sentence_of({condition}), HasSubstr("there are $and, $or, $not, ")) << condition;
  }
}

TEST(ParseFilters, AValueIsOfItsFieldsKind) {
  EXPECT_EQ(parse_filters({"name=007"}).to_json(), Filters().add("name", "007").to_json());
  EXPECT_EQ(parse_filters({"name=true"}).to_json(), Filters().add("name", "true").to_json());
  EXPECT_EQ(
      parse_filters({"metadata.user.code=007"}).to_json(),
      Filters().add("metadata.user.code", "007").to_json()
  );
  EXPECT_EQ(
      parse_filters({R"(metadata.user.code="7")"}).to_json(),
      Filters().add("metadata.user.code", "7").to_json()
  );
  EXPECT_EQ(
      parse_filters({"createdAt>2026"}).to_json(),
      Filters().add("createdAt", Operator::greater, "2026").to_json()
  );
  for (const auto* const condition :
       {"annotated=maybe",
        "hidden=1",
        "annotationsCount>many",
        "size<big",
        "annotated~t",
        "annotated<true",
        "annotationsCount~3",
        "createdAt~2026"}) {
    EXPECT_NE(sentence_of({condition}), "") << condition;
  }
}

TEST(ParseFilters, ATextFieldIsNeverAskedForANumber) {
  for (const auto* const field :
       {"name", "metadata.system.originalname", "metadata.system.refs.metadata.status"}) {
    EXPECT_EQ(
        parse_filters({std::string(field) + "=5"}).to_json(), Filters().add(field, "5").to_json()
    );
  }
  EXPECT_EQ(
      parse_filters({"metadata.system.width=5"}).to_json(),
      Filters().add("metadata.system.width", std::int64_t{5}).to_json()
  );
}

TEST(ParseFilters, ADateThatIsNoneIsRefusedWithWhatIsWanted) {
  for (const auto* const condition :
       {"createdAt>=yesterday",
        "updatedAt<01/01/2020",
        "createdAt=1-2-3",
        "createdAt>",
        "createdAt>5"}) {
    EXPECT_THAT(sentence_of({condition}), HasSubstr("At` is a date like 2026-11-01 or "))
        << condition;
  }
  for (const auto* const text :
       {"2026-11-01", "2026-11-01T17:00:00.5+01:00", "2026-11-0*", "*T17*"}) {
    EXPECT_EQ(
        parse_filters({std::string("createdAt=") + text}).to_json(),
        Filters().add("createdAt", text).to_json()
    );
  }
}

TEST(ParseFilters, BlanksAroundFieldAndOperatorAreForTheEye) {
  for (const auto* const condition : {"name = a b", " name =a b", "name= a b", "name   =   a b"}) {
    EXPECT_EQ(parse_filters({condition}).to_json(), Filters().add("name", "a b").to_json());
  }
  EXPECT_EQ(
      parse_filters({"size >= 10"}).to_json(),
      Filters().add("metadata.system.size", Operator::greater_or_equal, std::int64_t{10}).to_json()
  );
  EXPECT_EQ(parse_filters({"name = "}).to_json(), Filters().add("name", "").to_json());
  EXPECT_THAT(sentence_of({" = x"}), HasSubstr("is no filter"));
}

TEST(ParseFilters, ShortNamesStandForWhatTheApiCallsThem) {
  EXPECT_EQ(
      parse_filters({"size>=1000"}).to_json(),
      Filters()
          .add("metadata.system.size", Operator::greater_or_equal, std::int64_t{1000})
          .to_json()
  );
}

TEST(ParseFilters, JsonMayNameWhateverIsBelowMetadata) {
  for (const auto* const condition :
       {R"({"metadata":{"user":{"drr":1}}})",
        R"({"metadata.system.refs":{"$match":{"id":"x"}}})",
        R"({"metadata.system.refs":[]})",
        R"({"collections0":true})"}) {
    EXPECT_EQ(sentence_of({condition}), "") << condition;
  }
}

}  // namespace
}  // namespace allot::cli

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "query/query.h"

namespace allot::query {
namespace {

/// Each place of a query in which a filter can stand; `@` is where it does.
constexpr std::string_view places[] = {
    R"({"filter":@})",
    R"({"filter":{"$and":[@]}})",
    R"({"filter":{"$or":[{"id":"1"},@]}})",
    R"({"filter":{"$not":@}})",
    R"({"filter":{},"intersect":{"query":{"filter":@}}})",
    R"({"filter":{},"except":[{"query":{"filter":@}}]})",
};

std::string in_place(std::string_view place, std::string_view filter) {
  std::string text(place);
  return text.replace(text.find('@'), 1, filter);
}

/// Each way to ask about a field; `@` is the operand.
constexpr std::string_view equalities[] = {
    "@",
    R"({"$eq":@})",
    R"({"$ne":@})",
    R"({"$in":[null,@]})",
    R"({"$nin":[@]})",
    R"({"$not":@})",
    R"({"$or":[null,@]})"
};
constexpr std::string_view orders[] = {
    R"({"$gt":@})", R"({"$gte":@})", R"({"$lt":@})", R"({"$lte":@})", R"({"$not":{"$gt":@}})"
};

void expect_refused(const std::string& text, std::string_view field, Resource resource) {
  const auto query = parse_query(text, resource);
  ASSERT_FALSE(query.has_value()) << text;
  EXPECT_EQ(query.error().code, ErrorCode::invalid) << text;
  ASSERT_EQ(query.error().fields.size(), 1u) << text;
  EXPECT_EQ(query.error().fields.front().path, field) << text;
}

std::string about(std::string_view field, std::string_view test, std::string_view operand) {
  return "{\"" + std::string(field) + "\":" + in_place(test, operand) + "}";
}

void expect_refused_everywhere(
    Resource resource, std::string_view field, std::string_view operand, bool only_orders = false
) {
  for (const auto place : places) {
    for (const auto order : orders) {
      expect_refused(in_place(place, about(field, order, operand)), field, resource);
    }
    for (const auto equality : equalities) {
      if (only_orders) break;
      expect_refused(in_place(place, about(field, equality, operand)), field, resource);
    }
  }
}

struct Field {
  Resource resource;
  std::string_view name;
};

const Field dates[] = {
    {Resource::items, "createdAt"},
    {Resource::items, "updatedAt"},
    {Resource::items, "metadata.system.refs.metadata.timestamp"},
    {Resource::items, "metadata.system.taskStatusLog.status.timestamp"},
    {Resource::annotations, "createdAt"},
    {Resource::annotations, "updatedAt"},
    {Resource::tasks, "createdAt"},
    {Resource::tasks, "updatedAt"},
    {Resource::tasks, "dueDate"},
    {Resource::datasets, "createdAt"},
    {Resource::datasets, "updatedAt"},
};

const Field numbers[] = {
    {Resource::items, "annotationsCount"},
    {Resource::items, "metadata.system.size"},
    {Resource::items, "metadata.system.width"},
    {Resource::items, "metadata.system.height"},
    {Resource::tasks, "priority"},
    {Resource::tasks, "totalItems"},
    {Resource::tasks, "progress"},
    {Resource::datasets, "itemsCount"},
    {Resource::datasets, "annotationsCount"},
};

// B-255
TEST(Comparable, ATextThatIsNoDateIsRefusedForADateWhereverItStands) {
  for (const auto& [resource, field] : dates) {
    for (const auto* operand :
         {R"("01/01/2020")", R"("soon")", R"("2024-02-30")", R"("")", "true"}) {
      expect_refused_everywhere(resource, field, operand);
    }
    for (const auto* pattern : {R"("01/01/2020*")", R"("yesterday*")"}) {  // of no stored time
      expect_refused_everywhere(resource, field, pattern);
    }
    expect_refused_everywhere(resource, field, R"("2024-01-*")", true);
    expect_refused_everywhere(resource, field, R"("20241301")");
  }
}

// B-255
TEST(Comparable, EveryFormOfADateIsTakenForADate) {
  for (const auto& [resource, field] : dates) {
    for (const auto* operand :
         {R"("2024-01-02T03:04:05.678+02:00")",
          R"("20240102T030405Z")",
          R"("20240102")",
          R"("2024-01-02 03:04:05,5")",
          R"("1704164645000")",
          "1704164645000",
          "1.5",
          R"("-1")"}) {
      for (const auto test : equalities) {
        EXPECT_TRUE(parse_query(in_place(places[0], about(field, test, operand)), resource));
      }
      for (const auto test : orders) {
        EXPECT_TRUE(parse_query(in_place(places[0], about(field, test, operand)), resource));
      }
    }
    for (const auto* operand : {"null", "[]", R"("2024-01-*")", R"({"$exists":false})"}) {
      EXPECT_TRUE(parse_query(in_place(places[0], about(field, "@", operand)), resource))
          << operand;
    }
  }
}

// B-255
TEST(Comparable, ATextThatIsNoNumberIsRefusedForANumber) {
  for (const auto& [resource, field] : numbers) {
    for (const auto* operand : {R"("many")", R"("5 kB")", R"("")", R"("5*")", "true", "[5]"}) {
      const bool is_list = operand[0] == '[';
      if (!is_list) expect_refused_everywhere(resource, field, operand, operand[0] == 't');
    }
    for (const auto* operand : {"5", "5.5", R"("5")", R"("5.5")", "-1"}) {
      EXPECT_TRUE(parse_query(in_place(places[0], about(field, orders[0], operand)), resource));
    }
  }
}

// B-255
TEST(Comparable, FlagsHaveNoOrderAndTextsAreNoNumbers) {
  for (const auto* operand : {R"("yes")", R"("true")", "1"}) {
    expect_refused_everywhere(Resource::items, "hidden", operand);
    expect_refused_everywhere(Resource::items, "annotated", operand);
    expect_refused_everywhere(Resource::datasets, "readonly", operand);
  }
  for (const auto* operand : {"5", "1e300"}) {
    expect_refused_everywhere(Resource::items, "filename", operand);
    expect_refused_everywhere(Resource::annotations, "label", operand);
    expect_refused_everywhere(Resource::tasks, "status", operand);
    expect_refused_everywhere(Resource::datasets, "name", operand);
  }
}

// B-255
TEST(Comparable, AnEntryOfReferencesIsComparedAsTheWholeFieldIs) {
  for (const auto* filter :
       {R"({"metadata.system.refs":{"$match":{"metadata":{"timestamp":{"$gt":"soon"}}}}})",
        R"({"metadata.system.refs":{"metadata":{"timestamp":{"$ne":"soon"}}}})",
        R"({"metadata":{"system":{"refs":{"$not":{"$match":{"metadata.timestamp":"soon"}}}}}})"}) {
    expect_refused(
        in_place(places[0], filter), "metadata.system.refs.metadata.timestamp", Resource::items
    );
  }
}

// B-255
TEST(Comparable, JoinsAreReadAsWhatTheyJoin) {
  const auto* const of_annotations = R"({"join":{"filter":{"createdAt":{"$gt":"soon"}}}})";
  expect_refused(of_annotations, "createdAt", Resource::items);
  const auto* const of_items = R"({"join":{"filter":{"annotationsCount":{"$gt":"many"}}}})";
  expect_refused(of_items, "annotationsCount", Resource::annotations);
}

// B-255
TEST(Comparable, WhatClientsWriteAndWhatNobodyKnowsTakesAnyValue) {
  for (const auto* field :
       {"metadata.user.timestamp",
        "metadata.user.createdAt",
        "metadata.user.size",
        "nothing",
        "createdAt.nothing",
        "metadata.timestamp"}) {
    for (const auto* operand : {R"("soon")", "5", "true", "null", R"(["a"])"}) {
      const auto text = in_place(places[0], about(field, R"({"$ne":@})", operand));
      EXPECT_TRUE(parse_query(text)) << text;
    }
    EXPECT_TRUE(parse_query(in_place(places[0], about(field, orders[0], R"("soon")"))));
  }
}

// B-255
TEST(Comparable, TheSentenceNamesTheFieldAndTheValue) {
  const auto query = parse_query(R"({"filter":{"createdAt":{"$gt":"01/01/2020"}}})");
  EXPECT_EQ(
      query.error().message,
      "`createdAt` is a date, in ISO 8601 or in epoch milliseconds: it cannot be compared with "
      "\"01/01/2020\"."
  );
}

// B-255
RC_GTEST_PROP(Comparable, ADateAndItsNegationAreTakenOrRefusedTogether, (const std::string& word)) {
  std::string letters;
  for (const char c : word) {
    if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') letters += c;
  }
  const auto with = [&](std::string_view test) {
    return parse_query(in_place(places[0], about("createdAt", test, "\"" + letters + "\"")))
        .has_value();
  };
  RC_ASSERT(with(orders[0]) == with(R"({"$not":{"$gt":@}})"));
  RC_ASSERT(with("@") == with(R"({"$ne":@})"));
}

}  // namespace
}  // namespace allot::query

#include "query/whatever_is_done.h"

#include <gtest/gtest.h>

namespace allot::query {
namespace {

std::string whatever(std::string_view filter) {
  const auto condition = parse_filter(filter);
  EXPECT_TRUE(condition) << filter;
  const auto plan = whatever_is_done(plan_items(*condition));
  return plan ? describe(*plan) : "nothing of work";
}

TEST(WhateverIsDone, ConditionsOnStatusesAndAnnotationsCountAsItSuits) {
  EXPECT_EQ(whatever(R"({"annotated":true})"), "all");
  EXPECT_EQ(whatever(R"({"annotated":{"$ne":true}})"), "(not none)");
  EXPECT_EQ(whatever(R"({"metadata.system.refs.metadata.status":"completed"})"), "all");
  EXPECT_EQ(
      whatever(R"({"metadata.system.refs.metadata.status":{"$exists":false}})"), "(not none)"
  );
}

TEST(WhateverIsDone, TheRestIsAskedForAsBefore) {
  EXPECT_EQ(
      whatever(R"({"$and":[{"type":"file"},{"annotated":{"$ne":true}}]})"),
      "(and (flag file) (not none))"
  );
}

TEST(WhateverIsDone, IsNothingOfItsOwnWhereNothingIsAskedOfWork) {
  EXPECT_EQ(whatever(R"({"type":"file"})"), "nothing of work");
  EXPECT_EQ(whatever(R"({"metadata.system.refs":[]})"), "nothing of work");
}

}  // namespace
}  // namespace allot::query

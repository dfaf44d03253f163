#include "base/id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <type_traits>
#include <unordered_set>

namespace allot {
namespace {

constexpr std::string_view hex = "65f0c0ffee65f0c0ffee1234";

TEST(Id, OfDifferentThingsDoNotMix) {
  static_assert(!std::is_convertible_v<TaskId, AssignmentId>);
  static_assert(!std::is_constructible_v<TaskId, AssignmentId>);
  static_assert(!std::is_convertible_v<std::string, TaskId>);
}

TEST(Id, IsOrderedAndHashedByItsText) {
  EXPECT_LT(TaskId{"a"}, TaskId{"b"});
  EXPECT_EQ(TaskId{"a"}, TaskId{"a"});
  const std::unordered_set<TaskId> set{{"a"}, {"b"}, {"a"}};
  EXPECT_EQ(set.size(), 2U);
  EXPECT_TRUE(TaskId{}.empty());
  EXPECT_FALSE(TaskId{"a"}.empty());
}

// B-150
TEST(WellFormedIds, Are24HexDigitsOrAny12Bytes) {
  EXPECT_TRUE(is_well_formed_id(hex));
  EXPECT_TRUE(is_well_formed_id("65F0C0FFEE65F0C0FFEE1234"));
  EXPECT_TRUE(is_well_formed_id("111111111111"));
  EXPECT_TRUE(is_well_formed_id("any 12 bytes"));
  for (const std::string_view wrong :
       {"",
        "1",
        "11111111111",
        "1111111111111",
        "65f0c0ffee65f0c0ffee123",
        "65f0c0ffee65f0c0ffee12345",
        "65f0c0ffee65f0c0ffee123g",
        " 65f0c0ffee65f0c0ffee1234"}) {
    EXPECT_FALSE(is_well_formed_id(wrong)) << wrong;
  }
}

// B-150
TEST(ParseId, FoldsHexDigitsAndLeavesTwelveBytesAlone) {
  EXPECT_EQ(parse_id<TaskId>("65F0C0FFEE65F0C0FFEE1234", "task").value(), TaskId{std::string(hex)});
  EXPECT_EQ(parse_id<TaskId>("Any 12 Bytes", "task").value(), TaskId{"Any 12 Bytes"});
}

// B-151
TEST(ParseId, NamesTheFieldInWhichTheMalformedIdStands) {
  const auto refused = parse_id<TaskId>("x", "task", "spec.parentTaskId");
  ASSERT_FALSE(refused.has_value());
  const auto& error = refused.error();
  EXPECT_EQ(
      error.message,
      "The task id `x` in `spec.parentTaskId` is malformed: it must be 24 hex digits."
  );
  ASSERT_EQ(error.fields.size(), 1u);
  EXPECT_EQ(error.fields.front().path, "spec.parentTaskId");
  EXPECT_EQ(error.fields.front().reason, "must be 24 hex digits");
}

// B-150, B-151
TEST(ParseId, SaysWhichIdIsMalformedWithoutRepeatingBytesThatDoHarm) {
  const auto refused = parse_id<ItemId>("no\nid", "item");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_EQ(refused.error().message, "The item id `no?id` is malformed: it must be 24 hex digits.");
  const auto long_one = parse_id<ItemId>(std::string(5'000, 'x'), "item");
  EXPECT_LT(long_one.error().message.size(), 120U);
}

TEST(AnyId, TakesTheTextAsItStands) {
  EXPECT_EQ(any_id<ProjectId>("No-Such_Id").text, "No-Such_Id");
}

RC_GTEST_PROP(ParseId, PassesJustTheWellFormed, (const std::string& text)) {
  const auto parsed = parse_id<TaskId>(text, "task");
  RC_ASSERT(parsed.has_value() == is_well_formed_id(text));
}

}  // namespace
}  // namespace allot

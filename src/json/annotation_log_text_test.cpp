#include "json/annotation_log_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace allot {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ChangesOfAnAnnotation, AreReadAsTheyWereWritten) {
  const MemberChanges changes{
      {.member = "label", .from = R"("car")", .to = R"("van")"},
      {.member = "metadata.user.n", .from = "null", .to = "1e5"},
      {.member = "coordinates", .from = std::nullopt, .to = "[]"},
      {.member = "attributes", .from = std::nullopt, .to = std::nullopt}
  };
  const auto text = text_of(changes);
  EXPECT_EQ(
      text,
      R"({"label":{"from":"car","to":"van"},"metadata.user.n":{"from":null,"to":1e5},)"
      R"("coordinates":{"to":[]},"attributes":{}})"
  );
  EXPECT_EQ(read_member_changes(text), changes);
  EXPECT_THAT(read_member_changes("{}"), IsEmpty());
  EXPECT_THAT(read_member_changes(R"({"label":7})"), IsEmpty());
}

TEST(ChangesOfAnAnnotation, OfTwoObjectsAreTheMembersInWhichTheyDifferAtAnyDepth) {
  const auto changes = changes_between(
      "metadata",
      R"({"system":{"status":"issue","frames":[1,2]},"user":{"a":{"b":1,"c":2},"gone":"x"}})",
      R"({"user":{"a":{"c":2,"b":1.0}},"system":{"status":"issue","frames":[1],"new":{"d":3}}})"
  );
  EXPECT_THAT(
      changes,
      ElementsAre(
          MemberChange{.member = "metadata.system.frames", .from = "[1,2]", .to = "[1]"},
          MemberChange{.member = "metadata.system.new", .from = "null", .to = R"({"d":3})"},
          MemberChange{.member = "metadata.user.a.b", .from = "1", .to = "1.0"},
          MemberChange{.member = "metadata.user.gone", .from = R"("x")", .to = "null"}
      )
  );
  EXPECT_THAT(changes_between("metadata", R"({"a":1,"b":2})", R"({"b":2,"a":1})"), IsEmpty());
}

TEST(ChangesOfAnAnnotation, ByADifferenceAreWhatItSets) {
  EXPECT_THAT(
      changes_by("metadata", R"({"user":{"a":{"b":null},"c":[{}]},"system":{}})"),
      ElementsAre(
          MemberChange{.member = "metadata.user.a.b", .from = std::nullopt, .to = "null"},
          MemberChange{.member = "metadata.user.c", .from = std::nullopt, .to = "[{}]"},
          MemberChange{.member = "metadata.system", .from = std::nullopt, .to = "{}"}
      )
  );
}

}  // namespace

}  // namespace allot

#include "query/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace allot::query {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(JsonText, MergesObjectsDeeplyAndDeletesByNull) {
  EXPECT_EQ(
      *merged(
          R"({"a":{"b":1,"c":2},"l":[1,2],"x":1})",
          R"({"a":{"b":null,"d":{"n":null,"m":3}},"l":[3],"x":{"y":1}})"
      ),
      R"({"a":{"c":2,"d":{"m":3}},"l":[3],"x":{"y":1}})"
  );
  EXPECT_EQ(*merged("{}", R"({"a":null})"), "{}");
  EXPECT_FALSE(merged("{}", "[1]"));
  EXPECT_THAT(merged("{}", R"({"a":)").error().message, HasSubstr("byte 5"));
}

TEST(JsonText, ReadsMembersExactlyAsWritten) {
  const std::string text =
      R"( { "a" : { "b.c" : 1, "n" : 1700000000000.50 , "s":"}\"{", "k\u0065y": [1, {"x":2}] }, "a2":null } )";
  EXPECT_EQ(member(text, "a.n"), "1700000000000.50");
  EXPECT_EQ(number_member(text, "a.n"), "1700000000000.50");
  EXPECT_EQ(string_member(text, "a.s"), "}\"{");
  EXPECT_EQ(member(text, "a.s"), R"("}\"{")");
  EXPECT_EQ(member(text, "a.key"), R"([1, {"x":2}])");
  EXPECT_EQ(member(text, "a2"), "null");
  EXPECT_EQ(member(text, "a.n.x"), std::nullopt);
  EXPECT_EQ(member(text, "b"), std::nullopt);
  EXPECT_EQ(number_member(text, "a.s"), std::nullopt);
  EXPECT_EQ(string_member(text, "a.n"), std::nullopt);
  EXPECT_EQ(member(R"({"a":1,"a":2})", "a"), "2");
  EXPECT_EQ(member(R"({"a":[],"b":{}})", "b"), "{}");
}

TEST(JsonText, SetsAndTakesMembers) {
  EXPECT_EQ(with_member("{}", "system.size", "5"), R"({"system":{"size":5}})");
  EXPECT_EQ(with_member(R"({"a":1})", "a", R"("x")"), R"({"a":"x"})");
  EXPECT_EQ(
      without_members(R"({"a":1,"b":{"c":1,"d":2}})", {"a", "b.c", "x.y"}), R"({"b":{"d":2}})"
  );
}

TEST(JsonText, TellsObjectsAndCompacts) {
  EXPECT_TRUE(is_object("{}"));
  EXPECT_FALSE(is_object("[]"));
  EXPECT_FALSE(is_object("{"));
  EXPECT_EQ(*compact(R"({ "a" : [ 1 , 2.5 ] })"), R"({"a":[1,2.5E0]})");
  EXPECT_FALSE(compact("{'a':1}"));
}

TEST(JsonText, QuotesAnyBytes) {
  EXPECT_EQ(quoted("a\"\\\n"), R"("a\"\\\n")");
  EXPECT_EQ(quoted("\xC3\xA9"), "\"\xC3\xA9\"");
  EXPECT_EQ(quoted("a\xFFz\xC3"), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

TEST(JsonText, ReadsAndWritesLists) {
  EXPECT_THAT(strings_of(R"(["a",1,"b\n"])"), ElementsAre("a", "b\n"));
  EXPECT_TRUE(strings_of("{}").empty());
  EXPECT_THAT(strings_member(R"({"s":{"l":["x"]}})", "s.l"), ElementsAre("x"));
  const std::vector<std::string> texts{"a", "\""};
  EXPECT_EQ(string_array(texts), R"(["a","\""])");
}

}  // namespace
}  // namespace allot::query

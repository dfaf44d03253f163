#include "json/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace allot::json {
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

TEST(JsonText, FillsInWhatIsMissingAndLeavesWhatIsThere) {
  EXPECT_EQ(
      with_missing(
          R"({"a":{"b":1,"n":null},"l":[1],"x":1,"e":{"n":null}})",
          R"({"a":{"b":2,"n":3,"c":2.50},"l":[2],"x":{"y":1},"e":{},"new":{"n":null}})"
      ),
      R"({"a":{"b":1,"n":null,"c":2.50},"l":[1],"x":1,"e":{"n":null},"new":{"n":null}})"
  );
  EXPECT_EQ(with_missing("[1]", R"({"a":1})"), "[1]");
  EXPECT_EQ(with_missing(R"({"a":1})", "null"), R"({"a":1})");
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
  EXPECT_EQ(*compact(R"({ "a" : [ 1 , 2.5 ] })"), R"({"a":[1,2.5]})");
  EXPECT_FALSE(compact("{'a':1}"));
}

TEST(JsonText, LeavesNumbersAsTheyWereWritten) {
  for (const std::string number :
       {"1",
        "1.0",
        "1.50",
        "-0",
        "-0.0",
        "0.1",
        "1e5",
        "1E+2",
        "1e-7",
        "1e-07",
        "1E0",
        "9007199254740993",
        "9223372036854775808",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "123456789.123456789",
        "1e-400"}) {
    const auto object = R"({"n":)" + number + R"(,"l":[)" + number + "]}";
    EXPECT_EQ(*compact(object), object);
    EXPECT_EQ(*merged(R"({"a":1})", object), R"({"a":1,)" + object.substr(1));
    EXPECT_EQ(*merged(object, R"({"a":1})"), object.substr(0, object.size() - 1) + R"(,"a":1})");
    EXPECT_EQ(without_members(object, {"x"}), object);
    EXPECT_EQ(member(with_member("{}", "a.n", number), "a.n"), number);
  }
}

TEST(JsonText, LeavesTheOrderOfMembers) {
  EXPECT_EQ(*merged(R"({"c":1,"b":2,"a":3})", R"({"c":null,"d":4})"), R"({"b":2,"a":3,"d":4})");
  EXPECT_EQ(without_members(R"({"c":1,"b":2,"a":3})", {"c"}), R"({"b":2,"a":3})");
  EXPECT_EQ(with_member(R"({"c":1,"b":2})", "c", "3"), R"({"c":3,"b":2})");
}

rc::Gen<std::string> digits() {
  return rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('0', char('9' + 1))));
}

/// Any number of JSON, however it is written, that a double is near to.
rc::Gen<std::string> number() {
  return rc::gen::apply(
      [](bool negative, std::uint64_t whole, const std::string& more, int form, int exponent) {
        auto text = (negative ? "-" : "") + std::to_string(whole);
        if ((form & 1) != 0) text += more;
        if (whole == 0) text = negative ? "-0" : "0";
        if ((form & 2) != 0) text += "." + more;
        if ((form & 4) != 0) text += (form & 8) != 0 ? "e" : "E";
        if ((form & 4) != 0)
          text += (exponent >= 0 && (form & 16) != 0 ? "+" : "") + std::to_string(exponent);
        return text;
      },
      rc::gen::arbitrary<bool>(),
      rc::gen::arbitrary<std::uint64_t>(),
      digits(),
      rc::gen::inRange(0, 32),
      rc::gen::inRange(-400, 150)
  );
}

RC_GTEST_PROP(JsonText, LeavesAnyNumberAsItWasWritten, ()) {
  const auto written = *number();
  const auto list = "[" + written + "," + written + "]";
  RC_ASSERT(*compact(list) == list);
  RC_ASSERT(
      *merged(R"({"a":)" + list + "}", R"({"b":)" + list + "}") ==
      R"({"a":)" + list + R"(,"b":)" + list + "}"
  );
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
}  // namespace allot::json

#include "written_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace allot::sdk_tests {
namespace {

TEST(WrittenJson, HasItsNumbersAsTheyWereWritten) {
  for (const std::string number :
       {"1",
        "1.0",
        "1.50",
        "-0",
        "-0.0",
        "0.1",
        "1e5",
        "1E0",
        "1e-07",
        "1e-7",
        "1e+22",
        "9007199254740993",
        "9223372036854775808",
        "123456789012345678901234567890"}) {
    const auto text = R"({"n":)" + number + R"(,"l":[)" + number + R"(,"a"]})";
    const auto tree = parse_as_written(text);
    ASSERT_TRUE(tree) << text;
    EXPECT_EQ(to_text(*tree), text);
    const auto& value = tree->at("n");
    EXPECT_TRUE(is_number(value)) << number;
    EXPECT_FALSE(is_text(value)) << number;
    EXPECT_EQ(to_double(value), std::stod(number));
  }
}

TEST(WrittenJson, IsWrittenForPeople) {
  EXPECT_EQ(to_text(1.5), "1.5");
  EXPECT_EQ(to_text(0.5), "0.5");
  EXPECT_EQ(to_text(2.0), "2.0");
  EXPECT_EQ(
      to_text(boost::json::value({{"a", 0.1}, {"b", {1, nullptr, true}}, {"c", "\""}})),
      R"({"a":0.1,"b":[1,null,true],"c":"\""})"
  );
  EXPECT_EQ(to_text(boost::json::array()), "[]");
  EXPECT_EQ(to_text(boost::json::object()), "{}");
}

TEST(WrittenJson, IsNothingWhereItIsNoJson) {
  for (const std::string text : {"", "{", "[1] 2", "\"\xFF\"", "{'a':1}", "01"}) {
    EXPECT_FALSE(parse_as_written(text)) << text;
  }
}

}  // namespace
}  // namespace allot::sdk_tests

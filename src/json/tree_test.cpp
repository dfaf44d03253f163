#include "json/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "json/parse.h"

namespace allot::json {
namespace {

boost::json::value read(std::string_view text) {
  boost::json::value value;
  EXPECT_FALSE(parse_as_written(text, value));
  return value;
}

TEST(NumberText, IsAsPeopleWriteIt) {
  EXPECT_EQ(number_text(1), "1.0");
  EXPECT_EQ(number_text(1.5), "1.5");
  EXPECT_EQ(number_text(-0.0), "-0.0");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(1234567.25), "1234567.25");
  EXPECT_EQ(number_text(1e22), "1e+22");
  EXPECT_EQ(number_text(1e-7), "1e-07");
}

RC_GTEST_PROP(NumberText, ReadsBackAsTheSameDouble, (double number)) {
  RC_PRE(std::isfinite(number));
  const auto text = number_text(number);
  double again = 0;
  std::from_chars(text.data(), text.data() + text.size(), again);
  RC_ASSERT(again == number);
  RC_ASSERT(to_text(read(text)) == text);
}

TEST(JsonTree, ANumberKeptAsItsTextIsANumberAndNoText) {
  for (const std::string text : {"1", "1.5", "1e5", "-0", "123456789012345678901234567890"}) {
    const auto value = read(text);
    EXPECT_TRUE(is_number(value)) << text;
    EXPECT_FALSE(is_text(value)) << text;
    EXPECT_EQ(number_of(value), std::stod(text));
    EXPECT_EQ(to_text(value), text);
  }
  EXPECT_TRUE(is_text(read(R"("1e5")")));
  EXPECT_FALSE(is_number(read(R"("1e5")")));
}

TEST(JsonTree, NoTextFromOutsideIsTakenForAKeptNumber) {
  boost::json::value value;
  EXPECT_TRUE(parse_as_written("\"\xFF\"", value));
}

TEST(JsonTree, IsPrintedCompactWithItsMembersInTheirOrder) {
  const std::string text = R"({"b":{},"a":[true,false,null,[],{"":"é\"\\\n"}],"c":[[1],[2.50]]})";
  EXPECT_EQ(to_text(read(text)), text);
}

}  // namespace
}  // namespace allot::json

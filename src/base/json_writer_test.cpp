#include "base/json_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <charconv>
#include <limits>

#include "base/text.h"

namespace allot {
namespace {

std::string string_of(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

template <class T>
std::string value_of(const T& content) {
  JsonWriter json;
  json.value(content);
  return json.take();
}

TEST(JsonString, EscapesWhatJsonForbids) {
  EXPECT_EQ(string_of("plain"), R"("plain")");
  EXPECT_EQ(string_of(R"(a"b\c/d)"), R"("a\"b\\c/d")");
  EXPECT_EQ(string_of("\n\r\t\b\x1F"), R"("\n\r\t\u0008\u001f")");
  EXPECT_EQ(string_of(std::string_view("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(string_of("grüß 😀\x7F"), "\"grüß 😀\x7F\"");
  EXPECT_EQ(string_of(""), R"("")");
}

TEST(JsonString, WritesAReplacementForEachByteThatIsNoUtf8) {
  EXPECT_EQ(string_of("a\xFFz"), "\"a\uFFFDz\"");
  EXPECT_EQ(string_of("\xC3\xBC\xC3\"\xE2\x82"), "\"ü\uFFFD\\\"\uFFFD\uFFFD\"");
  EXPECT_EQ(string_of("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");  // a surrogate
}

TEST(JsonString, IsAppendedToWhatIsThere) {
  std::string out = "before ";
  append_json_string(out, "x");
  EXPECT_EQ(out, R"(before "x")");
}

/// The text of a JSON string as the writer makes them; throws where it is none.
std::string read_back(std::string_view json) {
  RC_ASSERT(json.size() >= 2U && json.front() == '"' && json.back() == '"');
  json = json.substr(1, json.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < json.size(); ++i) {
    RC_ASSERT(static_cast<unsigned char>(json[i]) >= 0x20 && json[i] != '"');
    if (json[i] != '\\') {
      text += json[i];
      continue;
    }
    const char kind = json.at(++i);
    if (kind == 'u') {
      int code = 0;
      std::from_chars(json.data() + i + 1, json.data() + i + 5, code, 16);
      text += static_cast<char>(code);
      i += 4;
    } else {
      text += kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind == 't' ? '\t' : kind;
    }
  }
  return text;
}

RC_GTEST_PROP(JsonString, ReadsBackAsTheSameText, (const std::string& bytes)) {
  const auto json = string_of(bytes);
  RC_ASSERT(is_utf8(json));
  const auto text = read_back(json);
  if (is_utf8(bytes)) RC_ASSERT(text == bytes);
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  JsonWriter json;
  json.object([&] {
    json.member("id", TaskId{"t1"});
    json.member_array("list", [&] {
      json.value(1);
      json.array([] {});
      json.object([&] { json.member("deep", true); });
      json.null();
    });
    json.member_object("empty", [] {});
    json.key("last").value("x");
  });
  EXPECT_EQ(json.text(), R"({"id":"t1","list":[1,[],{"deep":true},null],"empty":{},"last":"x"})");
}

TEST(JsonWriter, WritesEmptyContainersAndSingleValues) {
  JsonWriter object;
  object.object([] {});
  EXPECT_EQ(object.take(), "{}");
  JsonWriter list;
  list.array([] {});
  EXPECT_EQ(list.take(), "[]");
  EXPECT_EQ(value_of("text"), R"("text")");
}

TEST(JsonWriter, WritesTextsAsTextsAndTruthAsTruth) {
  EXPECT_EQ(value_of(true), "true");
  EXPECT_EQ(value_of(false), "false");
  EXPECT_EQ(value_of(std::string("a\"b")), R"("a\"b")");
  const char* pointer = "no truth value";
  EXPECT_EQ(value_of(pointer), R"("no truth value")");
}

TEST(JsonWriter, WritesWholeNumbersWhole) {
  EXPECT_EQ(value_of(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(value_of(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(value_of(std::uint8_t{65}), "65");  // a number, not a letter
}

TEST(JsonWriter, WritesTheShortestFraction) {
  EXPECT_EQ(value_of(0.1), "0.1");
  EXPECT_EQ(value_of(33.5), "33.5");
  EXPECT_EQ(value_of(1.0), "1");
  EXPECT_EQ(value_of(-2.5e300), "-2.5e+300");
}

TEST(JsonWriter, WhatIsNotFiniteIsNull) {
  EXPECT_EQ(value_of(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(value_of(-std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(value_of(std::numeric_limits<double>::quiet_NaN()), "null");
}

RC_GTEST_PROP(JsonWriter, ADoubleReadsBackAsItself, (double number)) {
  const auto text = value_of(number);
  double back = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), back);
  RC_ASSERT(read.ec == std::errc{});
  RC_ASSERT(read.ptr == text.data() + text.size());
  RC_ASSERT(back == number);
}

TEST(JsonWriter, PassesRawJsonOn) {
  JsonWriter json;
  json.object([&] {
    json.member_raw("a", R"({"x": [1]})");
    json.key("b").raw("2.50");
  });
  EXPECT_EQ(json.text(), R"({"a":{"x": [1]},"b":2.50})");
}

TEST(JsonWriter, LeavesEmptyMembersOutWhereAsked) {
  JsonWriter json;
  json.object([&] {
    json.member_if("a", "");
    json.member_if("b", "text");
    json.member_raw_if("c", "");
    json.member_raw_if("d", "[]");
  });
  EXPECT_EQ(json.text(), R"({"b":"text","d":[]})");
}

TEST(JsonWriter, WritesTimesAsTextOrAsMilliseconds) {
  JsonWriter json;
  json.object([&] {
    json.member_iso("at", from_epoch_ms(1'798'104'600'000));
    json.member_ms("ms", from_epoch_ms(1'798'104'600'000));
  });
  EXPECT_EQ(json.text(), R"({"at":"2026-12-24T09:30:00.000Z","ms":1798104600000})");
}

TEST(JsonWriter, EscapesNamesToo) {
  JsonWriter json;
  json.object([&] { json.member("a\"b", 1); });
  EXPECT_EQ(json.text(), R"({"a\"b":1})");
}

}  // namespace
}  // namespace allot

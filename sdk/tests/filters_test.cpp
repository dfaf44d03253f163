#include "allot/filters.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace allot::sdk_tests {
namespace {

using Op = Filters::Operator;

/// The conditions alone, without what is left out by default.
std::string conditions(const Filters& filters) {
  auto text = filters.to_json();
  const std::string before = R"({"filter":{"$and":[{"hidden":false},{"type":"file"})";
  const std::string after = R"(]},"page":0,"pageSize":1000,"resource":"items"})";
  EXPECT_TRUE(text.starts_with(before) && text.ends_with(after)) << text;
  text = text.substr(before.size(), text.size() - before.size() - after.size());
  return text.starts_with(',') ? text.substr(1) : text;
}

TEST(Filters, LeaveOutFoldersAndHiddenItems) {
  EXPECT_EQ(
      Filters().to_json(),
      R"({"filter":{"$and":[{"hidden":false},{"type":"file"}]},)"
      R"("page":0,"pageSize":1000,"resource":"items"})"
  );
}

TEST(Filters, HaveEachOperator) {
  const auto of = [](Op op, const Filters::Value& value) {
    return conditions(Filters().add("f", op, value));
  };
  EXPECT_EQ(of(Op::equal, "a"), R"({"f":"a"})");
  EXPECT_EQ(of(Op::not_equal, true), R"({"f":{"$ne":true}})");
  EXPECT_EQ(of(Op::in, std::vector<std::string>{"a", "b"}), R"({"f":{"$in":["a","b"]}})");
  EXPECT_EQ(of(Op::not_in, std::vector<std::string>{}), R"({"f":{"$nin":[]}})");
  EXPECT_EQ(of(Op::in, std::vector<double>{1.5}), R"({"f":{"$in":[1.5]}})");
  EXPECT_EQ(of(Op::greater, std::int64_t{7}), R"({"f":{"$gt":7}})");
  EXPECT_EQ(of(Op::greater_or_equal, std::int64_t{-7}), R"({"f":{"$gte":-7}})");
  EXPECT_EQ(of(Op::less, std::int64_t{0}), R"({"f":{"$lt":0}})");
  EXPECT_EQ(of(Op::less_or_equal, 0.5), R"({"f":{"$lte":0.5}})");
  EXPECT_EQ(of(Op::exists, false), R"({"f":{"$exists":false}})");
  EXPECT_EQ(of(Op::glob, "/a*"), R"({"f":{"$glob":"/a*"}})");
}

TEST(Filters, TakeTextsOfEachKind) {
  const std::string text = "a \"b\"\n";
  EXPECT_EQ(conditions(Filters().add("f", text)), R"({"f":"a \"b\"\n"})");
  EXPECT_EQ(conditions(Filters().add("f", std::string_view("ä"))), R"({"f":"ä"})");
  EXPECT_EQ(conditions(Filters().add("f", "b")), R"({"f":"b"})");
  EXPECT_EQ(conditions(Filters().add("f", false)), R"({"f":false})");
}

TEST(Filters, KeepTheirConditionsInOrder) {
  EXPECT_EQ(
      conditions(Filters().add("b", "1").add("a", "2").add("b", "3")),
      R"({"b":"1"},{"a":"2"},{"b":"3"})"
  );
}

TEST(Filters, HaveAlternatives) {
  EXPECT_EQ(
      conditions(Filters().add_any({Filters().add("a", "1").add("b", "2"), Filters()})),
      R"({"$or":[{"$and":[{"a":"1"},{"b":"2"}]},{"$and":[]}]})"
  );
}

TEST(Filters, ThatSpeakOfHiddenOrTypeLeaveNothingOut) {
  const auto has = [](const Filters& filters, const char* text) {
    return filters.to_json().find(text) != std::string::npos;
  };
  const auto hidden = Filters().add("hidden", true);
  EXPECT_FALSE(has(hidden, R"({"hidden":false})"));
  EXPECT_TRUE(has(hidden, R"({"type":"file"})"));
  EXPECT_FALSE(has(Filters().add("type", "dir"), R"({"type":"file"})"));
  EXPECT_FALSE(has(Filters().add_any({Filters().add("type", "dir")}), R"({"type":"file"})"));
  EXPECT_FALSE(has(Filters().add_json(R"({"type":"dir"})"), R"({"type":"file"})"));
  EXPECT_EQ(
      Filters::items({"1", "2"}).to_json(),
      R"({"filter":{"$and":[{"id":{"$in":["1","2"]}}]},)"
      R"("page":0,"pageSize":1000,"resource":"items"})"
  );
}

TEST(Filters, HaveAnOrder) {
  const auto text = Filters().sort_by("b", true).sort_by("a").to_json();
  EXPECT_NE(text.find(R"("sort":{"b":"descending","a":"ascending"})"), std::string::npos) << text;
}

TEST(Filters, TakeJsonObjectsOnly) {
  EXPECT_EQ(conditions(Filters().add_json(R"( {"f": {"$eq": 1}} )")), R"({"f":{"$eq":1}})");
  for (const auto* const wrong : {"", "[]", "{", "1", "\"text\"", "{} {}"}) {
    EXPECT_THROW(Filters().add_json(wrong), std::invalid_argument) << wrong;
  }
}

TEST(Filters, AreIndependentOfTheirCopies) {
  Filters first;
  first.add("a", "1");
  auto second = first;
  second.add("b", "2").add("type", "dir").sort_by("a");
  EXPECT_EQ(conditions(first), R"({"a":"1"})");
  const auto whole = second.to_json();
  first = second;
  second.add("c", "3");
  EXPECT_EQ(first.to_json(), whole);
  const auto moved = std::move(second);
  EXPECT_NE(moved.to_json(), whole);
  auto& same = first;
  first = same;
  EXPECT_EQ(first.to_json(), whole);
}

}  // namespace
}  // namespace allot::sdk_tests

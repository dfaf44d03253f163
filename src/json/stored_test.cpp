#include "json/stored.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

namespace allot::json {
namespace {

std::string nested(std::size_t levels, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  text += open.back() == ':' ? "1" : "";
  for (std::size_t i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(StoredJson, IsStorableAsDeepAsReadersTake) {
  EXPECT_TRUE(is_storable(nested(stored_depth_max, "[", "]"), Shape::array));
  EXPECT_FALSE(is_storable(nested(stored_depth_max + 1, "[", "]"), Shape::array));
  EXPECT_FALSE(is_storable(nested(400'000, R"({"a":)", "}"), Shape::object));
}

TEST(StoredJson, IsStorableInItsShapeAlone) {
  EXPECT_TRUE(is_storable("{}", Shape::object));
  EXPECT_TRUE(is_storable(" [1e308] ", Shape::array));
  EXPECT_TRUE(is_storable("7", Shape::any));
  EXPECT_TRUE(is_storable("", Shape::optional));
  EXPECT_FALSE(is_storable("[]", Shape::object));
  EXPECT_FALSE(is_storable("{}", Shape::array));
  for (const auto shape : {Shape::object, Shape::array, Shape::any}) {
    EXPECT_FALSE(is_storable("", shape));
  }
  EXPECT_FALSE(is_storable(" ", Shape::optional));
}

TEST(StoredJson, IsNotStorableWhenItIsBroken) {
  for (const auto* text :
       {"{", "{\"a\":}", "{\"a\":1}x", "{\"a\":1e999}", "{\"a\":\"\xE9\"}", R"({"a":"\ud800"})"}) {
    EXPECT_FALSE(is_storable(text, Shape::object)) << text;
  }
}

TEST(ReadableJson, IsWhatWasStoredWhenThatIsSound) {
  constexpr auto text = R"({"b" : [1.50, "x"], "a":{}})";
  EXPECT_EQ(readable(text, Shape::object), text);
}

TEST(ReadableJson, GoesAsFarAsTheTextIsJson) {
  const auto read = [](std::string_view text) { return readable(text, Shape::object); };
  EXPECT_EQ(read(R"({"a":1,"b":[1,2)"), R"({"a":1,"b":[1,2]})");
  EXPECT_EQ(read(R"({"a":1,"b":[1,2,)"), R"({"a":1,"b":[1,2]})");
  EXPECT_EQ(read(R"({"a":1,"b":)"), R"({"a":1})");
  EXPECT_EQ(read(R"({"a":1,"b)"), R"({"a":1})");
  EXPECT_EQ(read(R"({"a":1,"b":tru})"), R"({"a":1})");
  EXPECT_EQ(read(R"({"a":1} trailing)"), R"({"a":1})");
  EXPECT_EQ(read(R"({"a":{"b":nan}})"), R"({"a":{}})");
  EXPECT_EQ(read("nonsense"), "{}");
  EXPECT_EQ(read(""), "{}");
  EXPECT_EQ(read("[1]"), "{}");
  EXPECT_EQ(readable("[[1],oops]", Shape::array), "[[1]]");
  EXPECT_EQ(readable("oops", Shape::any), "null");
  EXPECT_EQ(readable("oops", Shape::optional), "");
}

TEST(ReadableJson, HasReplacementsForBytesThatAreNoText) {
  EXPECT_EQ(
      readable("{\"a\":\"caf\xE9\",\"b\":1}", Shape::object), "{\"a\":\"caf\xEF\xBF\xBD\",\"b\":1}"
  );
}

TEST(ReadableJson, LeavesOutWhatIsDeeperThanReadersTakeAndKeepsWhatIsBeside) {
  const auto deep = nested(400'000, R"({"a":)", "}");
  const auto text = readable(R"({"deep":)" + deep + R"(,"beside":1})", Shape::object);
  EXPECT_TRUE(is_storable(text, Shape::object));
  EXPECT_TRUE(text.ends_with(R"(,"beside":1})")) << text.substr(text.size() - 40);
}

RC_GTEST_PROP(ReadableJson, IsStorableWhateverWasStored, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "{", "}", "[", "]", ",", ":", "\"a\"", "1", "-", "e", "true", "\\", "\"", " ", "\xE9", "\xC3"
  ));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  for (const auto shape : {Shape::object, Shape::array, Shape::any}) {
    const auto read = readable(text, shape);
    RC_ASSERT(is_storable(read, shape));
    RC_ASSERT(readable(read, shape) == read);
  }
}

RC_GTEST_PROP(ReadableJson, OfABeginningIsABeginningOfTheWhole, ()) {
  constexpr std::string_view whole = R"([[1,"two"],{"three":[3,null]},[[]],true])";
  const auto length = *rc::gen::inRange(std::size_t{0}, whole.size());
  const auto cut = boost::json::parse(readable(whole.substr(0, length), Shape::array));
  const auto all = boost::json::parse(whole);
  RC_ASSERT(cut.as_array().size() <= all.as_array().size());
  for (std::size_t i = 0; i + 1 < cut.as_array().size(); ++i) {
    RC_ASSERT(cut.as_array()[i] == all.as_array()[i]);
  }
}

}  // namespace
}  // namespace allot::json

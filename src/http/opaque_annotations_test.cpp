// What an annotation holds comes back to the letter, whatever JSON it is and however long (contract
// 50 §3): numbers as they were written, members in their order.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

constexpr std::array numbers{
    "0",
    "-1",
    "1.0",
    "-0.0",
    "0.1",
    "1e-07",
    "1E5",
    "1.50",
    "5e-324",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "123456789012345678901234567890",
    "1797693134862315708145274237317043567980"
};

constexpr std::array texts{
    "",
    "car",
    "two\nlines",
    "\"quoted\" \\ and /",
    "Straße 車 🚲",
    "\x01\x1f",
    "null",
    "\u2028",
    "{\"not\":1}",
    "data:image/png;base64,iVBORw0KGgo="
};

template <std::size_t size>
std::string one_of(const std::array<const char*, size>& all) {
  return all.at(*rc::gen::inRange<std::size_t>(0, size));
}

/// Compact, as it is answered.
std::string any_json(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 0 ? 7 : 5);
  switch (kind) {
    case 0: return "null";
    case 1: return *rc::gen::arbitrary<bool>() ? "true" : "false";
    case 2: return one_of(numbers);
    case 3: return std::to_string(*rc::gen::arbitrary<std::int64_t>());
    case 4: return json::quoted(one_of(texts));
    default: break;
  }
  const int size = *rc::gen::inRange(0, 5);
  std::string text;
  for (int i = 0; i < size; ++i) {
    if (i > 0) text += ',';
    if (kind == 6) text += json::quoted(one_of(texts) + std::to_string(i)) + ":";
    text += any_json(depth - 1);
  }
  return kind == 5 ? "[" + text + "]" : "{" + text + "}";
}

/// Sometimes longer than what a row holds by itself.
std::string any_coordinates() {
  auto text = any_json(3);
  if (text == "null") text = "{}";
  if (*rc::gen::inRange(0, 4) > 0) return text;
  return "[" + json::quoted(std::string(*rc::gen::inRange<std::size_t>(8'000, 30'000), 'A')) + "," +
         text + "]";
}

class OpaqueAnnotations : public ::testing::Test {
 protected:
  /// Wherever it can be read: by itself, with its item's, by a query.
  void expect_everywhere(
      const std::string& id, const std::string& member, const std::string& value
  ) {
    RC_ASSERT(mia.get("/annotations/" + id).at(member) == value);
    RC_ASSERT(mia.get("/items/" + item.text + "/annotations").items().at(0).at(member) == value);
    const auto page = mia.post(
        "/datasets/" + world.dataset().text + "/query", R"({"resource":"annotations","filter":{}})"
    );
    RC_ASSERT(page.items().at(0).at(member) == value);
  }

  World world;
  Client mia{world, "mia"};
  ItemId item = world.items(1).front();
};

// B-266
TEST_F(OpaqueAnnotations, ComeBackAsTheyWereSentAndStaySoWhenSomethingElseChanges) {
  EXPECT_TRUE(rc::check([this] {
    // Of a case that failed before.
    const auto all = R"({"resource":"annotations","filter":{},"delete":true})";
    RC_ASSERT(mia.post("/datasets/" + world.dataset().text + "/query", all).status == 200);
    const auto coordinates = any_coordinates();
    const auto user = any_json(3);
    const auto links = any_json(3);
    const auto suggestions = any_json(2);
    const auto body = fmt::format(
        R"({{"type":"comparison","label":"car","coordinates":{},"labelSuggestions":[{}],)"
        R"("metadata":{{"system":{{"links":[{}]}},"user":[{}]}}}})",
        coordinates,
        suggestions,
        links,
        user
    );
    const auto made = mia.post("/items/" + item.text + "/annotations", body);
    RC_ASSERT(made.status == 200);
    const auto id = made.text("id");
    const auto expect_all = [&] {
      expect_everywhere(id, "coordinates", coordinates);
      expect_everywhere(id, "labelSuggestions", "[" + suggestions + "]");
      expect_everywhere(id, "metadata.system.links", "[" + links + "]");
      expect_everywhere(id, "metadata.user", "[" + user + "]");
    };
    expect_all();
    RC_ASSERT(mia.put("/annotations/" + id, R"({"label":"van"})").status == 200);
    RC_ASSERT(mia.put("/annotations/" + id + "/issue", "").status == 200);
    expect_all();
    const auto next = any_coordinates();
    const auto whole =
        mia.put("/annotations/" + id + "?replace=true", R"({"coordinates":)" + next + "}");
    RC_ASSERT(whole.status == 200);
    expect_everywhere(id, "coordinates", next);
    RC_ASSERT(mia.remove("/annotations/" + id).status == 204);
  }));
}

// B-267: the SDK sends what differs, and of a point that moved aside that is its `x`.
TEST_F(OpaqueAnnotations, KeepWhatADifferenceDoesNotName) {
  struct Case {
    const char* before;
    const char* sent;
    const char* after;
  };

  const Case cases[] = {
      {R"({"x":1,"y":2.50})", R"({"x":5})", R"({"x":5,"y":2.50})"},
      {R"({"center":{"x":1,"y":2},"rx":3,"ry":4})",
       R"({"center":{"y":9},"rx":7})",
       R"({"center":{"x":1,"y":9},"rx":7,"ry":4})"},
      {R"({"text":"a","k":1})", R"({"k":null})", R"({"text":"a"})"},
      {R"([{"x":1},{"x":2}])", R"([{"x":3}])", R"([{"x":3}])"},
      {R"({"x":1})", R"([[{"x":3}]])", R"([[{"x":3}]])"},
      {R"("data:a")", R"({"data":"b"})", R"({"data":"b"})"},
  };
  for (const auto& [before, sent, after] : cases) {
    SCOPED_TRACE(fmt::format("{} and {}", before, sent));
    for (const std::string member : {"coordinates", "labelSuggestions", "attributes"}) {
      const auto body =
          fmt::format(R"({{"type":"comparison","label":"car","{}":{}}})", member, before);
      const auto id = mia.post("/items/" + item.text + "/annotations", body).text("id");
      const auto changed =
          mia.put("/annotations/" + id, fmt::format(R"({{"{}":{}}})", member, sent));
      EXPECT_EQ(changed.at(member), after) << member;
      EXPECT_EQ(mia.get("/annotations/" + id).at(member), after) << member;
    }
  }
}

// B-267: older SDKs send all of it with a status.
TEST_F(OpaqueAnnotations, StayAsTheyAreWhenTheyAreSentBackWhole) {
  const auto body = R"({"type":"comparison","label":"car","coordinates":{"b":1.0,"a":null}})";
  const auto made = mia.post("/items/" + item.text + "/annotations", body);
  const auto path = "/annotations/" + made.text("id") + "?system=true";
  const auto whole = json::with_member(made.body, "metadata.system.status", R"("issue")");
  const auto answer = mia.put(path, whole);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.at("coordinates"), R"({"b":1.0,"a":null})");
  const auto log = mia.get("/items/" + item.text + "/annotations-log").body;
  EXPECT_NE(log.find(R"("metadata.system.status")"), std::string::npos) << log;
  EXPECT_EQ(log.find(R"("coordinates")"), std::string::npos) << log;
}

// B-267
TEST_F(OpaqueAnnotations, AreReplacedWhereThatIsAskedFor) {
  const auto body = R"({"type":"point","label":"car","coordinates":{"x":1,"y":2}})";
  const auto path =
      "/annotations/" + mia.post("/items/" + item.text + "/annotations", body).text("id");
  const auto replaced = mia.put(path + "?replace=true", R"({"coordinates":{"x":5}})");
  EXPECT_EQ(replaced.at("coordinates"), R"({"x":5})");
}

// B-267: a point has nothing of the ellipse that it was.
TEST_F(OpaqueAnnotations, HaveTheCoordinatesOfTheirTypeAlone) {
  const auto body = R"({"type":"ellipse","label":"car","coordinates":{"center":{"x":1},"rx":2}})";
  const auto path =
      "/annotations/" + mia.post("/items/" + item.text + "/annotations", body).text("id");
  const auto changed = mia.put(path, R"({"type":"point","coordinates":{"x":5}})");
  EXPECT_EQ(changed.at("coordinates"), R"({"x":5})");
}

// B-267
TEST_F(OpaqueAnnotations, ChangeTheirSuggestionsAndWhereTheyAreFrom) {
  const auto body = R"({"type":"box","label":"car","coordinates":[],"labelSuggestions":{"a":1}})";
  const auto path =
      "/annotations/" + mia.post("/items/" + item.text + "/annotations", body).text("id");
  const auto changed = mia.put(path, R"({"labelSuggestions":{"b":2},"source":"ui"})");
  EXPECT_EQ(changed.at("labelSuggestions"), R"({"a":1,"b":2})");
  EXPECT_EQ(changed.text("source"), "ui");
  const auto cleared = mia.put(path, R"({"labelSuggestions":null,"source":null})");
  EXPECT_EQ(cleared.at("labelSuggestions"), "absent");
  EXPECT_EQ(cleared.text("source"), "ui");
}

// B-266, B-305
TEST_F(OpaqueAnnotations, ThatAreLongTogetherAreAnsweredWholeByAQueryToo) {
  const auto mask = json::quoted(std::string(1'500'000, 'A'));
  for (int i = 0; i < 5; ++i) {
    const auto body = fmt::format(
        R"({{"type":"binary","label":"car","description":"of {}","coordinates":{}}})", i, mask
    );
    ASSERT_EQ(mia.post("/items/" + item.text + "/annotations", body).status, 200);
  }
  const auto page_of = [&](const std::string& window) {
    return mia.post(
        "/datasets/" + world.dataset().text + "/query",
        R"({"resource":"annotations","filter":{"label":"car"},)" + window + "}"
    );
  };
  const auto first = page_of(R"("page":0,"pageSize":4)");
  EXPECT_EQ(first.at("totalItemsCount"), "5");
  EXPECT_EQ(first.at("totalPagesCount"), "2");
  EXPECT_EQ(first.at("hasNextPage"), "true");
  ASSERT_EQ(first.items().size(), 4u);
  for (const auto& annotation : first.items()) EXPECT_TRUE(annotation.at("coordinates") == mask);
  const auto last = page_of(R"("page":1,"pageSize":4)");
  EXPECT_EQ(last.at("hasNextPage"), "false");
  EXPECT_EQ(last.items().size(), 1u);
  EXPECT_EQ(page_of(R"("page":2,"pageSize":4)").at("items"), "[]");
}

}  // namespace
}  // namespace allot::http::test

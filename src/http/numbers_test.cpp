// Numbers come back as they were sent, wherever a client may put one (B-040, contract of entities).

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

/// Where a client may put any JSON. `{n}` in the body is the number; the member at `found` of what
/// is read back is `[{n},{"x":{n}}]`.
struct Spot {
  Method method;
  std::string path;
  std::string body;
  std::string found;
};

class Numbers : public ::testing::Test {
 protected:
  Numbers() {
    const auto assignment = world.assignment({.annotator = "ada", .open_items = 1});
    const auto item = "/items/" + world.items(1).at(0).text;
    const auto box = mia.post(item + "/annotations", R"({"type":"box","label":"car"})");
    const auto recipe = "/recipes/" + world.recipe().text;
    const auto ontology =
        "/ontologies/" + json::strings_member(mia.get(recipe).body, "ontologyIds").at(0);
    const auto task = "/annotationtasks/" + assignment.task.text;
    const auto annotation = "/annotations/" + box.text("id");
    const auto patch = Method::patch;
    const auto put = Method::put;
    spots = {
        {patch, item, R"({"metadata":{"user":{"any":{any}}}})", "metadata.user.any"},
        {patch,
         item + "?system=true",
         R"({"metadata":{"system":{"any":{any}}}})",
         "metadata.system.any"},
        {patch,
         "/datasets/" + world.dataset().text,
         R"({"metadata":{"user":{"any":{any}}}})",
         "metadata.user.any"},
        {patch,
         "/datasets/" + world.dataset().text + "?system=true",
         R"({"metadata":{"system":{"any":{any}}}})",
         "metadata.system.any"},
        {patch, recipe, R"({"metadata":{"any":{any}}})", "metadata.any"},
        {patch, recipe, R"({"uiSettings":{"any":{any}}})", "uiSettings.any"},
        {patch, recipe, R"({"instructions":{any}})", "instructions"},
        {patch, recipe, R"({"examples":{any}})", "examples"},
        {patch, recipe, R"({"customActions":{any}})", "customActions"},
        {put, ontology, R"({"metadata":{"any":{any}}})", "metadata.any"},
        {put, ontology, R"({"attributes":{any}})", "attributes"},
        {put, annotation, R"({"coordinates":{any}})", "coordinates"},
        {put, annotation, R"({"attributes":{any}})", "attributes"},
        {put, annotation, R"({"metadata":{"user":{"any":{any}}}})", "metadata.user.any"},
        {put,
         annotation + "?system=true",
         R"({"metadata":{"system":{"any":{any}}}})",
         "metadata.system.any"},
        {patch, task, R"({"metadata":{"any":{any}}})", "metadata.any"},
        {patch,
         task + "?system=true",
         R"({"metadata":{"system":{"any":{any}}}})",
         "metadata.system.any"},
        {patch,
         "/assignments/" + assignment.id.text,
         R"({"metadata":{"any":{any}}})",
         "metadata.any"}
    };
  }

  static std::string any_of(const std::string& number) {
    return "[" + number + R"(,{"x":)" + number + "}]";
  }

  /// What is read back after `number` was sent.
  std::string after(const Spot& spot, const std::string& number) {
    auto body = spot.body;
    body.replace(body.find("{any}"), 5, any_of(number));
    const auto changed = mia.call(spot.method, spot.path, body);
    EXPECT_EQ(changed.status, 200) << spot.path << changed.body;
    const auto read = mia.get(spot.path.substr(0, spot.path.find('?')));
    EXPECT_EQ(changed.at(spot.found), read.at(spot.found)) << spot.path;
    return read.at(spot.found);
  }

  World world;
  Client mia{world, "mia"};
  std::vector<Spot> spots;
};

constexpr auto odd_numbers = {
    "1",
    "1.0",
    "1.5",
    "0.1",
    "-0.0",
    "-0",
    "1e5",
    "1E0",
    "1e-7",
    "1e22",
    "1.50",
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551616",
    "123456789012345678901234567890",
    "123456789.123456789"
};

TEST_F(Numbers, AreWhatWasSentEverywhere) {
  for (const auto& spot : spots) {
    for (const std::string number : odd_numbers) {
      EXPECT_EQ(after(spot, number), any_of(number)) << spot.path << " " << spot.found;
    }
  }
}

TEST_F(Numbers, StayWhenSomethingElseChanges) {
  for (const auto& spot : spots) {
    ASSERT_EQ(after(spot, "1.50"), any_of("1.50")) << spot.path;
  }
  const auto item = spots.front().path;
  ASSERT_EQ(mia.patch(item, R"({"metadata":{"user":{"new":1}}})").status, 200);
  ASSERT_EQ(
      mia.patch("/datasets/" + world.dataset().text, R"({"metadata":{"user":{"new":1}}})").status,
      200
  );
  EXPECT_EQ(mia.get("/datasets/" + world.dataset().text).at("metadata.user.any"), any_of("1.50"));
  for (const auto& spot : spots) {
    const auto path = spot.path.substr(0, spot.path.find('?'));
    const auto before = mia.get(path).body;
    mia.call(spot.method, path + "?system=true", before);
    EXPECT_EQ(mia.get(path).at("metadata"), json::member(before, "metadata")) << path;
  }
}

TEST_F(Numbers, OfLabelsAndAttributesOfAnOntologyAreWhatWasSent) {
  const auto ontology =
      json::strings_member(mia.get("/recipes/" + world.recipe().text).body, "ontologyIds").at(0);
  for (const std::string number : odd_numbers) {
    const auto changed = mia.put(
        "/ontologies/" + ontology,
        R"({"roots":[{"value":{"tag":"a","displayData":{"n":)" + number + R"(},"more":)" + number +
            "}}]}"
    );
    EXPECT_NE(changed.body.find(R"("displayData":{"n":)" + number + "}"), std::string::npos);
    EXPECT_NE(changed.body.find(R"("more":)" + number + "}"), std::string::npos) << changed.body;
    const auto attribute = mia.patch(
        "/ontologies/" + ontology + "/attributes",
        R"({"items":[{"title":"t","key":"k","type":"range","range":{"min":)" + number + "}}]}"
    );
    EXPECT_NE(attribute.body.find(R"("range":{"min":)" + number + "}"), std::string::npos);
  }
}

TEST_F(Numbers, OfManyItemsChangedByAQueryAreWhatWasSent) {
  for (const std::string number : odd_numbers) {
    const auto answer = mia.post(
        "/datasets/" + world.dataset().text + "/query",
        R"({"filter":{},"resource":"items","update":{"metadata":{"user":{"n":)" + number + "}}}}"
    );
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(mia.get(spots.front().path).at("metadata.user.n"), number);
  }
}

TEST_F(Numbers, OfNewAnnotationsAreWhatWasSent) {
  for (const std::string number : odd_numbers) {
    const auto coordinates = R"([{"x":)" + number + R"(,"y":2,"z":0}])";
    const auto made = mia.post(
        spots.front().path + "/annotations",
        R"([{"type":"box","label":"a","coordinates":)" + coordinates +
            R"(,"labelSuggestions":{"n":)" + number + "}}]"
    );
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made.items().at(0).at("coordinates"), coordinates);
    EXPECT_EQ(made.items().at(0).at("labelSuggestions.n"), number);
  }
}

TEST_F(Numbers, OfAKindThatTheServerReadsMayBeWrittenInAnyForm) {
  const auto task = "/annotationtasks/" +
                    json::string_member(
                        mia.get("/assignments?projects=" + world.project().text).items().at(0).body,
                        "metadata.system.taskId"
                    )
                        .value();
  for (const std::string number : {"2", "2.0", "2e0", "\"2\""}) {
    EXPECT_EQ(mia.patch(task, R"({"priority":)" + number + "}").at("priority"), "2") << number;
  }
  EXPECT_EQ(mia.patch(task, R"({"dueDate":1798800000000.0})").at("dueDate"), "1798800000000");
  EXPECT_EQ(mia.patch(task, R"({"dueDate":1.7988e12})").at("dueDate"), "1798800000000");
  EXPECT_EQ(mia.patch(task, R"({"name":1e5})").status, 400);
}

// B-052, B-130: but for a due date and a priority a text is no number.
TEST_F(Numbers, AreNoTextsElsewhere) {
  const auto assignment = world.assignment({.annotator = "zoe", .open_items = 2});
  const auto task = "/annotationtasks/" + assignment.task.text;
  const auto field_of = [&](const std::string& path, const std::string& body) {
    const auto answer = path.ends_with("availability") ? mia.put(path, body) : mia.post(path, body);
    EXPECT_EQ(answer.status, 400) << body;
    return Answer{.body = answer.at("fields")}.items().at(0).text("path");
  };
  EXPECT_EQ(
      field_of(
          "/projects/" + world.project().text + "/members/mia@example.org/availability",
          R"({"from":"1"})"
      ),
      "from"
  );
  EXPECT_EQ(field_of(task + "/addToTask", R"({"query":"{\"filter\":{}}","limit":"3"})"), "limit");
  const auto redistribute = "/assignments/" + assignment.id.text + "/redistribute";
  const auto keeping_to = [](const std::string& gives) {
    return R"({"workload":[{"assigneeId":"ben@example.org","load":100}],"expect":{"version":"x",)"
           R"("people":[{"assigneeId":"ada@example.org","gives":)" +
           gives + R"(,"gets":0}]}})";
  };
  EXPECT_EQ(field_of(redistribute, keeping_to("\"2\"")), "expect.people[0].gives");
  EXPECT_EQ(field_of(redistribute, keeping_to("-1")), "expect.people[0].gives");
}

}  // namespace
}  // namespace allot::http::test

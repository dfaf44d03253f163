#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "http/json_body.h"
#include "http/route_scene_for_tests.h"

namespace allot::http::test {
namespace {

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string nested(std::size_t levels) {
  return repeated(R"({"a":)", levels) + "1" + repeated("}", levels);
}

const std::string odd_object =
    R"({"\u0000":{"\u0000":1},"":{"":1},"$a":1,".":1,"system":7,"user":[]})";
const std::string deep_tag = R"([{"tag":")" + repeated("a.", 60) + R"(a"}])";

/// Values of every kind, and at the edges of each: JSON texts.
const std::vector<std::string>& hostile_values() {
  static const std::vector<std::string> values{
      "null",
      "true",
      "[]",
      "{}",
      R"("")",
      "-1",
      "0.5",
      "1e308",
      "-9223372036854775808",
      "18446744073709551616",
      "253402300800000",
      R"("nan")",
      R"("1e999")",
      R"("\u0000")",
      R"(["\u0000"])",
      R"([{}])",
      R"([1,"a",null,{},[]])",
      odd_object,
      R"({"filter":{"metadata.user.k":{"$in":["*a*","\u0000"]}},"sort":{".":"ascending"}})",
      deep_tag,
      R"(")" + repeated("a.", 60'000) + R"(a")",
      nested(120),
      repeated("[", 120) + repeated("]", 120)
  };
  return values;
}

/// The object with the member replaced, or added.
std::string with(const JsonBody& body, const std::string& name, const std::string& value) {
  auto text = "{\"" + name + "\":" + value;
  for (const auto& other : body.names()) {
    if (other != name) text += ",\"" + other + "\":" + body.raw(other);
  }
  return text + "}";
}

/// What routes read besides what their example sends.
constexpr std::string_view more_members[] = {
    "attributes", "color",    "context", "coordinates", "description", "dueDate", "except",
    "examples",   "filename", "filter",  "intersect",   "join",        "label",   "limit",
    "metadata",   "name",     "page",    "pageSize",    "priority",    "query",   "roots",
    "select",     "skip",     "sort",    "spec",        "title",       "type",    "workload",
};

void expect_no_breakdown(Scene& scene, Example example, const std::string& body) {
  example.body = body;
  const auto answer = scene.send(example);
  scene.write_rows();
  EXPECT_LT(answer.status, 500) << name_of(example.method) << " " << example.path << " "
                                << body.substr(0, 300) << "\n"
                                << answer.body;
  EXPECT_TRUE(is_utf8(answer.body));
}

class HostileBodies : public testing::TestWithParam<Example> {};

// B-316
TEST_P(HostileBodies, AreAnsweredOrRefusedButBreakNothing) {
  const auto& example = GetParam();
  Scene scene(Standing::owner);
  const bool is_list = example.body.starts_with('[');
  auto object = std::string(example.body.empty() ? "{}" : example.body);
  if (is_list) object = object.substr(1, object.size() - 2);
  const auto body = JsonBody::parse(object);
  ASSERT_TRUE(body);
  const auto send = [&](const std::string& name, const std::string& value) {
    const auto changed = with(*body, name, value);
    expect_no_breakdown(scene, example, is_list ? "[" + changed + "]" : changed);
  };
  for (const auto& value : hostile_values()) {
    expect_no_breakdown(scene, example, value);
    for (const auto& name : body->names()) send(name, value);
  }
  for (const auto member : more_members) {
    for (const auto& value : {std::string("1e308"), odd_object, deep_tag, nested(120)}) {
      send(std::string(member), value);
    }
  }
}

std::vector<Example> examples_with_bodies() {
  std::vector<Example> with_bodies;
  for (const auto& example : examples) {
    const bool is_read = example.method == get;
    if (!is_read && !example.sends_file && !example.body.empty()) with_bodies.push_back(example);
  }
  return with_bodies;
}

INSTANTIATE_TEST_SUITE_P(
    OfEachRoute,
    HostileBodies,
    testing::ValuesIn(examples_with_bodies()),
    [](const auto& each) {
      std::string name = std::string(name_of(each.param.method)) + std::to_string(each.index);
      for (const char c : each.param.path) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
      }
      return name;
    }
);

// B-253: of one item and of many, metadata may be as deep, and what is too deep reads the same.
TEST(DeepMetadata, IsTakenOfManyItemsAsOfOne) {
  allot::test::World world;
  Client mia(world, "mia");
  const auto item = world.items(1).front();
  const auto of_one = [&](const std::string& metadata) {
    return mia.patch("/items/" + item.text, R"({"metadata":)" + metadata + "}");
  };
  const auto of_many = [&](const std::string& metadata) {
    return mia.post(
        "/datasets/" + world.dataset().text + "/query",
        R"({"filter":{},"update":{"metadata":)" + metadata + "}}"
    );
  };
  for (const std::size_t levels :
       std::initializer_list<std::size_t>{10, 65, 126, 127, 200, 2'000}) {
    const auto metadata = R"({"user":)" + nested(levels) + "}";
    const auto expected = levels <= 126 ? 200 : 400;
    for (const auto& answer : {of_one(metadata), of_many(metadata)}) {
      EXPECT_EQ(answer.status, expected) << levels << answer.body;
      const bool says_why =
          answer.body.find("nested more than 128 levels deep") != std::string::npos;
      EXPECT_EQ(says_why, expected == 400) << answer.body;
    }
  }
  EXPECT_EQ(mia.get("/items/" + item.text).status, 200);
  const auto ambiguous = mia.post(
      "/datasets/" + world.dataset().text + "/query",
      R"({"filter":{"name":"a"},"filter":{},"update":{"metadata":{"user":)" + nested(126) + "}}}"
  );
  EXPECT_EQ(ambiguous.status, 400);
  EXPECT_NE(ambiguous.body.find("stands there twice"), std::string::npos) << ambiguous.body;
}

// B-319: what a query or the content of a folder may cost is nothing for the writer, however its
// name is written.
TEST(CostlyBodies, AreReadBesideTheWriterHoweverTheirMembersAreWritten) {
  allot::test::World world;
  Dispatcher dispatcher(world.env());
  const auto id = world.items(1).front().text;
  const auto lane_of = [&](Method method,
                           const std::string& path,
                           const std::string& body,
                           bool is_form) {
    RequestHead head{
        .method = method,
        .target = "/api/v1" + path,
        .headers =
            {{"authorization", world.bearer("mia")},
             {"content-type", is_form ? "application/x-www-form-urlencoded" : "application/json"}},
        .peer = "127.0.0.1",
        .request_id = "test"
    };
    auto admission = dispatcher.admit(head);
    const auto& route = *admission.route;
    const auto request = dispatcher.assemble(std::move(head), std::move(admission), Body(body), {});
    return dispatcher.lane(route, request);
  };
  const auto of_item = [&](const std::string& body, bool is_form = false) {
    return lane_of(Method::patch, "/items/" + id, body, is_form);
  };
  EXPECT_EQ(of_item(R"({"metadata":{"user":{"a":"\u00fc"}}})"), Lane::write);
  EXPECT_EQ(of_item("description=a", true), Lane::write);
  EXPECT_EQ(of_item(R"({"filename":"/a"})"), Lane::slow);
  EXPECT_EQ(of_item(R"({"filen\u0061me":"/a"})"), Lane::slow);
  EXPECT_EQ(of_item("filename=/a", true), Lane::slow);
  EXPECT_EQ(of_item("filen%61me=/a", true), Lane::slow);
  const auto of_move = [&](const std::string& body) {
    return lane_of(Method::post, "/annotationtasks/" + id + "/redistribute", body, false);
  };
  EXPECT_EQ(of_move(R"({"workload":[]})"), Lane::write);
  EXPECT_EQ(of_move(R"({"workload":[],"query":"{}"})"), Lane::slow);
  EXPECT_EQ(of_move(R"({"workload":[],"quer\u0079":"{}"})"), Lane::slow);
}

}  // namespace
}  // namespace allot::http::test

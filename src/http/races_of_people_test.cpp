// What two people change in one thing at the same time, and rights that are lost meanwhile.

#include <fmt/format.h>

#include "http/overtaken_for_tests.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"

namespace allot::http::test {
namespace {

// --- what two people change in one thing

// B-161
TEST(AtTheSameTime, ChangesOfDifferentPartsOfOneThingBothStand) {
  Overtaken it;
  const auto item = "/items/" + it.world.items(1).front().text;
  const auto ontology =
      "/ontologies/" +
      it.mia.post("/ontologies", R"({"title":"Cars",)" + it.in_project() + "}").text("id");

  struct Row {
    std::string path;
    std::string one;
    std::string two;
    std::vector<std::string> both;
  };

  const std::vector<Row> rows{
      {item,
       R"({"metadata":{"user":{"one":1}}})",
       R"({"metadata":{"user":{"two":2}}})",
       {"one", "two"}},
      {it.dataset(),
       R"({"metadata":{"user":{"one":1}}})",
       R"({"metadata":{"user":{"two":2}}})",
       {"one", "two"}},
      {ontology + "/addLabels",
       R"({"labelsNode":[{"tag":"one"}]})",
       R"({"labelsNode":[{"tag":"two"}]})",
       {"\"one\"", "\"two\""}},
      {"/recipes/" + it.world.recipe().text,
       R"({"title":"one"})",
       R"({"description":"two"})",
       {"one", "two"}},
      {it.task_path(), R"({"name":"one"})", R"({"priority":3})", {"\"one\"", "\"priority\":3"}},
  };
  for (const auto& row : rows) {
    const auto second = it.call("olga", Method::patch, row.path, row.two, [&] {
      const auto first = it.mia.patch(row.path, row.one);
      EXPECT_EQ(first.status, 200) << first.body;
    });
    ASSERT_EQ(second.status, 200) << row.path << second.body;
    for (const auto& part : row.both) {
      EXPECT_NE(second.body.find(part), std::string::npos) << row.path << " " << second.body;
    }
  }
}

// B-161
TEST(AtTheSameTime, ALabelIsAddedOnce) {
  Overtaken it;
  const auto path =
      "/ontologies/" +
      it.mia.post("/ontologies", R"({"title":"Cars",)" + it.in_project() + "}").text("id") +
      "/addLabels";
  const std::string car = R"({"labelsNode":[{"tag":"car"}]})";
  const auto second = it.call("olga", Method::patch, path, car, [&] {
    ASSERT_EQ(it.mia.patch(path, car).status, 200);
  });
  EXPECT_EQ(second.status, 400) << second.body;
}

// --- rights

// B-175, B-146
TEST(AtTheSameTime, WhoIsRemovedBeforeTheChangeChangesNothing) {
  Overtaken it;
  const auto item = it.world.items(1).front().text;
  const auto query = R"("query":"{\"filter\":{\"id\":{\"$in\":[\")" + item + R"(\"]}}}")";
  const auto to_ben = R"("workload":[{"assigneeId":"ben@example.org","load":100}])";
  const auto ada = "/assignments/" + it.world.assignment_of(it.task.id, "ada")->id.text;

  struct Row {
    Method method;
    std::string path;
    std::string body;
  };

  const std::vector<Row> rows{
      {Method::post, "/annotationtasks", it.creation("Late")},
      {Method::post, "/annotationtasks", it.only_if_absent("Late")},
      {Method::post, it.task_path() + "/addToTask", "{" + query + "," + to_ben + "}"},
      {Method::post, it.task_path() + "/removeFromTask", R"({"query":"{\"filter\":{}}"})"},
      {Method::post, ada + "/redistribute", "{" + query + "," + to_ben + "}"},
      {Method::post, ada + "/reassign", R"({"annotator":"ben@example.org"})"},
      {Method::patch, it.task_path(), R"({"name":"Late"})"},
      {Method::delete_, ada, ""},
      {Method::delete_, it.task_path(), ""},
      {Method::patch, "/items/" + item, R"({"metadata":{"user":{"late":1}}})"},
      {Method::post,
       it.dataset() + "/query",
       R"({"filter":{},"update":{"metadata":{"user":{"late":1}}}})"},
      {Method::post, it.dataset() + "/query", R"({"filter":{},"delete":true})"},
      {Method::post, "/items/" + item + "/annotations", R"([{"type":"box","label":"late"}])"},
      {Method::delete_, "/items/" + item, ""},
      {Method::patch, it.dataset(), R"({"name":"Late"})"},
      {Method::delete_, it.dataset(), ""},
      {Method::post,
       "/datasets",
       R"({"name":"Late","projects":[")" + it.world.project().text + R"("]})"},
      {Method::post, "/recipes", R"({"title":"Late",)" + it.in_project() + "}"},
      {Method::patch, "/recipes/" + it.world.recipe().text, R"({"title":"Late"})"},
      {Method::patch, it.project(), R"({"name":"Late"})"},
  };
  for (const auto& row : rows) {
    const auto dora = it.project() + "/members/dora@example.org";
    ASSERT_EQ(it.olga.post(dora, R"({"role":"engineer"})").status, 200);
    const auto before = it.world.snapshot();
    const auto refused = it.call("dora", row.method, row.path, row.body, [&] {
      ASSERT_EQ(it.mia.remove(dora).status, 200);
    });
    EXPECT_EQ(refused.status, 404) << row.path << refused.body;
    EXPECT_EQ(it.world.snapshot(), before) << row.path;
  }
}

// B-175
TEST(AtTheSameTime, OfTwoLastOwnersWhoRemoveEachOtherOneStays) {
  Overtaken it;
  const auto member = [&](std::string_view who) {
    return fmt::format("{}/members/{}@example.org", it.project(), who);
  };
  const auto second = it.call("olga", Method::delete_, member("mia"), "", [&] {
    EXPECT_EQ(it.mia.remove(member("olga")).status, 200);
  });
  EXPECT_EQ(second.status, 404) << second.body;
  EXPECT_EQ(it.mia.get(it.project()).status, 200);
  Overtaken other;
  const auto stepping_down =
      other.call("olga", Method::patch, member("olga"), R"({"role":"annotator"})", [&] {
        EXPECT_EQ(other.mia.patch(member("mia"), R"({"role":"annotator"})").status, 200);
      });
  EXPECT_EQ(stepping_down.status, 400) << stepping_down.body;
}

// B-006
TEST(AtTheSameTime, APasswordThatIsChangedWhileItIsTriedOpensNoSession) {
  Overtaken it;
  it.world.account("ada");
  const SignIn old{.address = "ada@example.org", .password = "correct horse", .peer = "192.0.2.7"};
  it.store.meanwhile = [&] {
    ASSERT_OK(change_password(it.world.env(), "ada@example.org", "battery staple"));
  };
  EXPECT_FAILS(sign_in(it.env, old), ErrorCode::unauthorized);
  ASSERT_OK(change_password(it.world.env(), "ada@example.org", "correct horse"));
  it.store.meanwhile = [&] { ASSERT_OK(disable_user(it.world.env(), "ada@example.org")); };
  EXPECT_FAILS(sign_in(it.env, old), ErrorCode::unauthorized);
}

}  // namespace
}  // namespace allot::http::test

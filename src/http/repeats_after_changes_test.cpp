// A repeat is answered from the note only as long as what the first request left still stands.

#include "http/keyed_client_for_tests.h"
#include "http/repeats_for_tests.h"

namespace allot::http::test {
namespace {

constexpr std::string_view box =
    R"([{"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])";

// --- annotations

// B-160
TEST(RepeatAfterAChange, OfAnAnnotationThatSomebodyDeletedMakesItAnew) {
  Repeats it;
  const auto first = it.mia.post(it.annotations(), std::string(box));
  ASSERT_EQ(first.status, 200) << first.body;
  const auto id = it.olga.get(it.annotations()).items().front().text("id");
  ASSERT_LT(it.olga.remove("/annotations/" + id).status, 300);
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 200);
  const auto present = it.olga.get(it.annotations()).items();
  ASSERT_EQ(present.size(), 1U);
  EXPECT_NE(present.front().text("id"), id);
}

// B-160
TEST(RepeatAfterAChange, OfAnAnnotationThatSomebodyChangedMakesAnother) {
  Repeats it;
  it.mia.post(it.annotations(), std::string(box));
  const auto id = it.olga.get(it.annotations()).items().front().text("id");
  ASSERT_EQ(it.olga.put("/annotations/" + id, R"({"label":"bus"})").status, 200);
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 200);
  EXPECT_EQ(it.olga.get(it.annotations()).items().size(), 2U);
}

// B-160
TEST(RepeatAfterAChange, OfAnnotationsWhoseItemIsGoneIsNotFound) {
  Repeats it;
  ASSERT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 200);
  ASSERT_LT(it.olga.remove("/items/" + it.item.text).status, 300);
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 404);
}

// B-160
TEST(RepeatAfterAChange, OfAnnotationsIsCaughtWhateverElseHappensInTheTask) {
  Repeats it;
  const auto first = it.mia.post(it.annotations(), std::string(box));
  it.complete(it.ada, it.task.id);
  it.olga.post(it.annotations(), R"([{"type":"box","label":"bus"}])");
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).body, first.body);
  EXPECT_EQ(it.olga.get(it.annotations()).items().size(), 2U);
}

// --- deletions

// B-160, B-141
TEST(RepeatAfterAChange, OfADeletionIsCaughtAsLongAsTheThingIsGone) {
  Repeats it;
  const auto assignment = it.assignment("ada");
  ASSERT_EQ(
      it.mia
          .post(assignment + "/redistribute", R"({"workload":[
      {"assigneeId":"ada@example.org","load":50},{"assigneeId":"ben@example.org","load":50}]})")
          .status,
      200
  );
  const auto first = it.mia.remove(assignment);
  ASSERT_EQ(first.status, 200) << first.body;
  it.complete(it.ben, it.task.id);
  EXPECT_EQ(it.mia.remove(assignment).body, first.body);
  const auto gone = it.mia.remove(it.task_path());
  it.complete(it.ben, it.other.id);
  EXPECT_EQ(it.mia.remove(it.task_path()).body, gone.body);
}

// B-160
TEST(RepeatAfterAChange, OfAnItemsDeletionLeavesWhatWasPutInItsPlace) {
  Repeats it;
  const auto path = "/items/" + it.item.text;
  const auto name = it.olga.get(path).text("filename");
  const auto first = it.mia.remove(path);
  const auto put = it.olga.upload(
      "/datasets/" + it.world.dataset().text + "/items", upload_of(it.world, name, "bytes")
  );
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(it.mia.remove(path).status, first.status);
  EXPECT_EQ(it.olga.get("/items/" + put.text("id")).status, 200);
}

// B-160
TEST(RepeatAfterAChange, OfARemovalOfAMemberWhoWasAddedAgainIsDoneAgain) {
  Repeats it;
  const auto path = "/projects/" + it.world.project().text + "/members/ada@example.org";
  ASSERT_EQ(it.mia.remove(path).status, 200);
  EXPECT_EQ(it.mia.remove(path).status, 200);
  ASSERT_EQ(it.olga.post(path, R"({"role":"annotator"})").status, 200);
  EXPECT_EQ(it.mia.remove(path).status, 200);
  EXPECT_EQ(it.ada.get("/projects/" + it.world.project().text).status, 404);
}

// --- recipes, ontologies, bots

// B-160
TEST(Repeat, OfACreationBelowAProjectMakesItOnceUntilItIsChanged) {
  Repeats it;
  const auto& project = it.world.project().text;
  const auto in_project = R"("projectIds":[")" + project + R"("])";

  struct Row {
    std::string path;
    std::string body;
    std::string made;  // where one of them stands
    std::string change;
  };

  const std::vector<Row> rows{
      {"/recipes", R"({"title":"Cars",)" + in_project + "}", "/recipes/", R"({"title":"Bikes"})"},
      {"/recipes/" + it.world.recipe().text + "/clone",
       R"({"shallow":true})",
       "/recipes/",
       R"({"title":"Bikes"})"},
      {"/ontologies", R"({"title":"Cars",)" + in_project + "}", "/ontologies/", ""},
      {"/projects/" + project + "/bots",
       R"({"name":"robby"})",
       "/projects/" + project + "/bots/",
       ""},
  };
  it.olga.post("/projects/" + project + "/bots", R"({"name":"first"})");  // others may go then
  for (const auto& row : rows) {
    const auto first = it.mia.post(row.path, row.body);
    ASSERT_EQ(first.status, 200) << row.path << first.body;
    EXPECT_EQ(it.mia.post(row.path, row.body).body, first.body) << row.path;
    const auto made = row.made + first.text("id");
    const auto changed =
        row.change.empty() ? it.olga.remove(made) : it.olga.patch(made, row.change);
    ASSERT_LT(changed.status, 300) << made << changed.body;
    const auto again = it.mia.post(row.path, row.body);
    ASSERT_EQ(again.status, 200) << row.path << again.body;
    EXPECT_NE(again.text("id"), first.text("id")) << row.path;
  }
}

// B-160
TEST(Repeat, OfACreationThatShowsASecretIsDoneAgainSinceNobodyCanBeToldItAgain) {
  Repeats it;
  const auto path = "/projects/" + it.world.project().text + "/bots";
  const std::string body = R"({"name":"robby","returnCredentials":true})";
  const auto first = it.mia.post(path, body);
  const auto again = it.mia.post(path, body);
  ASSERT_EQ(first.status, 200) << first.body;
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_NE(first.text("id"), again.text("id"));
}

// B-160
TEST(RepeatAfterAChange, OfADeletedAttributeThatWasMadeAgainDeletesItAgain) {
  Repeats it;
  const auto in_project = R"({"title":"Cars","projectIds":[")" + it.world.project().text + R"("]})";
  const auto path =
      "/ontologies/" + it.mia.post("/ontologies", in_project).text("id") + "/attributes";
  const std::string colour =
      R"({"items":[{"key":"colour","title":"Colour","type":"freeText","scope":["*"]}],"upsert":true})";
  const std::string keys = R"({"keys":["colour"]})";
  ASSERT_EQ(it.olga.patch(path, colour).status, 200) << it.olga.patch(path, colour).body;
  const auto first = it.mia.remove(path, keys);
  ASSERT_EQ(first.status, 204) << first.body;
  ASSERT_EQ(it.olga.patch(path, colour).status, 200);
  EXPECT_EQ(it.mia.remove(path, keys).status, 204);
  EXPECT_EQ(it.olga.patch(path, R"({"items":[]})").body.find("colour"), std::string::npos);
}

// --- exports

// B-160
TEST(RepeatAfterAChange, OfAnExportIsCaughtWhateverElseHappens) {
  Repeats it;
  const auto path = "/datasets/" + it.world.dataset().text + "/export";
  for (const auto* body : {R"({"exportType":"json"})", R"({"datasetLock":true})"}) {
    const auto first = it.mia.post(path, body);
    ASSERT_EQ(first.status, 200) << first.body;
    it.complete(it.ben, it.other.id);
    EXPECT_EQ(it.mia.post(path, body).text("id"), first.text("id")) << body;
  }
}

// --- restarts, and requests that overtake each other

// B-160
TEST(RepeatAfterAChange, IsRecognisedAfterARestartAndOnlyAsLongAsNothingChanged) {
  Repeats it;
  const auto first = it.mia.post(it.annotations(), std::string(box));
  EXPECT_EQ(Client(it.world, "mia").post(it.annotations(), std::string(box)).body, first.body);
  const auto id = it.olga.get(it.annotations()).items().front().text("id");
  ASSERT_LT(it.olga.remove("/annotations/" + id).status, 300);
  Client restarted(it.world, "mia");
  EXPECT_NE(restarted.post(it.annotations(), std::string(box)).body, first.body);
  EXPECT_EQ(it.olga.get(it.annotations()).items().size(), 1U);
}

// B-160
TEST(Repeat, ThatOvertakesTheFirstRequestIsTheOneThatIsDone) {
  Repeats it;
  Dispatcher dispatcher(it.world.env());
  const auto bearer = it.world.bearer("mia");
  const auto assembled = [&] {
    RequestHead head{
        .method = Method::post,
        .target = "/api/v1" + it.annotations(),
        .headers = {{"authorization", bearer}, {"content-type", "application/json"}},
        .peer = "127.0.0.1",
        .request_id = "test"
    };
    auto admission = dispatcher.admit(head);
    const auto* route = admission.route;
    return std::pair(
        route, dispatcher.assemble(std::move(head), std::move(admission), std::string(box), {})
    );
  };
  const auto [route, slow] = assembled();
  const auto quick = assembled().second;
  const auto done = keyed(dispatcher.handle(*route, quick));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_FALSE(done.is_replayed());
  const auto late = keyed(dispatcher.handle(*route, slow));
  EXPECT_EQ(late.body, done.body);
  EXPECT_TRUE(late.is_replayed());
  EXPECT_EQ(it.olga.get(it.annotations()).items().size(), 1U);
}

}  // namespace
}  // namespace allot::http::test

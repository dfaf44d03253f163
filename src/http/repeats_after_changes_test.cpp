// A repeat is answered from the note only as long as what the first request left still stands.

#include <fmt/format.h>

#include "http/client_for_tests.h"
#include "http/keyed_client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::Held;
using allot::test::World;

constexpr std::string_view box =
    R"([{"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])";

std::string workload(std::string_view person) {
  return fmt::format(R"({{"workload":[{{"assigneeId":"{}@example.org","load":100}}]}})", person);
}

std::string filter(std::string_view member, std::string_view value) {
  return fmt::format(R"({{"filter":{{"{}":"{}"}}}})", member, value);
}

/// mia and olga own the project; ada holds four open items of one task, ben two of another.
struct Scene {
  World world;
  Task task = world.task({{.annotator = "ada", .open_items = 4}});
  Task other = world.task({{.annotator = "ben", .open_items = 2}}, "Other");
  ItemId item = world.items(1).front();
  Client mia{world, "mia"};
  Client olga = joined("olga", Role::owner);
  Client ada = joined("ada", Role::annotator);
  Client ben = joined("ben", Role::annotator);

  Client joined(std::string_view name, Role role) {
    world.join(name, role);
    return {world, name};
  }

  [[nodiscard]] std::string assignment(std::string_view person) {
    return "/assignments/" + world.assignment_of(task.id, person)->id.text;
  }

  [[nodiscard]] std::string annotations() const { return "/items/" + item.text + "/annotations"; }

  [[nodiscard]] std::string task_path() const { return "/annotationtasks/" + task.id.text; }

  [[nodiscard]] std::string creation() const {
    return fmt::format(
        R"({{"name":"New","query":"{{\"filter\":{{\"dir\":\"/pictures\"}}}}","projectId":"{}",)"
        R"("datasetId":"{}","recipeId":"{}","taskOwner":"mia@example.org",)"
        R"("spec":{{"type":"annotation"}},"workload":[{{"assigneeId":"ada@example.org","load":100}}]}})",
        world.project().text,
        world.dataset().text,
        world.recipe().text
    );
  }

  /// Sets a status on all items that the person holds in the task.
  void complete(Client& client, const TaskId& in) {
    const auto items = client
                           .post(
                               "/datasets/" + world.dataset().text + "/query",
                               filter("metadata.system.refs.id", in.text)
                           )
                           .items();
    const auto body = R"({"itemIds":[")" + items.front().text("id") +
                      R"("],"statusPayload":{"operation":"create","status":"completed"}})";
    const auto path = "/assignments/items/tasks/" + in.text + "/status";
    ASSERT_EQ(client.post(path, body).status, 200);
  }

  std::size_t tasks_named(const std::string& name) {
    return olga.post("/annotationtasks/query", filter("name", name)).items().size();
  }
};

// --- annotations

// B-160
TEST(RepeatAfterAChange, OfAnAnnotationThatSomebodyDeletedMakesItAnew) {
  Scene it;
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
  Scene it;
  it.mia.post(it.annotations(), std::string(box));
  const auto id = it.olga.get(it.annotations()).items().front().text("id");
  ASSERT_EQ(it.olga.put("/annotations/" + id, R"({"label":"bus"})").status, 200);
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 200);
  EXPECT_EQ(it.olga.get(it.annotations()).items().size(), 2U);
}

// B-160
TEST(RepeatAfterAChange, OfAnnotationsWhoseItemIsGoneIsNotFound) {
  Scene it;
  ASSERT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 200);
  ASSERT_LT(it.olga.remove("/items/" + it.item.text).status, 300);
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).status, 404);
}

// B-160
TEST(RepeatAfterAChange, OfAnnotationsIsCaughtWhateverElseHappensInTheTask) {
  Scene it;
  const auto first = it.mia.post(it.annotations(), std::string(box));
  it.complete(it.ada, it.task.id);
  it.olga.post(it.annotations(), R"([{"type":"box","label":"bus"}])");
  EXPECT_EQ(it.mia.post(it.annotations(), std::string(box)).body, first.body);
  EXPECT_EQ(it.olga.get(it.annotations()).items().size(), 2U);
}

// --- moves

// B-160
TEST(RepeatAfterAChange, OfARedistributionThatWasMovedBackIsDoneAgain) {
  Scene it;
  const auto path = it.assignment("ada") + "/redistribute";
  // ada keeps one item, so that her assignment stays.
  const std::string some =
      R"({"workload":[{"assigneeId":"ada@example.org","load":25},{"assigneeId":"ben@example.org","load":75}]})";
  const auto first = it.mia.post(path, some);
  ASSERT_EQ(first.status, 200) << first.body;
  ASSERT_EQ(it.world.items_of(it.task.id, "ada"), (Held{.open = 1}));
  ASSERT_EQ(it.olga.post(it.assignment("ben") + "/redistribute", workload("ada")).status, 200);
  const auto again = it.mia.post(path, some);
  EXPECT_NE(again.text("id"), first.text("id"));
  EXPECT_EQ(it.world.items_of(it.task.id, "ben"), (Held{.open = 3}));
}

// B-160
TEST(RepeatAfterAChange, OfAReassignmentThatWasMovedBackIsDoneAgain) {
  Scene it;
  const auto path = it.assignment("ada") + "/reassign";
  const std::string to_ben = R"({"annotator":"ben@example.org"})";
  const auto first = it.mia.post(path, to_ben);
  ASSERT_EQ(first.status, 200) << first.body;
  ASSERT_EQ(it.mia.post(path, to_ben).text("id"), first.text("id"));
  const auto back = it.assignment("ben") + "/reassign";
  ASSERT_EQ(it.olga.post(back, R"({"annotator":"ada@example.org"})").status, 200);
  EXPECT_EQ(it.mia.post(path, to_ben).status, 404);  // that assignment went with its items
}

// B-160
TEST(RepeatAfterAChange, OfAMoveIsDoneAgainWhenSomebodyWorkedInTheTaskSince) {
  Scene it;
  const auto path = it.assignment("ada") + "/redistribute";
  const std::string half =
      R"({"workload":[{"assigneeId":"ada@example.org","load":50},{"assigneeId":"ben@example.org","load":50}]})";
  const auto first = it.mia.post(path, half);
  it.complete(it.ben, it.task.id);
  EXPECT_NE(it.mia.post(path, half).text("id"), first.text("id"));
  EXPECT_EQ(it.world.items_of(it.task.id, "ada"), (Held{.open = 1}));
}

// B-160
TEST(RepeatAfterAChange, OfAMoveIsCaughtWhileOnlyOtherTasksChange) {
  Scene it;
  const auto path = it.assignment("ada") + "/redistribute";
  const auto first = it.mia.post(path, workload("ben"));
  it.complete(it.ben, it.other.id);
  ASSERT_EQ(it.olga.patch("/annotationtasks/" + it.other.id.text, R"({"name":"x"})").status, 200);
  EXPECT_EQ(it.mia.post(path, workload("ben")).body, first.body);
}

// B-160
TEST(RepeatAfterAChange, OfAnAdditionThatWasTakenOutIsDoneAgain) {
  Scene it;
  const auto query = R"("query":"{\"filter\":{\"id\":{\"$in\":[\")" + it.item.text + R"(\"]}}}")";
  const auto body = "{" + query + R"(,"workload":[{"assigneeId":"ada@example.org","load":100}]})";
  const auto add = it.task_path() + "/addToTask";
  ASSERT_EQ(it.mia.post(add, body).status, 200);
  ASSERT_EQ(it.olga.post(it.task_path() + "/removeFromTask", "{" + query + "}").status, 200);
  ASSERT_EQ(it.mia.post(add, body).status, 200);
  EXPECT_EQ(it.world.items_of(it.task.id, "ada"), (Held{.open = 5}));
}

// B-160
TEST(RepeatAfterAChange, OfARemovalThatWasAddedBackIsDoneAgain) {
  Scene it;
  const std::string all = R"({"query":"{\"filter\":{}}"})";
  const auto remove = it.task_path() + "/removeFromTask";
  ASSERT_EQ(it.mia.post(remove, all).status, 200);
  const std::string one = R"({"query":"{\"filter\":{\"id\":{\"$in\":[\")" + it.item.text +
                          R"(\"]}}}","workload":[{"assigneeId":"ada@example.org","load":100}]})";
  ASSERT_EQ(it.olga.post(it.task_path() + "/addToTask", one).status, 200);
  ASSERT_EQ(it.mia.post(remove, all).status, 200);
  EXPECT_EQ(it.world.items_of(it.task.id, "ada"), Held{});
}

// B-160
TEST(RepeatAfterAChange, OfAMoveThatMovedNothingIsCaughtWhileNothingChanges) {
  Scene it;
  const auto path = it.assignment("ada") + "/reassign";
  const std::string to_herself = R"({"annotator":"ada@example.org"})";
  const auto first = it.mia.post(path, to_herself);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(it.mia.post(path, to_herself).body, first.body);
  it.complete(it.ada, it.task.id);
  EXPECT_NE(it.mia.post(path, to_herself).body, first.body);
}

// --- tasks

// B-160
TEST(RepeatAfterAChange, OfACreationMakesAnotherTaskOnceTheFirstWasChangedOrDeleted) {
  Scene it;
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation()).status, 200);
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation()).status, 200);
  auto made = it.olga.post("/annotationtasks/query", filter("name", "New")).items();
  ASSERT_EQ(made.size(), 1U);
  const auto path = "/annotationtasks/" + made.front().text("id");
  ASSERT_EQ(it.olga.patch(path, R"({"name":"Old"})").status, 200);
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation()).status, 200);
  EXPECT_EQ(it.tasks_named("New"), 1U);
  made = it.olga.post("/annotationtasks/query", filter("name", "New")).items();
  ASSERT_EQ(it.olga.remove("/annotationtasks/" + made.front().text("id")).status, 200);
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation()).status, 200);
  EXPECT_EQ(it.tasks_named("New"), 1U);
}

// B-160
TEST(RepeatAfterAChange, OfACreationIsCaughtWhenTheNewTaskIsAlreadyWorkedOn) {
  Scene it;
  const auto first = it.mia.post("/annotationtasks", it.creation());
  it.complete(it.ada, {first.text("spec.createdTaskId")});
  EXPECT_EQ(it.mia.post("/annotationtasks", it.creation()).body, first.body);
  EXPECT_EQ(it.tasks_named("New"), 1U);
}

// --- deletions

// B-160, B-141
TEST(RepeatAfterAChange, OfADeletionIsCaughtAsLongAsTheThingIsGone) {
  Scene it;
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

std::vector<Part> upload_of(World& world, std::string path) {
  auto spool = world.env().files.spool();
  spool->append("bytes");
  std::vector<Part> parts(2);
  parts[0].name = "path";
  parts[0].bytes = std::move(path);
  parts[1].name = "file";
  parts[1].filename = "a.txt";
  parts[1].content_type = "text/plain";
  parts[1].file = spool->finish();
  return parts;
}

// B-160
TEST(RepeatAfterAChange, OfAnItemsDeletionLeavesWhatWasPutInItsPlace) {
  Scene it;
  const auto path = "/items/" + it.item.text;
  const auto name = it.olga.get(path).text("filename");
  const auto first = it.mia.remove(path);
  const auto put =
      it.olga.upload("/datasets/" + it.world.dataset().text + "/items", upload_of(it.world, name));
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(it.mia.remove(path).status, first.status);
  EXPECT_EQ(it.olga.get("/items/" + put.text("id")).status, 200);
}

// B-160
TEST(RepeatAfterAChange, OfARemovalOfAMemberWhoWasAddedAgainIsDoneAgain) {
  Scene it;
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
  Scene it;
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
  Scene it;
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
  Scene it;
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

// --- restarts, and requests that overtake each other

// B-160
TEST(RepeatAfterAChange, IsRecognisedAfterARestartAndOnlyAsLongAsNothingChanged) {
  Scene it;
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
  Scene it;
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

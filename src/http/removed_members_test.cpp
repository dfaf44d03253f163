// A removed member acts on nothing any more: by no role, and as owner, creator or assignee of no
// task (ADR 0026).

#include <fmt/format.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

constexpr std::string_view box = R"([{"type":"box","label":"car"}])";

/// rita, a developer, made and owns the task "Hers", and holds its item with an annotation of hers.
/// ada holds an item of another task.
struct Scene {
  World world;
  ItemId item = world.items(1).front();
  Client mia{world, "mia"};
  Client rita = joined("rita");
  TaskId task{
      rita.post("/annotationtasks", creation("Hers", "rita", "rita")).text("spec.createdTaskId")
  };
  std::string assignment = world.assignment_of(task, "rita")->id.text;
  std::string annotation = annotated();

  Client joined(std::string_view name) {
    world.join(name, Role::developer);
    return {world, name};
  }

  std::string annotated() {
    rita.post("/items/" + item.text + "/annotations", std::string(box));
    return mia.get("/items/" + item.text + "/annotations").items().front().text("id");
  }

  [[nodiscard]] std::string query() const {
    return R"({\"filter\":{\"id\":{\"$in\":[\")" + item.text + R"(\"]}}})";
  }

  [[nodiscard]] std::string creation(
      std::string_view name, std::string_view owner, std::string_view annotator
  ) const {
    const auto workload =
        annotator.empty()
            ? std::string{}
            : fmt::format(
                  R"(,"workload":[{{"assigneeId":"{}@example.org","load":100}}])", annotator
              );
    return fmt::format(
        R"({{"name":"{}","query":"{}","projectId":"{}","datasetId":"{}","recipeId":"{}",)"
        R"("taskOwner":"{}@example.org","spec":{{"type":"annotation"}}{}}})",
        name,
        query(),
        world.project().text,
        world.dataset().text,
        world.recipe().text,
        owner,
        workload
    );
  }

  void remove_rita() { ASSERT_EQ(mia.remove(member()).status, 200); }

  void add_rita_again() { ASSERT_EQ(mia.post(member(), R"({"role":"annotator"})").status, 200); }

  [[nodiscard]] std::string member() const {
    return "/projects/" + world.project().text + "/members/rita@example.org";
  }
};

struct Row {
  Method method;
  std::string path;
  std::string body;
};

/// What the owner of a task may do, with and without membership, the harmless first.
std::vector<Row> acts_of_an_owner(const Scene& it) {
  using enum Method;
  const auto task = "/annotationtasks/" + it.task.text;
  const auto assignment = "/assignments/" + it.assignment;
  const auto item = "/items/" + it.item.text;
  const auto to_ada = R"("workload":[{"assigneeId":"ada@example.org","load":100}])";
  const std::string status = R"({"operation":"create","status":"completed"})";
  const auto statuses = R"({"itemIds":[")" + it.item.text + R"("],"statusPayload":)" + status + "}";
  return {
      {get, "/projects/" + it.world.project().text, ""},
      {get, "/datasets/" + it.world.dataset().text, ""},
      {post, "/datasets/" + it.world.dataset().text + "/query", R"({"filter":{}})"},
      {get, "/recipes/" + it.world.recipe().text, ""},
      {get, task, ""},
      {get, task + "/relatives", ""},
      {get, assignment, ""},
      {get, item, ""},
      {get, item + "/annotations", ""},
      {get, item + "/annotations-log", ""},
      {get, "/annotations/" + it.annotation, ""},
      {patch, task, R"({"name":"Hers still"})"},
      {patch, assignment, R"({"name":"Hers too"})"},
      {post, "/assignments/items/tasks/" + it.task.text + "/status", statuses},
      {post, assignment + "/items/status", statuses},
      {post, assignment + "/items/" + it.item.text + "/status", status},
      {post, item + "/annotations", std::string(box)},
      {put, "/annotations/" + it.annotation, R"({"label":"bus"})"},
      {delete_, "/annotations/" + it.annotation, ""},
      {post, task + "/addToTask", R"({"query":")" + it.query() + R"(",)" + to_ada + "}"},
      {post, task + "/removeFromTask", R"({"query":")" + it.query() + R"("})"},
      {post, assignment + "/redistribute", std::string("{") + to_ada + "}"},
      {post, assignment + "/reassign", R"({"annotator":"ada@example.org"})"},
      {delete_, task, ""},
  };
}

// B-146, B-173
TEST(ARemovedMember, ActsOnNothingAlsoNotAsOwnerCreatorOrAssigneeOfATask) {
  Scene it;
  it.remove_rita();
  for (const auto& [method, path, body] : acts_of_an_owner(it)) {
    const auto before = it.world.snapshot();
    const auto refused = it.rita.call(method, path, body);
    EXPECT_EQ(refused.status, 404) << name_of(method) << " " << path << " " << refused.body;
    EXPECT_EQ(it.world.snapshot(), before) << name_of(method) << " " << path;
  }
}

// B-173
TEST(ATaskOwner, WithTheLowestRoleDoesAllOfIt) {
  Scene it;
  it.add_rita_again();  // as an annotator
  for (const auto& [method, path, body] : acts_of_an_owner(it)) {
    const auto answer = it.rita.call(method, path, body);
    EXPECT_LT(answer.status, 300) << name_of(method) << " " << path << " " << answer.body;
    if (path.ends_with("/removeFromTask") || path.ends_with("/redistribute"))
      break;  // hers is gone
  }
}

// B-146
TEST(ARemovedMember, FindsNothingInAnyList) {
  Scene it;
  it.remove_rita();
  const auto& project = it.world.project().text;
  for (const auto& path :
       {std::string("/projects"),
        "/annotationtasks?projects=" + project,
        std::string("/annotationtasks"),
        "/assignments?projectIds=" + project,
        "/assignments?taskId=" + it.task.text,
        "/datasets?projects=" + project,
        "/recipes?projects=" + project,
        "/ontologies?projects=" + project}) {
    const auto answer = it.rita.get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    EXPECT_TRUE(answer.items().empty()) << path << answer.body;
  }
  const auto tasks = it.rita.post("/annotationtasks/query", R"({"filter":{}})");
  EXPECT_TRUE(tasks.items().empty()) << tasks.body;
}

// B-146, B-173
TEST(ARemovedMember, WhoIsAddedAgainManagesTheOwnTasksAgain) {
  Scene it;
  it.remove_rita();
  it.add_rita_again();
  const auto task = "/annotationtasks/" + it.task.text;
  EXPECT_EQ(it.rita.patch(task, R"({"name":"Hers again"})").status, 200);
  EXPECT_EQ(it.rita.get("/items/" + it.item.text).status, 200);
}

// B-147, B-173
TEST(ARemovedMember, BecomesOwnerOfNoTask) {
  Scene it;
  const auto other = it.mia.post("/annotationtasks", it.creation("Other", "mia", "ada"));
  it.remove_rita();
  const auto path = "/annotationtasks/" + other.text("spec.createdTaskId");
  const auto owner = R"({"taskOwner":"rita@example.org"})";
  const auto named = it.mia.patch(path, owner);
  EXPECT_EQ(named.status, 400) << named.body;
  EXPECT_NE(named.text("message").find("rita@example.org"), std::string::npos) << named.body;
  for (const auto* annotator : {"", "ada"}) {
    const auto made = it.mia.post("/annotationtasks", it.creation("Third", "rita", annotator));
    EXPECT_EQ(made.status, 400) << made.body;
  }
  // What rita owned stays hers by name, and may be changed by others.
  const auto hers = it.mia.patch(
      "/annotationtasks/" + it.task.text, R"({"name":"Hers","taskOwner":"rita@example.org"})"
  );
  EXPECT_EQ(hers.status, 200) << hers.body;
  it.add_rita_again();
  EXPECT_EQ(it.mia.patch(path, owner).status, 200);
}

}  // namespace
}  // namespace allot::http::test

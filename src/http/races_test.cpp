// Of two requests at the same time one is first: what was looked at before a change is looked at
// again in it.

#include <fmt/format.h>

#include <deque>
#include <future>

#include "http/client_for_tests.h"
#include "usecases/accounts/manage.h"
#include "usecases/accounts/sign_in.h"

namespace allot::http::test {
namespace {

using allot::test::Held;
using allot::test::World;

/// Lets something happen after all that a request reads, right before its first change.
class MeanwhileStore final : public Store {
 public:
  explicit MeanwhileStore(Store& store) : store_(store) {}

  std::function<void()> meanwhile;

  void run_read(FunctionRef<void(const Transaction&)> body) override { store_.run_read(body); }

  void run_write(FunctionRef<bool(Transaction&)> body) override {
    if (const auto happens = std::exchange(meanwhile, {})) happens();
    store_.run_write(body);
  }

  void post_write(std::function<void()> job, std::function<void(std::exception_ptr)> done)
      override {
    store_.post_write(std::move(job), std::move(done));
  }

  void close() override { store_.close(); }

 private:
  Store& store_;
};

/// A world whose requests by `overtaken` are all overtaken. mia and olga own the project, dora is a
/// developer in it, ada holds four items.
struct Scene {
  World world;
  Task task = world.task({{.annotator = "ada", .open_items = 4}});
  MeanwhileStore store{world.env().store};
  Env env{
      .store = store,
      .files = world.env().files,
      .clock = world.env().clock,
      .random = world.env().random,
      .ids = world.env().ids,
      .settings = world.env().settings,
      .tokens = world.env().tokens,
      .throttle = world.env().throttle,
      .password_cost = world.env().password_cost,
      .meters = world.env().meters
  };
  Client mia{world, "mia"};
  Client olga = joined("olga", Role::owner);
  Client dora = joined("dora", Role::developer);
  Dispatcher overtaken{env};

  Client joined(std::string_view name, Role role) {
    world.join(name, role);
    return {world, name};
  }

  /// The request of that person, while this happens.
  Answer call(
      std::string_view person,
      Method method,
      const std::string& path,
      std::string body,
      std::function<void()> meanwhile,
      std::vector<Part> parts = {}
  ) {
    const auto bearer = world.bearer(person);
    store.meanwhile = std::move(meanwhile);
    auto response = overtaken.serve(
        {.method = method,
         .target = "/api/v1" + path,
         .headers = {{"authorization", bearer}, {"content-type", "application/json"}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        std::move(body),
        std::move(parts)
    );
    EXPECT_FALSE(store.meanwhile) << "no change was tried";
    store.meanwhile = {};
    return {.status = response.status, .body = whole_text(response)};
  }

  [[nodiscard]] std::string in_project() const {
    return R"("projectIds":[")" + world.project().text + R"("])";
  }

  [[nodiscard]] std::string project() const { return "/projects/" + world.project().text; }

  [[nodiscard]] std::string dataset() const { return "/datasets/" + world.dataset().text; }

  [[nodiscard]] std::string task_path() const { return "/annotationtasks/" + task.id.text; }

  [[nodiscard]] std::string creation(std::string_view name, std::string_view more = "") const {
    return fmt::format(
        R"({{"name":"{}","query":"{{\"filter\":{{\"dir\":\"/pictures\"}}}}","projectId":"{}",)"
        R"("datasetId":"{}","recipeId":"{}","taskOwner":"mia@example.org",)"
        R"("spec":{{"type":"annotation"}},"workload":[{{"assigneeId":"ada@example.org","load":100}}]{}}})",
        name,
        world.project().text,
        world.dataset().text,
        world.recipe().text,
        more
    );
  }

  [[nodiscard]] std::string only_if_absent(std::string_view name) const {
    return creation(
        name, fmt::format(R"(,"checkIfExist":{{"query":{{"filter":{{"name":"{}"}}}}}})", name)
    );
  }

  std::vector<Answer> tasks_named(std::string_view name) {
    return mia.post("/annotationtasks/query", fmt::format(R"({{"filter":{{"name":"{}"}}}})", name))
        .items();
  }
};

std::vector<Part> upload_of(World& world, std::string path, std::string_view bytes) {
  auto spool = world.env().files.spool();
  spool->append(bytes);
  std::vector<Part> parts(2);
  parts[0].name = "path";
  parts[0].bytes = std::move(path);
  parts[1].name = "file";
  parts[1].filename = "a.txt";
  parts[1].content_type = "text/plain";
  parts[1].file = spool->finish();
  return parts;
}

// --- tasks

// B-044
TEST(AtTheSameTime, OfTwoWhoMakeATaskUnlessItIsThereOneMakesItAndTheOtherGetsIt) {
  Scene it;
  Answer made;
  const auto got =
      it.call("olga", Method::post, "/annotationtasks", it.only_if_absent("Nightly"), [&] {
        made = it.mia.post("/annotationtasks", it.only_if_absent("Nightly"));
      });
  EXPECT_EQ(made.at("name"), "absent") << made.body;  // a command
  EXPECT_EQ(got.text("name"), "Nightly") << got.body;
  EXPECT_EQ(got.text("id"), made.text("spec.createdTaskId"));
  EXPECT_EQ(it.tasks_named("Nightly").size(), 1U);
}

// B-044
TEST(AtTheSameTime, ATaskThatIsRenamedToTheWantedNameIsFoundToo) {
  Scene it;
  const auto got =
      it.call("olga", Method::post, "/annotationtasks", it.only_if_absent("Nightly"), [&] {
        it.mia.patch(it.task_path(), R"({"name":"Nightly"})");
      });
  EXPECT_EQ(got.text("id"), it.task.id.text) << got.body;
  EXPECT_EQ(it.tasks_named("Nightly").size(), 1U);
}

// B-044
TEST(AtTheSameTime, AnUnwantedTaskKeepsNobodyFromMakingTheWantedOne) {
  Scene it;
  const auto got =
      it.call("olga", Method::post, "/annotationtasks", it.only_if_absent("Nightly"), [&] {
        it.mia.post("/annotationtasks", it.creation("Daily"));
      });
  EXPECT_NE(got.text("spec.createdTaskId"), "absent") << got.body;
  EXPECT_EQ(it.tasks_named("Nightly").size(), 1U);
}

// B-044
TEST(AtTheSameTime, OfManyThreadsThatMakeATaskUnlessItIsThereOneMakesIt) {
  Scene it;
  const std::vector<std::string> people{"mia", "olga", "dora", "pia"};
  it.world.join("pia", Role::owner);
  std::deque<Client> clients;
  for (const auto& person : people) clients.emplace_back(it.world, person);
  for (int round = 0; round < 5; ++round) {
    const auto name = fmt::format("Round {}", round);
    std::vector<std::future<Answer>> answers;
    for (auto& client : clients) {
      answers.push_back(std::async(std::launch::async, [&] {
        return client.post("/annotationtasks", it.only_if_absent(name));
      }));
    }
    std::set<std::string> ids;
    for (auto& answer : answers) {
      const auto got = answer.get();
      EXPECT_EQ(got.status, 200) << got.body;
      ids.insert(got.at("name") == "absent" ? got.text("spec.createdTaskId") : got.text("id"));
    }
    EXPECT_EQ(ids.size(), 1U);
    EXPECT_EQ(it.tasks_named(name).size(), 1U);
  }
}

// B-045
TEST(AtTheSameTime, ATaskOfADeletedRecipeOrDatasetIsNotMade) {
  Scene it;
  const auto recipe = "/recipes/" + it.world.recipe().text + "?force=true";
  const auto refused = it.call("olga", Method::post, "/annotationtasks", it.creation("Late"), [&] {
    it.mia.remove(recipe);
  });
  EXPECT_EQ(refused.status, 404) << refused.body;
  Scene other;
  const auto late =
      other.call("olga", Method::post, "/annotationtasks", other.creation("Late"), [&] {
        other.mia.remove(other.dataset());
      });
  EXPECT_EQ(late.status, 404) << late.body;
}

// B-163
TEST(AtTheSameTime, AStatusInADeletedTaskIsRefused) {
  Scene it;
  const auto items =
      it.mia
          .post(
              it.dataset() + "/query",
              R"({"filter":{"metadata.system.refs.id":")" + it.task.id.text + R"("}})"
          )
          .items();
  const auto body = R"({"itemIds":[")" + items.front().text("id") +
                    R"("],"statusPayload":{"operation":"create","status":"completed"}})";
  const auto refused = it.call(
      "olga",
      Method::post,
      "/assignments/items/tasks/" + it.task.id.text + "/status",
      body,
      [&] { it.mia.remove(it.task_path()); }
  );
  EXPECT_EQ(refused.status, 404) << refused.body;
}

// B-070
TEST(AtTheSameTime, TwoAdditionsForOnePersonMakeOneAssignment) {
  Scene it;
  const auto add = [&] {
    const auto item = it.world.items(1).front().text;
    return R"({"query":"{\"filter\":{\"id\":{\"$in\":[\")" + item +
           R"(\"]}}}","workload":[{"assigneeId":"ben@example.org","load":100}]})";
  };
  const auto path = it.task_path() + "/addToTask";
  const auto first = add();
  const auto answer = it.call("olga", Method::post, path, first, [&] { it.mia.post(path, add()); });
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(it.world.items_of(it.task.id, "ben"), (Held{.open = 2}));
}

// --- names

// B-152
TEST(AtTheSameTime, ANameOfADatasetOrProjectIsGivenOnce) {
  Scene it;
  const auto named = R"({"name":"New","projects":[")" + it.world.project().text + R"("]})";
  const auto create = [&] { it.mia.post("/datasets", named); };
  EXPECT_EQ(it.call("olga", Method::post, "/datasets", named, create).status, 400);
  const auto again = R"({"name":"Newer","projects":[")" + it.world.project().text + R"("]})";
  const auto rename = it.call("olga", Method::patch, it.dataset(), R"({"name":"Newer"})", [&] {
    it.mia.post("/datasets", again);
  });
  EXPECT_EQ(rename.status, 400) << rename.body;
  const std::string city = R"({"name":"Harbour"})";
  const auto second = it.call("mia", Method::post, "/projects", city, [&] {
    Client(it.world, "mia").post("/projects", city);
  });
  EXPECT_EQ(second.status, 400) << second.body;
}

// B-072
TEST(AtTheSameTime, ANameOfAnAssignmentIsGivenOnce) {
  Scene it;
  const auto ben = it.world.task({{.annotator = "ben", .open_items = 1}}, "Other");
  const auto path = [&](const TaskId& in, std::string_view person) {
    return "/assignments/" + it.world.assignment_of(in, person)->id.text;
  };
  const auto second =
      it.call("olga", Method::patch, path(it.task.id, "ada"), R"({"name":"Early"})", [&] {
        it.mia.patch(path(ben.id, "ben"), R"({"name":"Early"})");
      });
  EXPECT_EQ(second.status, 400) << second.body;
}

// --- items

// B-251
TEST(AtTheSameTime, TwoUploadsToOnePathMakeOneItemAndOneFolder) {
  Scene it;
  const auto path = it.dataset() + "/items";
  const auto parts = [&] { return upload_of(it.world, "/new/a.txt", "bytes"); };
  Answer first;
  const auto second = it.call(
      "olga", Method::post, path, "", [&] { first = it.mia.upload(path, parts()); }, parts()
  );
  EXPECT_EQ(second.text("id"), first.text("id")) << second.body;
  const auto found = it.mia.post(it.dataset() + "/query", R"({"filter":{"dir":"/new"}})");
  EXPECT_EQ(found.items().size(), 1U) << found.body;
}

// B-150
TEST(AtTheSameTime, AnUploadIntoADeletedDatasetIsNotFound) {
  Scene it;
  const auto late = it.call(
      "olga",
      Method::post,
      it.dataset() + "/items",
      "",
      [&] { it.mia.remove(it.dataset()); },
      upload_of(it.world, "/new/a.txt", "bytes")
  );
  EXPECT_EQ(late.status, 404) << late.body;
}

// B-251
TEST(AtTheSameTime, AnItemIsNotRenamedToAPathThatWasTakenMeanwhile) {
  Scene it;
  const auto items = it.world.items(2);
  const auto refused =
      it.call("olga", Method::patch, "/items/" + items[0].text, R"({"filename":"/x.png"})", [&] {
        it.mia.patch("/items/" + items[1].text, R"({"filename":"/x.png"})");
      });
  EXPECT_EQ(refused.status, 400) << refused.body;
}

// --- what two people change in one thing

// B-161
TEST(AtTheSameTime, ChangesOfDifferentPartsOfOneThingBothStand) {
  Scene it;
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
  Scene it;
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
  Scene it;
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
  Scene it;
  const auto member = [&](std::string_view who) {
    return fmt::format("{}/members/{}@example.org", it.project(), who);
  };
  const auto second = it.call("olga", Method::delete_, member("mia"), "", [&] {
    EXPECT_EQ(it.mia.remove(member("olga")).status, 200);
  });
  EXPECT_EQ(second.status, 404) << second.body;
  EXPECT_EQ(it.mia.get(it.project()).status, 200);
  Scene other;
  const auto stepping_down =
      other.call("olga", Method::patch, member("olga"), R"({"role":"annotator"})", [&] {
        EXPECT_EQ(other.mia.patch(member("mia"), R"({"role":"annotator"})").status, 200);
      });
  EXPECT_EQ(stepping_down.status, 400) << stepping_down.body;
}

// B-006
TEST(AtTheSameTime, APasswordThatIsChangedWhileItIsTriedOpensNoSession) {
  Scene it;
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

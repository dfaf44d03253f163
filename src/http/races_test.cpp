// Of two requests at the same time one is first: what was looked at before a change is looked at
// again in it.

#include <fmt/format.h>

#include <deque>
#include <future>

#include "http/overtaken_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::Held;

// --- tasks

// B-044
TEST(AtTheSameTime, OfTwoWhoMakeATaskUnlessItIsThereOneMakesItAndTheOtherGetsIt) {
  Overtaken it;
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
  Overtaken it;
  const auto got =
      it.call("olga", Method::post, "/annotationtasks", it.only_if_absent("Nightly"), [&] {
        it.mia.patch(it.task_path(), R"({"name":"Nightly"})");
      });
  EXPECT_EQ(got.text("id"), it.task.id.text) << got.body;
  EXPECT_EQ(it.tasks_named("Nightly").size(), 1U);
}

// B-044
TEST(AtTheSameTime, AnUnwantedTaskKeepsNobodyFromMakingTheWantedOne) {
  Overtaken it;
  const auto got =
      it.call("olga", Method::post, "/annotationtasks", it.only_if_absent("Nightly"), [&] {
        it.mia.post("/annotationtasks", it.creation("Daily"));
      });
  EXPECT_NE(got.text("spec.createdTaskId"), "absent") << got.body;
  EXPECT_EQ(it.tasks_named("Nightly").size(), 1U);
}

// B-044
TEST(AtTheSameTime, OfManyThreadsThatMakeATaskUnlessItIsThereOneMakesIt) {
  Overtaken it;
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
  Overtaken it;
  const auto recipe = "/recipes/" + it.world.recipe().text + "?force=true";
  const auto refused = it.call("olga", Method::post, "/annotationtasks", it.creation("Late"), [&] {
    it.mia.remove(recipe);
  });
  EXPECT_EQ(refused.status, 404) << refused.body;
  Overtaken other;
  const auto late =
      other.call("olga", Method::post, "/annotationtasks", other.creation("Late"), [&] {
        other.mia.remove(other.dataset());
      });
  EXPECT_EQ(late.status, 404) << late.body;
}

// B-163
TEST(AtTheSameTime, AStatusInADeletedTaskIsRefused) {
  Overtaken it;
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
  Overtaken it;
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
  Overtaken it;
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
  Overtaken it;
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
  Overtaken it;
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
  Overtaken it;
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
  Overtaken it;
  const auto items = it.world.items(2);
  const auto refused =
      it.call("olga", Method::patch, "/items/" + items[0].text, R"({"filename":"/x.png"})", [&] {
        it.mia.patch("/items/" + items[1].text, R"({"filename":"/x.png"})");
      });
  EXPECT_EQ(refused.status, 400) << refused.body;
}

}  // namespace
}  // namespace allot::http::test

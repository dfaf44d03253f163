#include <gtest/gtest.h>

#include "http/team_for_tests.h"
#include "usecases/tasks/offer_due.h"

namespace allot::http::test {
namespace {

/// A team whose manager makes pulling tasks of the twelve pictures in a folder.
struct Puller : Team {
  std::vector<ItemId> items = world.items(12, "queue");
  Client ada = joined("ada", Role::annotator);
  Client ben = joined("ben", Role::annotator);

  Answer create(std::string_view system, std::string_view more = "") {
    return mia.post(
        "/annotationtasks",
        fmt::format(
            R"({{"name":"Pulling","query":"{{\"filter\":{{\"dir\":\"/queue\"}}}}","projectId":"{}",)"
            R"("datasetId":"{}","recipeId":"{}","taskOwner":"mia@example.org",)"
            R"("spec":{{"type":"annotation"}},"metadata":{{"system":{}}}{}}})",
            world.project().text,
            world.dataset().text,
            world.recipe().text,
            system,
            more
        )
    );
  }

  std::string task_of(const Answer& created) {
    return "/annotationtasks/" + created.text("spec.createdTaskId");
  }

  [[nodiscard]] std::string assignment_in(const std::string& path, std::string_view person) {
    const TaskId id{path.substr(path.rfind('/') + 1)};
    return "/assignments/" + world.assignment_of(id, person)->id.text;
  }
};

constexpr std::string_view of_three =
    R"({"batchSize":3,"maxBatchWorkload":6,"allowedAssignees":["Ada@example.org","ben@example.org"]})";

// B-050, B-051, B-056, B-057
TEST(PullingOverHttp, TellsItsTermsAndWhatWaits) {
  Puller it;
  const auto created = it.create(of_three);
  ASSERT_EQ(created.status, 200) << created.body;
  const auto path = it.task_of(created);
  const auto task = it.mia.get(path);
  EXPECT_EQ(task.at("metadata.system.batchSize"), "3");
  EXPECT_EQ(task.at("metadata.system.maxBatchWorkload"), "6");
  EXPECT_EQ(
      task.at("metadata.system.allowedAssignees"), R"(["ada@example.org","ben@example.org"])"
  );
  EXPECT_EQ(task.at("totalItems"), "12");
  EXPECT_EQ(task.at("itemStatus.remaining"), "12");
  EXPECT_EQ(it.mia.get(path + "/queue").at("remaining"), "6");
  EXPECT_EQ(it.mia.get(it.task_path() + "/queue").at("remaining"), "0");
}

// B-056
TEST(PullingOverHttp, TakesOnePersonAsTextAndFurtherOnesFromTheWorkload) {
  Puller it;
  const auto created = it.create(
      R"({"maxBatchWorkload":12,"allowedAssignees":"ada@example.org"})",
      R"(,"workload":[{"assigneeId":"ben@example.org","load":40}])"
  );
  ASSERT_EQ(created.status, 200) << created.body;
  const auto task = it.mia.get(it.task_of(created));
  EXPECT_EQ(task.at("metadata.system.batchSize"), "10");
  EXPECT_EQ(
      task.at("metadata.system.allowedAssignees"), R"(["ada@example.org","ben@example.org"])"
  );
}

// B-052
TEST(PullingOverHttp, RefusesTermsOutOfBoundsAndNamesTheMember) {
  Puller it;
  for (const auto& [system, field] : std::vector<std::pair<std::string_view, std::string_view>>{
           {R"({"batchSize":2})", "metadata.system.batchSize"},
           {R"({"batchSize":101})", "metadata.system.batchSize"},
           {R"({"batchSize":3.5})", "metadata.system.batchSize"},
           {R"({"batchSize":"many"})", "metadata.system.batchSize"},
           {R"({"batchSize":"3"})", "metadata.system.batchSize"},
           {R"({"batchSize":3,"maxBatchWorkload":"6"})", "metadata.system.maxBatchWorkload"},
           {R"({"batchSize":3,"batchIdleMinutes":"5"})", "metadata.system.batchIdleMinutes"},
           {R"({"batchSize":10,"maxBatchWorkload":11})", "metadata.system.maxBatchWorkload"},
           {R"({"batchSize":10,"maxBatchWorkload":21})", "metadata.system.maxBatchWorkload"},
           {R"({"maxBatchWorkload":4})", "metadata.system.maxBatchWorkload"},
           {R"({"batchSize":3,"batchIdleMinutes":4})", "metadata.system.batchIdleMinutes"},
           {R"({"batchIdleMinutes":10})", "metadata.system.batchIdleMinutes"},
           {R"({"batchSize":3,"allowedAssignees":["no address"]})",
            "metadata.system.allowedAssignees"}
       }) {
    const auto answer = it.create(system);
    EXPECT_EQ(answer.status, 400) << system;
    EXPECT_NE(answer.text("message").find(field), std::string::npos) << answer.body;
  }
  EXPECT_TRUE(it.tasks_named("Pulling").empty());
}

// B-031, B-056: a load there names somebody, and is a load all the same.
TEST(PullingOverHttp, RefusesLoadsThatAreNone) {
  Puller it;
  const auto workload = [](std::string_view load) {
    return fmt::format(R"("workload":[{{"assigneeId":"ben@example.org","load":{}}}])", load);
  };
  for (const auto* load : {"-1", R"("much")", "1e999"}) {
    const auto answer = it.create(of_three, "," + workload(load));
    EXPECT_EQ(answer.status, 400) << load;
  }
  EXPECT_TRUE(it.tasks_named("Pulling").empty());
  const auto created = it.create(of_three, "," + workload("500"));
  ASSERT_EQ(created.status, 200) << created.body;
  const auto more = R"({"query":"{\"filter\":{}}",)" + workload("-1") + "}";
  const auto answer = it.mia.post(it.task_of(created) + "/addToTask", more);
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.text("message").find("workload[0].load"), std::string::npos) << answer.body;
}

// 60 §6: there are no groups yet, and what says nothing here is of its kind all the same.
TEST(MovesOverHttp, LookAtWhatTheyMakeNothingOf) {
  Team it;
  const auto moved = [&](const std::string& path, std::string_view more) {
    return it.mia.post(
        path,
        fmt::format(
            R"({{"query":"{{\"filter\":{{}}}}","workload":[{{"assigneeId":"ben@example.org","load":100}}],{}}})",
            more
        )
    );
  };
  const auto add = it.task_path() + "/addToTask?dryRun=true";
  const std::vector<std::string> redistributions{
      it.task_path() + "/redistribute?dryRun=true",
      it.assignment("ada") + "/redistribute?dryRun=true"
  };
  for (const auto* wrong : {R"("groups":["x"])", R"("groups":7)", R"("percentage":"many")"}) {
    EXPECT_EQ(moved(add, wrong).status, 400) << wrong;
  }
  for (const auto* right : {R"("groups":[])", R"("percentage":true)"}) {
    EXPECT_EQ(moved(add, right).status, 200) << right;
  }
  for (const auto& path : redistributions) {
    const auto refused = moved(path, R"("allowToSkipAssignments":7)");
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.text("message").find("allowToSkipAssignments"), std::string::npos);
    EXPECT_EQ(moved(path, R"("allowToSkipAssignments":true)").status, 200);
  }
}

// B-053, B-054
TEST(PullingOverHttp, LoadsAndClearsBatchesByCommand) {
  Puller it;
  const auto task = it.task_of(it.create(of_three));
  const auto adas = it.assignment_in(task, "ada");
  const auto loaded = it.ada.post(adas + "/batch", "{}");
  ASSERT_EQ(loaded.status, 200) << loaded.body;
  EXPECT_EQ(loaded.text("type"), "LoadBatch");
  EXPECT_EQ(loaded.at("spec.loaded"), "3");
  const auto full = it.ada.post(adas + "/batch", R"({"asynced":true})");
  EXPECT_EQ(full.at("spec.loaded"), "0");
  EXPECT_EQ(full.at("spec.operationId"), "null");
  const auto nothing = it.ada.post(adas + "/batch?dryRun=true", "{}");
  EXPECT_NE(nothing.at("plan.people").find(R"("ada@example.org")"), std::string::npos);
  const auto preview = it.ada.post(adas + "/clear?dryRun=true", "{}");
  EXPECT_EQ(preview.text("plan.kind"), "clear");
  EXPECT_EQ(preview.at("plan.total"), "6");
  EXPECT_EQ(preview.at("plan.undoable"), "false");
  const auto cleared = it.ada.post(adas + "/clear", "{}");
  EXPECT_EQ(cleared.at("spec.cleared"), "6");
  EXPECT_EQ(it.mia.get(adas).at("totalItems"), "0");
  EXPECT_EQ(it.ben.post(adas + "/batch", "{}").status, 404);
  EXPECT_EQ(it.mia.post(it.assignment("ada") + "/batch", "{}").status, 400);
}

// B-053, 80 §4: what the server does by itself is nobody's.
TEST(PullingOverHttp, TellsOfBatchesThatCameByThemselves) {
  Puller it;
  const auto availability = it.project() + "/members/ada@example.org/availability";
  const auto now = to_epoch_ms(it.world.clock.now());
  ASSERT_EQ(
      it.ada.put(availability, fmt::format(R"({{"from":{},"until":{}}})", now, now + 1000)).status,
      200
  );
  const auto task = it.task_of(it.create(of_three));
  it.world.clock.advance(std::chrono::seconds{1});
  offer_due(it.world.env());
  const auto adas = it.mia.get(it.assignment_in(task, "ada"));
  ASSERT_EQ(adas.at("totalItems"), "3") << adas.body;
  EXPECT_EQ(adas.at("updatedBy"), "absent");
  const auto batch = it.mia.get(task + "/operations").items().front();
  EXPECT_EQ(batch.at("by"), "null");
  const auto held = it.mia.get("/operations/" + batch.text("id") + "/items").items().front();
  const auto id = task.substr(task.rfind('/') + 1);
  const auto holders = it.mia.get("/items/" + held.text("itemId") + "/holders?taskId=" + id);
  EXPECT_EQ(holders.items().front().text("assigneeId"), "ada@example.org");
  EXPECT_EQ(holders.items().front().at("by"), "null");
}

// B-055
TEST(PullingOverHttp, ChangesItsContributors) {
  Puller it;
  const auto task = it.task_of(it.create(of_three));
  const auto added =
      it.mia.post(task + "/contributors", R"({"action":"add","assignees":["Cleo@example.org"]})");
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(
      added.at("metadata.system.allowedAssignees"),
      R"(["ada@example.org","ben@example.org","cleo@example.org"])"
  );
  const auto cleos = it.assignment_in(task, "cleo");
  const auto removed = it.mia.post(
      task + "/contributors", R"({"action":"remove","assignees":["cleo@example.org"]})"
  );
  EXPECT_EQ(
      removed.at("metadata.system.allowedAssignees"), R"(["ada@example.org","ben@example.org"])"
  );
  const auto locked = it.mia.get(cleos);
  EXPECT_EQ(locked.at("metadata.system.active"), "false");
  EXPECT_EQ(locked.at("totalItems"), "0");
  for (const auto* wrong :
       {R"({"action":"swap","assignees":["ada@example.org"]})",
        R"({"action":"add"})",
        R"({"action":"add","assignees":["nobody"]})",
        R"({"action":"add","assignees":["dan@example.org"],"groups":["x"]})"}) {
    EXPECT_EQ(it.mia.post(task + "/contributors", wrong).status, 400) << wrong;
  }
  const auto other = it.mia.post(
      it.task_path() + "/contributors", R"({"action":"add","assignees":["dan@example.org"]})"
  );
  EXPECT_EQ(other.status, 400);
  EXPECT_NE(other.text("message").find("redistribute"), std::string::npos);
}

// B-055, B-056: a list is refused by its length, before it is looked through.
TEST(PullingOverHttp, RefusesMoreThanAThousandAddressesThoughTheyAreOne) {
  Puller it;
  const auto list_of = [](std::size_t count) {
    std::string list = R"("ada@example.org")";
    for (std::size_t i = 1; i < count; ++i) list += R"(,"Ada@example.org")";
    return "[" + list + "]";
  };
  const auto add = [](const std::string& list) {
    return R"({"action":"add","assignees":)" + list + "}";
  };
  const auto terms = [](const std::string& list) {
    return R"({"batchSize":3,"allowedAssignees":)" + list + "}";
  };
  const auto created = it.create(terms(list_of(1'000)));
  ASSERT_EQ(created.status, 200) << created.body;
  const auto task = it.task_of(created);
  EXPECT_EQ(it.mia.get(task).at("metadata.system.allowedAssignees"), R"(["ada@example.org"])");
  EXPECT_EQ(it.mia.post(task + "/contributors", add(list_of(1'000))).status, 200);
  const auto too_many = it.mia.post(task + "/contributors", add(list_of(1'001)));
  EXPECT_EQ(too_many.status, 400);
  EXPECT_NE(too_many.text("message").find("assignees"), std::string::npos) << too_many.body;
  const auto refused = it.create(terms(list_of(1'001)));
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.text("message").find("allowedAssignees"), std::string::npos) << refused.body;
}

// B-171: who only works in it is told of themself.
TEST(PullingOverHttp, TellsNobodyWhoOnlyWorksOfTheOthers) {
  Puller it;
  const auto task = it.task_of(it.create(of_three));
  const auto expect_own = [](const Answer& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body.find("ben@"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find("ada@"), std::string::npos) << answer.body;
  };
  EXPECT_EQ(it.ada.get(task).at("metadata.system.allowedAssignees"), R"(["ada@example.org"])");
  expect_own(it.ada.get(task));
  expect_own(it.ada.get("/annotationtasks"));
  const auto adas = it.assignment_in(task, "ada");
  // ben would be offered what she gives back.
  const auto as_manager = it.mia.post(adas + "/clear?dryRun=true", "{}");
  EXPECT_NE(as_manager.at("plan.people").find("ben@"), std::string::npos) << as_manager.body;
  const auto shown = it.ada.post(adas + "/clear?dryRun=true", "{}");
  expect_own(shown);
  const auto expect = fmt::format(
      R"({{"expect":{{"version":{},"people":[{{"assigneeId":"ada@example.org","gives":3,"gets":0}}]}}}})",
      shown.at("plan.version")
  );
  expect_own(it.ada.post(adas + "/clear", expect));
}

// 80 §6
TEST(PullingOverHttp, ChangesAfterHowLongOpenItemsGoBack) {
  Puller it;
  const auto task = it.task_of(it.create(of_three));
  const auto set = [&](std::string_view minutes) {
    return it.mia.patch(
        task, R"({"metadata":{"system":{"batchIdleMinutes":)" + std::string(minutes) + "}}}"
    );
  };
  EXPECT_EQ(set("30").at("metadata.system.batchIdleMinutes"), "30");
  EXPECT_EQ(set("4").status, 400);
  EXPECT_EQ(set(R"("soon")").status, 400);
  EXPECT_EQ(it.mia.get(task).at("metadata.system.batchIdleMinutes"), "30");
  EXPECT_EQ(set("null").at("metadata.system.batchIdleMinutes"), "absent");
  // What the task lives by is nobody's to set so.
  const auto sent = it.mia.patch(
      task + "?system=true", R"({"metadata":{"system":{"batchSize":50,"allowedAssignees":[]}}})"
  );
  EXPECT_EQ(sent.at("metadata.system.batchSize"), "3");
}

}  // namespace
}  // namespace allot::http::test

// A repeat of a move, or of a task's creation, is answered from the note only as long as what the
// first request left still stands.

#include <fmt/format.h>

#include "http/repeats_for_tests.h"
#include "usecases/events/count.h"
#include "usecases/inbox/follow.h"
#include "usecases/inbox/remind.h"
#include "usecases/tasks/offer_due.h"

namespace allot::http::test {
namespace {

using allot::test::Held;

std::string workload(std::string_view person) {
  return fmt::format(R"({{"workload":[{{"assigneeId":"{}@example.org","load":100}}]}})", person);
}

// --- moves

// B-160
TEST(RepeatAfterAChange, OfARedistributionThatWasMovedBackIsDoneAgain) {
  Repeats it;
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
  Repeats it;
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
  Repeats it;
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
  Repeats it;
  const auto path = it.assignment("ada") + "/redistribute";
  const auto first = it.mia.post(path, workload("ben"));
  it.complete(it.ben, it.other.id);
  ASSERT_EQ(it.olga.patch("/annotationtasks/" + it.other.id.text, R"({"name":"x"})").status, 200);
  EXPECT_EQ(it.mia.post(path, workload("ben")).body, first.body);
}

// B-160
TEST(RepeatAfterAChange, OfAMoveIsCaughtThoughPeopleWereToldOfItAndTheTaskWasCountedAndIsDue) {
  Repeats it;
  auto& env = it.world.env();
  const auto due = std::to_string(to_epoch_ms(it.world.clock.now()));
  ASSERT_EQ(it.mia.patch(it.task_path(), R"({"dueDate":)" + due + "}").status, 200);
  const auto path = it.assignment("ada") + "/redistribute";
  const auto first = it.mia.post(path, workload("ben"));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_FALSE(remind_of_due_tasks(env));
  EXPECT_FALSE(follow_outbox(env));
  TaskCounter(env).count();
  EXPECT_EQ(it.mia.post(path, workload("ben")).body, first.body);
}

/// A pulling task of mia's for ada and ben, with six items that wait.
struct Pulled : Repeats {
  std::vector<ItemId> items = world.items(12, "queue");
  std::string task = "/annotationtasks/" + create().text("spec.createdTaskId");
  std::string adas = "/assignments/" + of("ada");

  Answer create() {
    return mia.post(
        "/annotationtasks",
        fmt::format(
            R"({{"name":"Pulled","query":"{{\"filter\":{{\"dir\":\"/queue\"}}}}","projectId":"{}",)"
            R"("datasetId":"{}","recipeId":"{}","taskOwner":"mia@example.org",)"
            R"("spec":{{"type":"annotation"}},"metadata":{{"system":{{"batchSize":3,"maxBatchWorkload":6,)"
            R"("allowedAssignees":["ada@example.org","ben@example.org"]}}}}}})",
            world.project().text,
            world.dataset().text,
            world.recipe().text
        )
    );
  }

  std::string of(std::string_view person) {
    const TaskId id{task.substr(task.rfind('/') + 1)};
    return world.assignment_of(id, person)->id.text;
  }

  Held held(std::string_view person) {
    return world.items_of(TaskId{task.substr(task.rfind('/') + 1)}, person);
  }
};

// B-160, B-053, B-054
TEST(RepeatAfterAChange, OfABatchIsAnsweredFromTheNote) {
  Pulled it;
  const auto first = it.ada.post(it.adas + "/batch", "{}");
  ASSERT_EQ(first.at("spec.loaded"), "3") << first.body;
  EXPECT_EQ(it.ada.post(it.adas + "/batch", "{}").body, first.body);
  const auto cleared = it.ada.post(it.adas + "/clear", "{}");
  ASSERT_EQ(cleared.at("spec.cleared"), "6") << cleared.body;
  EXPECT_EQ(it.ada.post(it.adas + "/clear", "{}").body, cleared.body);
  ASSERT_EQ(it.ada.post(it.adas + "/batch", "{}").at("spec.loaded"), "6");
  ASSERT_EQ(it.mia.post(it.adas + "/clear", "{}").status, 200);
  EXPECT_EQ(it.ada.post(it.adas + "/batch", "{}").at("spec.loaded"), "6") << "somebody cleared it";
}

// B-160, B-053: what the server does by itself after a move changes nothing of what it left.
TEST(RepeatAfterAChange, OfAMoveIsCaughtThoughWhoGaveDrewOnSince) {
  Pulled it;
  const auto path = it.adas + "/redistribute";
  const auto first = it.mia.post(path, workload("cleo"));
  ASSERT_EQ(first.status, 200) << first.body;
  offer_due(it.world.env());
  ASSERT_EQ(it.held("ada"), (Held{.open = 6}));
  it.complete(it.ben, it.other.id);
  EXPECT_EQ(it.mia.post(path, workload("cleo")).body, first.body);
  EXPECT_EQ(it.held("ada"), (Held{.open = 6}));
}

// B-160
TEST(RepeatAfterAChange, OfAnAdditionThatWasTakenOutIsDoneAgain) {
  Repeats it;
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
  Repeats it;
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
  Repeats it;
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
  Repeats it;
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation("New")).status, 200);
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation("New")).status, 200);
  auto made = it.olga.post("/annotationtasks/query", filter("name", "New")).items();
  ASSERT_EQ(made.size(), 1U);
  const auto path = "/annotationtasks/" + made.front().text("id");
  ASSERT_EQ(it.olga.patch(path, R"({"name":"Old"})").status, 200);
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation("New")).status, 200);
  EXPECT_EQ(it.tasks_named("New").size(), 1U);
  made = it.olga.post("/annotationtasks/query", filter("name", "New")).items();
  ASSERT_EQ(it.olga.remove("/annotationtasks/" + made.front().text("id")).status, 200);
  ASSERT_EQ(it.mia.post("/annotationtasks", it.creation("New")).status, 200);
  EXPECT_EQ(it.tasks_named("New").size(), 1U);
}

// B-160
TEST(RepeatAfterAChange, OfACreationIsCaughtWhenTheNewTaskIsAlreadyWorkedOn) {
  Repeats it;
  const auto first = it.mia.post("/annotationtasks", it.creation("New"));
  it.complete(it.ada, {first.text("spec.createdTaskId")});
  EXPECT_EQ(it.mia.post("/annotationtasks", it.creation("New")).body, first.body);
  EXPECT_EQ(it.tasks_named("New").size(), 1U);
}

}  // namespace
}  // namespace allot::http::test

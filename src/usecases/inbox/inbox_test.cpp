// What people are told, and that they are told it once (docs/spec/events.md).

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "usecases/annotations/long_list.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/inbox/inbox_for_tests.h"
#include "usecases/inbox/remind.h"
#include "usecases/members/remove.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/outbox_for_tests.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// B-282
TEST_F(InboxOf, WhoGetsWorkIsToldHowMuchAndWhere) {
  const CreateTask created{
      .name = "New",
      .query = World::query_of(world.items(3)),
      .project = world.project(),
      .dataset = world.dataset(),
      .recipe = world.recipe(),
      .owner = World::person("mia"),
      .loads = loads({{"cleo", 67}, {"dan", 33}})
  };
  ASSERT_OK(create_task(env, dev, created));
  EXPECT_THAT(news("cleo"), ElementsAre("assigned: You got 2 items in “New”."));
  EXPECT_THAT(news("dan"), ElementsAre("assigned: You got 1 item in “New”."));
  EXPECT_THAT(news("ada"), IsEmpty());
  const auto line = list_inbox(env, world.caller("cleo"), true, 0, 10).lines.front();
  const auto assignment = world.assignment_of(line.task, "cleo");
  ASSERT_TRUE(assignment.has_value());
  EXPECT_EQ(line.assignment, assignment->id);
  EXPECT_EQ(line.project, world.project());
  EXPECT_EQ(line.by, dev.user);
  EXPECT_EQ(line.at, world.clock.now());
  EXPECT_FALSE(line.is_read);
}

// B-282
TEST_F(InboxOf, BothSidesOfAMoveAreTold) {
  ASSERT_OK(redistribute_assignment(
      env, dev, {.assignment = ada, .loads = loads({{"ben", 50}, {"cleo", 50}})}
  ));
  EXPECT_THAT(news("ada"), ElementsAre("moved: 2 items of yours in “Signs” went to others."));
  EXPECT_THAT(news("ben"), ElementsAre("assigned: You got 1 item in “Signs”."));
  EXPECT_THAT(news("cleo"), ElementsAre("assigned: You got 1 item in “Signs”."));
  forget();
  ASSERT_OK(reassign_assignment(env, dev, {.assignment = ada, .to = World::person("dan")}));
  EXPECT_THAT(news("ada"), ElementsAre("moved: 1 item of yours in “Signs” went to others."));
  EXPECT_THAT(news("dan"), ElementsAre("assigned: You got 1 item in “Signs”."));
}

// B-282
TEST_F(InboxOf, WorkThatLeavesTheTaskIsWithdrawn) {
  ASSERT_OK(remove_items(env, dev, {.task = task.id, .query = World::query_of({item(1)})}));
  EXPECT_THAT(news("ada"), ElementsAre("withdrawn: 1 item of yours left “Signs”."));
  EXPECT_THAT(news("ben"), IsEmpty());
  ASSERT_OK(delete_assignment(env, dev, {.assignment = ben}));
  EXPECT_THAT(news("ben"), ElementsAre("withdrawn: 2 items of yours left “Signs”."));
  forget();
  ASSERT_OK(delete_task(env, dev, {.task = task.id}));
  EXPECT_THAT(news("ada"), ElementsAre("withdrawn: 2 items of yours left “Signs” (deleted)."));
}

// B-282
TEST_F(InboxOf, NobodyIsToldWhatTheyDidThemselves) {
  ASSERT_OK(redistribute_assignment(env, dev, {.assignment = ada, .loads = loads({{"dev", 100}})}));
  EXPECT_THAT(news("dev"), IsEmpty());
  EXPECT_THAT(news("ada").size(), 1u);
}

// B-282, B-084
TEST_F(InboxOf, AnIssueOnOnesWorkIsToldToWhoHoldsItAndItsAnswerToWhoOpenedIt) {
  const auto issue = annotate(dev, item(0), "issue");
  EXPECT_THAT(news("ada"), ElementsAre("returned: There is an issue on “0001.png” in “Signs”."));
  EXPECT_THAT(news("ben"), IsEmpty());
  const auto line = list_inbox(env, world.caller("ada"), true, 0, 10).lines.front();
  EXPECT_EQ(line.item, item(0));
  EXPECT_EQ(line.task, task.id);
  EXPECT_EQ(line.assignment, ada);
  EXPECT_THAT(news("dev"), IsEmpty());
  mark(world.caller("ada"), issue, "review");
  EXPECT_THAT(news("dev"), ElementsAre("answered: The issue on “0001.png” was marked for review."));
  mark(world.manager(), issue, "approved");
  EXPECT_EQ(news("dev").size(), 1u);
  EXPECT_EQ(news("ada").size(), 1u);
}

// B-282: of many at once it is not known whose issue was answered.
TEST_F(InboxOf, AListForReviewIsNoAnswerToAnotherList) {
  const auto add_list = [&](const Caller& who, const ItemId& to, const std::string& status) {
    std::vector<NewAnnotation> added(
        list_rows_max + 1, {.type = "box", .label = "car", .creator = {}}
    );
    added.back().metadata = fmt::format(R"({{"system":{{"status":"{}"}}}})", status);
    ASSERT_OK(create_annotations(env, who, to, added));
  };
  add_list(dev, item(0), "issue");
  EXPECT_EQ(news("ada").size(), 1u);
  add_list(world.manager(), item(1), "review");
  EXPECT_THAT(news("dev"), IsEmpty());
}

// B-282, B-322
TEST_F(InboxOf, AnAnswerIsToldToWhoOpenedTheIssueLastHoweverLongAgoThatWas) {
  const auto issue = annotate(world.manager(), item(0), "issue");
  mark(world.manager(), issue, "approved");
  mark(dev, issue, "issue");
  forget();
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.journal().forget_before(world.clock.now() + std::chrono::hours{1}, 1'000'000);
    return true;
  });
  mark(world.caller("ada"), issue, "review");
  EXPECT_THAT(news("dev"), ElementsAre("answered: The issue on “0001.png” was marked for review."));
  EXPECT_THAT(news("mia"), IsEmpty());
}

// B-282
TEST_F(InboxOf, AnAnswerIsToldToWhoOpenedTheIssueInALongList) {
  const NewAnnotation plain{.type = "box", .label = "car", .creator = {}};
  std::vector<NewAnnotation> list(list_rows_max + 1, plain);
  list[5].metadata = R"({"system":{"status":"issue"}})";
  const auto made = create_annotations(env, dev, item(0), list);
  ASSERT_OK(made);
  mark(world.caller("ada"), (*made)[5].id, "review");
  EXPECT_THAT(news("dev"), ElementsAre("answered: The issue on “0001.png” was marked for review."));
}

// B-282, B-084
TEST_F(InboxOf, AReviewersIssueIsToldToTheAuthorsOfTheReviewedTaskAlone) {
  world.account("rita");
  const CreateTask review{
      .name = "Review",
      .query = World::query_of({item(0)}),
      .project = world.project(),
      .dataset = world.dataset(),
      .recipe = world.recipe(),
      .owner = World::person("mia"),
      .type = TaskType::qa,
      .parent = task.id,
      .loads = loads({{"rita", 100}})
  };
  ASSERT_OK(create_task(env, dev, review));
  auto other = review;
  other.name = "Other";
  other.type = TaskType::annotation;
  other.parent = {};
  other.loads = loads({{"cleo", 100}});
  ASSERT_OK(create_task(env, dev, other));
  forget();
  annotate(world.caller("rita"), item(0), "issue");
  EXPECT_EQ(news("ada").size(), 1u);
  EXPECT_THAT(news("cleo"), IsEmpty());
}

// B-282
TEST_F(InboxOf, TheOwnerIsToldOfCompletionByOthers) {
  ASSERT_OK(set_status(
      env,
      dev,
      {.where = task.id, .items = {item(1), item(2), item(3), item(4)}, .word = "completed"}
  ));
  EXPECT_THAT(news("mia"), ElementsAre("completed: “Signs” is complete."));
  forget();
  ASSERT_OK(set_status(env, dev, {.where = task.id, .items = {item(1)}, .word = ""}));
  EXPECT_THAT(news("mia"), IsEmpty());
  ASSERT_OK(
      set_status(env, world.manager(), {.where = task.id, .items = {item(1)}, .word = "completed"})
  );
  EXPECT_THAT(news("mia"), IsEmpty());  // mia did it
}

// B-282
TEST_F(InboxOf, WhoHasOpenWorkAndTheOwnerAreToldADayBeforeItIsDueAndWhenItWas) {
  due_in(std::chrono::hours{30});
  EXPECT_FALSE(remind_of_due_tasks(env));
  EXPECT_THAT(news("ada"), IsEmpty());
  world.clock.advance(std::chrono::hours{6});
  remind_of_due_tasks(env);
  remind_of_due_tasks(env);
  EXPECT_THAT(
      news("ada"),
      ElementsAre("due_soon: “Signs” is due within a day; 2 items of yours in it are open.")
  );
  EXPECT_THAT(
      news("mia"), ElementsAre("due_soon: “Signs” is due within a day; 4 items in it are open.")
  );
  ASSERT_OK(set_status(
      env, world.manager(), {.where = task.id, .items = {item(1), item(2)}, .word = "completed"}
  ));
  world.clock.advance(std::chrono::hours{24});
  forget();
  remind_of_due_tasks(env);
  EXPECT_THAT(news("ada"), IsEmpty());
  EXPECT_THAT(
      news("ben"), ElementsAre("overdue: “Signs” is overdue; 2 items of yours in it are open.")
  );
  EXPECT_THAT(news("mia"), ElementsAre("overdue: “Signs” is overdue; 2 items in it are open."));
}

// B-282
TEST_F(InboxOf, NobodyIsRemindedOfATaskThatIsCompleteOrDismissed) {
  due_in(std::chrono::hours{1});
  ASSERT_OK(update_task(env, dev, {.task = task.id, .dismissed = true}));
  remind_of_due_tasks(env);
  EXPECT_THAT(news("ada"), IsEmpty());
  EXPECT_THAT(news("mia"), IsEmpty());
  ASSERT_OK(update_task(env, dev, {.task = task.id, .dismissed = false}));
  remind_of_due_tasks(env);
  EXPECT_EQ(news("ada").size(), 1u) << "it was reopened";
}

// B-282
TEST_F(InboxOf, WhoseWorkComesBackIsRemindedOfATaskThatWasCompleteWhenItCameToBeDue) {
  due_in(std::chrono::hours{1});
  const std::vector all{item(1), item(2), item(3), item(4)};
  ASSERT_OK(set_status(env, world.manager(), {.where = task.id, .items = all, .word = "completed"})
  );
  forget();
  remind_of_due_tasks(env);
  EXPECT_THAT(news("ada"), IsEmpty());
  ASSERT_OK(set_status(env, world.manager(), {.where = task.id, .items = {item(1)}, .word = ""}));
  forget();
  remind_of_due_tasks(env);
  remind_of_due_tasks(env);
  EXPECT_THAT(
      news("ada"),
      ElementsAre("due_soon: “Signs” is due within a day; 1 item of yours in it is open.")
  );
}

// B-282
TEST_F(InboxOf, HundredsOfCompleteTasksDoNotKeepOthersFromBeingToldOf) {
  due_in(std::chrono::hours{2});
  const auto sooner = std::to_string(to_epoch_ms(world.clock.now() + std::chrono::hours{1}));
  for (int i = 0; i < 101; ++i) {
    const auto done = world.task({{.annotator = "cleo", .completed_items = 1}}, std::to_string(i));
    ASSERT_OK(update_task(env, dev, {.task = done.id, .due_date = sooner}));
  }
  forget();
  EXPECT_TRUE(remind_of_due_tasks(env));
  EXPECT_FALSE(remind_of_due_tasks(env));
  EXPECT_EQ(news("ada").size(), 1u);
}

// B-282
TEST_F(InboxOf, TheSameWithinAnHourIsOneLineWithACount) {
  const auto give = [&] {
    const auto added = world.items(2);
    ASSERT_OK(add_items(
        env, dev, {.task = task.id, .query = World::query_of(added), .loads = loads({{"ben", 100}})}
    ));
  };
  give();
  world.clock.advance(std::chrono::minutes{30});
  give();
  EXPECT_THAT(news("ben"), ElementsAre("2 assigned: You got 2 items in “Signs”."));
  world.clock.advance(std::chrono::minutes{30});
  give();
  EXPECT_EQ(news("ben").size(), 2u);
}

// B-146
TEST_F(InboxOf, ARemovedMemberIsToldNothing) {
  world.join("ada", Role::annotator, false);
  ASSERT_OK(reassign_assignment(env, dev, {.assignment = ada, .to = World::person("ben")}));
  EXPECT_THAT(news("ada"), IsEmpty());
  EXPECT_EQ(news("ben").size(), 1u);
}

TEST_F(InboxOf, WhatIsReadIsOnesOwn) {
  annotate(dev, item(0), "issue");
  annotate(dev, item(3), "issue");
  follow_to_the_end(env);
  const auto of = [&](std::string_view name) {
    return list_inbox(env, world.caller(name), true, 0, 10);
  };
  const auto of_ada = of("ada").lines.front().id;
  ASSERT_OK(read_inbox(env, world.caller("ben"), std::vector{of_ada}));
  EXPECT_EQ(of("ada").total, 1u);
  EXPECT_EQ(of("ben").total, 1u);
  ASSERT_OK(read_inbox(env, world.caller("ada"), of_ada));
  EXPECT_EQ(of("ada").total, 0u);
  EXPECT_EQ(list_inbox(env, world.caller("ada"), false, 0, 10).total, 1u);
  EXPECT_EQ(of("ben").total, 1u);
}

}  // namespace
}  // namespace allot::test

// What people are told, and that they are told it once (docs/spec/events.md).

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include "usecases/annotations/write.h"
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

/// mia owns the project, dev develops it; ada has two open items and a handled one of the task
/// “Signs”, ben two open ones. All that was told before is read.
class InboxOf : public testing::Test {
 protected:
  InboxOf() {
    world.join("dev", Role::developer);
    forget();
  }

  /// Follows, and gives what that told somebody.
  std::vector<std::string> news(std::string_view name) {
    follow_to_the_end(env);
    return told(world, name);
  }

  /// From here on inboxes are empty.
  void forget() {
    follow_to_the_end(env);
    env.store.run_write(Scope::everything(), [&](Transaction& tx) {
      tx.inbox().forget_before(world.clock.now() + std::chrono::hours{1}, 1'000'000);
      return true;
    });
  }

  ItemId item(Ordinal ordinal) {
    return read(env.store, [&](const Transaction& tx) {
      return tx.items().ids(world.dataset(), {&ordinal, 1}).front().second;
    });
  }

  AnnotationId annotate(const Caller& who, const ItemId& id, std::string_view status) {
    const NewAnnotation added{
        .type = "box",
        .label = "car",
        .metadata = fmt::format(R"({{"system":{{"status":"{}"}}}})", status),
        .creator = {}
    };
    const auto made = create_annotations(env, who, id, {added});
    EXPECT_OK(made);
    return made->front().id;
  }

  void mark(const Caller& who, const AnnotationId& id, std::string_view status) {
    EXPECT_OK(change_annotation(
        env,
        who,
        {.annotation = id,
         .metadata = fmt::format(R"({{"system":{{"status":"{}"}}}})", status),
         .system = true}
    ));
  }

  void due_in(std::chrono::milliseconds time) {
    ASSERT_OK(update_task(
        env,
        dev,
        {.task = task.id, .due_date = std::to_string(to_epoch_ms(world.clock.now() + time))}
    ));
  }

  World world;
  Env& env = world.env();
  Task task = world.task(
      {{.annotator = "ada", .open_items = 2, .completed_items = 1},
       {.annotator = "ben", .open_items = 2}},
      "Signs"
  );
  Caller dev = world.caller("dev");
  AssignmentId ada = world.assignment_of(task.id, "ada")->id;
  AssignmentId ben = world.assignment_of(task.id, "ben")->id;
};

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
  EXPECT_THAT(news("ada"), ElementsAre("withdrawn: 2 items of yours left a task that is gone."));
}

// B-282
TEST_F(InboxOf, NobodyIsToldWhatTheyDidThemselves) {
  ASSERT_OK(
      redistribute_assignment(env, dev, {.assignment = ada, .loads = loads({{"dev", 100}})})
  );
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
      env, dev, {.where = task.id, .items = {item(1), item(2), item(3), item(4)}, .word = "completed"}
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
}

// B-282
TEST_F(InboxOf, TheSameWithinAnHourIsOneLineWithACount) {
  const auto give = [&] {
    const auto added = world.items(2);
    ASSERT_OK(add_items(
        env,
        dev,
        {.task = task.id, .query = World::query_of(added), .loads = loads({{"ben", 100}})}
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

/// The people that the outbox says have new lines.
std::vector<UserId> grown(World& world) {
  std::vector<UserId> people;
  read(world.env().store, [&](const Transaction& tx) {
    for (const auto& event : tx.journal().events_after(0, 100'000)) {
      const auto* grew = std::get_if<InboxGrew>(&event.what);
      if (grew != nullptr) people.insert(people.end(), grew->people.begin(), grew->people.end());
    }
    return 0;
  });
  return people;
}

// B-282
TEST_F(InboxOf, AMoveToVeryManyIsToldInSlicesEachOnceWhereverItEnds) {
  constexpr int people = 450;
  std::vector<std::string> names;
  for (int i = 0; i < people; ++i) names.push_back(fmt::format("p{:03}", i));
  const auto added = world.items(people);
  ASSERT_OK(add_items(
      env,
      dev,
      {.task = task.id, .query = World::query_of(added), .loads = equal_loads_for(names)}
  ));
  DyingStore dying(env.store);
  auto mortal = with_store(env, dying);
  int slices = 0;
  for (auto death : {DyingStore::Death::before, DyingStore::Death::behind}) {
    dying.next = death;
    EXPECT_THROW((void)follow_outbox(mortal), StoreFailure);
  }
  while (follow_outbox(mortal)) ++slices;
  EXPECT_GE(slices, 1);
  for (const auto& name : names) {
    EXPECT_THAT(told(world, name), ElementsAre("assigned: You got 1 item in “Signs”.")) << name;
  }
  auto told_of = grown(world);
  std::erase_if(told_of, [](const UserId& who) { return !who.text.starts_with("p"); });
  EXPECT_EQ(told_of.size(), std::size_t{people});
}

/// One house in which the same things happen as in another one.
struct Twin {
  World world;
  std::vector<Task> tasks{
      world.task({{.annotator = "ada", .open_items = 6}, {.annotator = "ben", .open_items = 6}}),
      world.task({{.annotator = "cleo", .open_items = 6}}, "Second")
  };

  void happen(int act, std::size_t at, const std::string& who) {
    auto& env = world.env();
    const auto& task = tasks[at];
    const auto ledger = world.ledger(task.id);
    const auto to = equal_loads_for({who});
    world.clock.advance(std::chrono::minutes{7});
    if (act == 0) {
      const auto query = World::query_of(world.items(2));
      (void)add_items(env, world.manager(), {.task = task.id, .query = query, .loads = to});
    }
    if (ledger.shares.empty()) return;
    const auto source = ledger.shares.begin()->assignment;
    if (act == 1) {
      (void)redistribute_assignment(env, world.manager(), {.assignment = source, .loads = to});
    }
    if (act == 2) {
      (void)reassign_assignment(
          env, world.manager(), {.assignment = source, .to = World::person(who)}
      );
    }
    if (act == 3) (void)delete_assignment(env, world.manager(), {.assignment = source});
  }
};

// B-282
RC_GTEST_PROP(InboxOfAll, HoldWhatHappenedOnceHoweverOftenTheirFollowerDies, ()) {
  Twin calm;
  Twin troubled;
  DyingStore dying(troubled.world.env().store);
  auto mortal = with_store(troubled.world.env(), dying);
  const std::vector<std::string> people{"ada", "ben", "cleo", "dan"};
  const auto steps = *rc::gen::inRange(1, 12);
  for (int step = 0; step < steps; ++step) {
    const auto act = *rc::gen::inRange(0, 4);
    const auto at = *rc::gen::inRange<std::size_t>(0, 2);
    const auto who = *rc::gen::elementOf(people);
    calm.happen(act, at, who);
    troubled.happen(act, at, who);
    dying.next =
        *rc::gen::element(DyingStore::Death::none, DyingStore::Death::before, DyingStore::Death::behind);
    if (!*rc::gen::arbitrary<bool>()) continue;
    try {
      (void)follow_outbox(mortal);
    } catch (const StoreFailure&) {
    }
  }
  dying.next = DyingStore::Death::none;
  follow_to_the_end(mortal);
  follow_to_the_end(calm.world.env());
  for (const auto& name : people) RC_ASSERT(told(troubled.world, name) == told(calm.world, name));
}

}  // namespace
}  // namespace allot::test

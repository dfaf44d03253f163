// What the outbox holds after each change of tasks and assignments (docs/spec/events.md).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/update.h"
#include "usecases/items/delete.h"
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
using testing::UnorderedElementsAre;

// B-280
TEST_F(Outbox, TellsOfANewTaskItsAssignmentsAndItsItems) {
  EXPECT_THAT(
      told([&] { return create_task(env, dev, new_task()); }),
      ElementsAre(
          "Task Created",
          "Assignment Created cleo",
          "Assignment Created dan",
          "Operation Created",
          "ItemStatus taskAssigned"
      )
  );
  EXPECT_EQ(last_event("taskAssigned").detail, R"({"count":5})");
  auto empty = new_task();
  empty.empty = true;
  EXPECT_THAT(told([&] { return create_task(env, dev, empty); }), ElementsAre("Task Created"));
}

// B-280
TEST_F(Outbox, TellsOfAddedItemsToThoseWhoGetThem) {
  world.items(2);
  EXPECT_THAT(
      told([&] {
        return add_items(
            env, dev, {.task = task.id, .query = "{}", .loads = loads({{"ben", 50}, {"cleo", 50}})}
        );
      }),
      ElementsAre(
          "Assignment Created cleo",
          "Operation Created",
          "Assignment Updated ben",
          "ItemStatus taskAssigned"
      )
  );
  EXPECT_EQ(last_event("Updated").detail, R"({"gave":0,"got":1})");
  EXPECT_EQ(last_event("taskAssigned").detail, R"({"count":2})");
  EXPECT_EQ(last_event("taskAssigned").id, task.id.text);
  EXPECT_EQ(events().back().task, task.id);
  const auto again = [&] { return add_items(env, dev, {.task = task.id, .query = "{}"}); };
  EXPECT_THAT(told(again), IsEmpty());  // all are there (B-037)
}

// B-280
TEST_F(Outbox, TellsOfRemovedItemsToThoseWhoHadThem) {
  const auto query = [&](Ordinal ordinal) { return World::query_of({item(ordinal)}); };
  EXPECT_THAT(
      told([&] { return remove_items(env, dev, {.task = task.id, .query = query(1)}); }),
      ElementsAre("Operation Created", "Assignment Updated ada")
  );
  EXPECT_EQ(last_event("Created").detail, R"({"items":1})");
  EXPECT_EQ(last_event("Updated").detail, R"({"gave":1,"got":0})");
  // The rest of the open ones: ben has none left (B-101), and all others are handled (B-121).
  EXPECT_THAT(
      told([&] { return remove_items(env, dev, {.task = task.id, .query = "{}"}); }),
      UnorderedElementsAre(
          "Operation Created",
          "Assignment Updated ada",
          "Assignment Deleted ben",
          "Task statusChanged"
      )
  );
  EXPECT_THAT(
      told([&] { return remove_items(env, dev, {.task = task.id, .query = "{}"}); }), IsEmpty()
  );
}

// B-280
TEST_F(Outbox, TellsBothSidesOfARedistribution) {
  const auto to = [&](const AssignmentId& source, std::vector<Load> receivers) {
    return [&env = env, &dev = dev, source, receivers] {
      return redistribute_assignment(env, dev, {.assignment = source, .loads = receivers});
    };
  };
  EXPECT_THAT(
      told(to(ada, loads({{"ben", 50}, {"cleo", 50}}))),
      UnorderedElementsAre(
          "Assignment Created cleo",
          "Operation Created",
          "Assignment Updated ada",
          "Assignment Updated ben"
      )
  );
  EXPECT_THAT(
      told(to(ben, loads({{"cleo", 100}}))),
      UnorderedElementsAre("Assignment Deleted ben", "Operation Created", "Assignment Updated cleo")
  );
  EXPECT_THAT(told(to(ada, loads({{"ben", 100}}))), IsEmpty());  // nothing open (B-208)
}

// B-280
TEST_F(Outbox, TellsBothSidesOfAReassignment) {
  const auto to = [&](const AssignmentId& source, std::string_view name) {
    return [&env = env, &dev = dev, source, who = World::person(name)] {
      return reassign_assignment(env, dev, {.assignment = source, .to = who});
    };
  };
  EXPECT_THAT(
      told(to(ada, "cleo")),
      UnorderedElementsAre("Assignment Created cleo", "Assignment Deleted ada", "Operation Created")
  );
  EXPECT_THAT(
      told(to(ben, "cleo")),
      UnorderedElementsAre("Assignment Updated cleo", "Assignment Deleted ben", "Operation Created")
  );
  const auto cleo = world.assignment_of(task.id, "cleo")->id;
  EXPECT_THAT(told(to(cleo, "cleo")), IsEmpty());  // B-225
}

// B-280, B-124
TEST_F(Outbox, TellsOfStatusesAndOnceOfTheTasksCompletion) {
  EXPECT_THAT(told([&] { return set({item(1)}, "completed"); }), ElementsAre("ItemStatus Updated"));
  EXPECT_EQ(last_event("Updated").detail, R"({"status":"completed","count":1})");
  EXPECT_EQ(events().back().task, task.id);
  EXPECT_THAT(
      told([&] { return set({item(2), item(3), item(4)}, "completed"); }),
      ElementsAre("ItemStatus Updated", "Task statusChanged")
  );
  EXPECT_EQ(last_event("statusChanged").detail, R"({"from":"open","to":"completed"})");
  EXPECT_THAT(told([&] { return set({item(1)}, "discard"); }), ElementsAre("ItemStatus Updated"));
  EXPECT_THAT(
      told([&] { return set({item(1)}, ""); }),
      ElementsAre("ItemStatus Updated", "Task statusChanged")
  );
  EXPECT_EQ(last_event("statusChanged").detail, R"({"from":"completed","to":"open"})");
  const auto elsewhere = world.items(1);
  EXPECT_THAT(told([&] { return set(elsewhere, "completed"); }), IsEmpty());  // B-094
}

// B-280, B-084
TEST_F(Outbox, TellsOfAnIssueAndOfTheStatusThatItWithdraws) {
  const auto item_id = item(0);
  EXPECT_THAT(
      told([&] {
        return create_annotations(
            env,
            dev,
            item_id,
            {{.type = "box", .label = "car", .metadata = R"({"system":{"status":"issue"}})"}}
        );
      }),
      ElementsAre("Annotation Created", "Annotation issueOpened", "ItemStatus Updated")
  );
  EXPECT_EQ(last_event("Updated").detail, R"({"status":"","count":1})");
}

// B-280, B-122
TEST_F(Outbox, TellsOfAChangedTaskAndOfItsNewStatus) {
  EXPECT_THAT(
      told([&] { return update_task(env, dev, {.task = task.id, .name = "Other"}); }),
      ElementsAre("Task Updated")
  );
  EXPECT_EQ(last_event("Updated").id, task.id.text);
  EXPECT_THAT(
      told([&] { return update_task(env, dev, {.task = task.id, .dismissed = true}); }),
      ElementsAre("Task Updated", "Task statusChanged")
  );
  EXPECT_EQ(last_event("statusChanged").detail, R"({"from":"open","to":"dismissed"})");
}

// B-280
TEST_F(Outbox, TellsOfARenamedAssignment) {
  EXPECT_THAT(
      told([&] { return update_assignment(env, dev, {.assignment = ada, .name = "By hand"}); }),
      ElementsAre("Assignment Updated ada")
  );
}

// B-280
TEST_F(Outbox, TellsOnceOfADeletedAssignment) {
  EXPECT_THAT(
      told([&] { return delete_assignment(env, dev, {.assignment = ben}); }),
      ElementsAre("Assignment Deleted ben", "Operation Created")
  );
}

// B-280
TEST_F(Outbox, TellsOfADeletedTaskAfterItsAssignments) {
  EXPECT_THAT(
      told([&] { return delete_task(env, dev, {.task = task.id}); }),
      ElementsAre(
          "Assignment Deleted ada", "Assignment Deleted ben", "Operation Created", "Task Deleted"
      )
  );
  EXPECT_EQ(events().back().task, task.id);
}

// B-280, B-144
TEST_F(Outbox, TellsOfWhatADeletedItemLeavesBehind) {
  const auto item_id = item(1);
  const auto lines = told([&] { return delete_item(env, dev, item_id); });
  EXPECT_THAT(
      lines, UnorderedElementsAre("Item Deleted", "Operation Created", "Assignment Updated ada")
  );
}

// B-280, B-047, B-161
TEST_F(Outbox, IsSilentAboutWhatWasRefused) {
  const auto nobody = loads({{"ada", 60}});
  auto wrong = new_task();
  wrong.loads = nobody;
  expect_silence(ErrorCode::invalid, [&] { return create_task(env, dev, wrong); });
  world.items(1);
  expect_silence(ErrorCode::invalid, [&] {
    return add_items(env, dev, {.task = task.id, .query = "{}", .loads = nobody});
  });
  expect_silence(ErrorCode::invalid, [&] {
    return remove_items(env, dev, {.task = task.id, .query = "no query"});
  });
  expect_silence(ErrorCode::invalid, [&] {
    return redistribute_assignment(env, dev, {.assignment = ada, .loads = nobody});
  });
  world.join("gone", Role::annotator, false);
  expect_silence(ErrorCode::invalid, [&] {
    return reassign_assignment(env, dev, {.assignment = ada, .to = World::person("gone")});
  });
  expect_silence(ErrorCode::invalid, [&] { return set({item(0)}, "no word"); });
  expect_silence(ErrorCode::invalid, [&] {
    return update_task(env, dev, {.task = task.id, .name = "Other", .priority = 9});
  });
  expect_silence(ErrorCode::invalid, [&] {
    return update_assignment(env, dev, {.assignment = ada, .name = " "});
  });
  expect_silence(ErrorCode::conflict, [&] {
    return delete_task(env, dev, {.task = task.id, .only_if_empty = true});
  });
}

// B-280, B-170
TEST_F(Outbox, IsSilentAboutWhatSomebodyMayNotDo) {
  world.join("max", Role::annotation_manager);  // sees the task and does not manage it
  const auto max = world.caller("max");
  const auto no = ErrorCode::forbidden;
  const auto to_ben = loads({{"ben", 100}});
  expect_silence(no, [&] { return add_items(env, max, {.task = task.id, .query = "{}"}); });
  expect_silence(no, [&] { return remove_items(env, max, {.task = task.id, .query = "{}"}); });
  expect_silence(no, [&] {
    return redistribute_assignment(env, max, {.assignment = ada, .loads = to_ben});
  });
  expect_silence(no, [&] {
    return reassign_assignment(env, max, {.assignment = ada, .to = World::person("ben")});
  });
  expect_silence(no, [&] { return delete_assignment(env, max, {.assignment = ada}); });
  expect_silence(no, [&] { return update_task(env, max, {.task = task.id, .name = "Mine"}); });
  expect_silence(no, [&] { return delete_task(env, max, {.task = task.id}); });
}

// B-280
TEST_F(Outbox, IsSilentAboutAPreview) {
  ASSERT_OK(redistribute_assignment(
      env, dev, {.assignment = ada, .loads = loads({{"cleo", 100}}), .how = {.dry_run = true}}
  ));
  ASSERT_OK(delete_task(env, dev, {.task = task.id, .how = {.dry_run = true}}));
  expect_silence(ErrorCode::not_found, [&] { return delete_task(env, dev, {.task = {"none"}}); });
}

// B-280, B-161
TEST_F(Outbox, TakesBackWhatATransactionTakesBack) {
  const auto before = world.snapshot();
  expect_silence(ErrorCode::internal, [&] {
    return write(world.env().store, Scope::everything(), [&](Transaction&) -> Result<> {
      TRY(create_task(env, dev, new_task()));
      TRY(redistribute_assignment(env, dev, {.assignment = ada, .loads = loads({{"ben", 100}})}));
      return fail(ErrorCode::internal, "The disk is full.");
    });
  });
  EXPECT_EQ(world.snapshot(), before);
}

}  // namespace
}  // namespace allot::test

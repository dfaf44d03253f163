#include "usecases/assignments/set_status.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/items/view.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/read.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

/// ada holds three open items of one task.
struct Scene {
  World world;
  Task task = world.task({{.annotator = "ada", .open_items = 3}});
  Assignment ada = *world.assignment_of(task.id, "ada");
  std::vector<ItemId> items = all_items();

  std::vector<ItemId> all_items() {
    return read(world.env().store, [&](const Transaction& tx) {
      std::vector<ItemId> ids;
      const auto ordinals = tx.ledgers().of(task.id)->members.to_vector();
      for (auto& [ordinal, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return ids;
    });
  }

  ItemView view(const ItemId& item) {
    return read(world.env().store, [&](const Transaction& tx) {
      const auto ordinal = tx.items().find(item)->ordinal;
      return view_items(
                 tx, Sight(tx, world.manager(), world.dataset()), world.dataset(), {&ordinal, 1}
      )
          .front();
    });
  }

  auto set(
      std::string_view who, const std::vector<ItemId>& which, std::string word, bool single = false
  ) {
    return set_status(
        world.env(),
        world.caller(who),
        {.where = ada.id, .items = which, .word = std::move(word), .single = single}
    );
  }

  auto in_task(std::string_view who, const std::vector<ItemId>& which, std::string word) {
    return set_status(
        world.env(), world.caller(who), {.where = task.id, .items = which, .word = std::move(word)}
    );
  }

  TaskView task_view() { return *read_task(world.env(), world.manager(), task.id); }
};

// B-090, B-095
TEST(SetStatus, ShowsInTheItemsReferencesWithItsAuthorAndTime) {
  Scene scene;
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  const auto view = scene.view(scene.items[0]);
  ASSERT_EQ(view.references.size(), 1U);
  EXPECT_EQ(view.references[0].task, scene.task.id);
  EXPECT_EQ(view.references[0].assignment, scene.ada.id);
  ASSERT_TRUE(view.references[0].status.has_value());
  EXPECT_EQ(view.references[0].status->word, "completed");
  EXPECT_EQ(view.references[0].status->creator, World::person("ada"));
  EXPECT_EQ(view.references[0].status->at, scene.world.clock.now());
}

// B-110, B-111, B-113
TEST(SetStatus, CountsAtOnce) {
  Scene scene;
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  ASSERT_OK(scene.set("ada", {scene.items[1]}, "discard"));
  const auto counts = scene.task_view().counts;
  EXPECT_EQ(counts.completed, 2U);
  EXPECT_EQ(counts.remaining(), 1U);
  EXPECT_EQ(
      counts.actions, (std::map<std::string, std::uint64_t>{{"completed", 1}, {"discard", 1}})
  );
  EXPECT_EQ(counts.progress(), 66U);
}

// B-092
TEST(SetStatus, ANewWordReplacesTheOldAndBothAreInTheLog) {
  Scene scene;
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "discard"));
  const auto view = scene.view(scene.items[0]);
  EXPECT_EQ(view.references[0].status->word, "discard");
  ASSERT_EQ(view.log.size(), 2U);
  EXPECT_EQ(view.log[0].word, "completed");
  EXPECT_EQ(view.log[1].word, "discard");
  EXPECT_FALSE(view.log[0].cleared || view.log[1].cleared);
}

// B-093
TEST(SetStatus, ClearingOpensTheItemAndIsSuccessWhereNothingIsSet) {
  Scene scene;
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  ASSERT_OK(scene.set("ada", {scene.items[0]}, ""));
  ASSERT_OK(scene.set("ada", {scene.items[0]}, ""));
  const auto view = scene.view(scene.items[0]);
  EXPECT_FALSE(view.references[0].status.has_value());
  ASSERT_EQ(view.log.size(), 2U);
  EXPECT_TRUE(view.log[1].cleared);
  EXPECT_EQ(view.log[1].word, "completed");
}

// B-121, B-124
TEST(SetStatus, CompletesTheTaskWithItsLastItemAndReopensIt) {
  Scene scene;
  ASSERT_OK(scene.set("ada", scene.items, "completed"));
  EXPECT_EQ(scene.task_view().status, TaskStatus::completed);
  ASSERT_OK(scene.set("ada", {scene.items[1]}, ""));
  EXPECT_EQ(scene.task_view().status, TaskStatus::open);
  const auto events = read(scene.world.env().store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 1000);
  });
  const auto flips = std::ranges::count_if(events, [](const Event& event) {
    return std::holds_alternative<TaskStatusChanged>(event.what);
  });
  EXPECT_EQ(flips, 2);
}

// B-091
TEST(SetStatus, AnUnknownWordIsRefused) {
  Scene scene;
  const auto before = scene.world.snapshot();
  EXPECT_FAILS(scene.set("ada", {scene.items[0]}, "finished"), ErrorCode::invalid);
  EXPECT_EQ(scene.world.snapshot(), before);
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "complete"));
  EXPECT_EQ(scene.view(scene.items[0]).references[0].status->word, "completed");
}

// B-094
TEST(SetStatus, ABulkCallChangesWhatItCanAndNamesIt) {
  Scene scene;
  const auto stranger = scene.world.items(1).front();
  const auto changed = scene.set("ada", {scene.items[2], stranger, scene.items[0]}, "completed");
  ASSERT_OK(changed);
  ASSERT_EQ(changed->size(), 2U);
  EXPECT_EQ((*changed)[0].item, scene.items[0]);
  EXPECT_EQ((*changed)[1].item, scene.items[2]);
  EXPECT_FAILS(scene.set("ada", {stranger}, "completed", true), ErrorCode::not_found);
}

// B-174, B-163
TEST(SetStatus, SomebodyElsesItemNeedsAManager) {
  Scene scene;
  scene.world.join("ben", Role::annotator);
  EXPECT_FAILS(scene.set("ben", {scene.items[0]}, "completed"), ErrorCode::not_found);
  EXPECT_OK(scene.in_task("mia", {scene.items[0]}, "completed"));
}

// B-146
TEST(SetStatus, ARemovedMemberActsNoMore) {
  Scene scene;
  scene.world.join("ada", Role::annotator, false);
  EXPECT_FAILS(scene.set("ada", {scene.items[0]}, "completed"), ErrorCode::not_found);
}

// B-122
TEST(SetStatus, ADismissedTaskRefuses) {
  Scene scene;
  ASSERT_OK(update_task(
      scene.world.env(), scene.world.manager(), {.task = scene.task.id, .dismissed = true}
  ));
  EXPECT_FAILS(scene.set("ada", {scene.items[0]}, "completed"), ErrorCode::conflict);
}

// B-131
TEST(SetStatus, ALockedTaskRefusesAnnotatorsAfterItsDueDate) {
  Scene scene;
  const auto due = to_epoch_ms(scene.world.clock.now() + std::chrono::hours(1));
  ASSERT_OK(update_task(
      scene.world.env(),
      scene.world.manager(),
      {.task = scene.task.id,
       .due_date = std::to_string(due),
       .system_metadata = R"({"enforceDueDate":true})"}
  ));
  EXPECT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  scene.world.clock.advance(std::chrono::hours(2));
  EXPECT_FAILS(scene.set("ada", {scene.items[1]}, "completed"), ErrorCode::forbidden);
  EXPECT_OK(scene.in_task("mia", {scene.items[1]}, "completed"));
}

// B-084, B-085, B-261
TEST(SetStatus, AnIssueWithdrawsTheStatusAndForbidsCompletionUntilItIsResolved) {
  Scene scene;
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  const auto made = create_annotations(
      scene.world.env(),
      scene.world.caller("ada"),
      scene.items[0],
      {{.type = "box", .label = "car"}}
  );
  ASSERT_OK(made);
  const auto mark = [&](std::string_view who, std::string_view status) {
    return change_annotation(
        scene.world.env(),
        scene.world.caller(who),
        {.annotation = made->front().id,
         .metadata = R"({"system":{"status":)" + std::string(status) + "}}",
         .system = true}
    );
  };
  ASSERT_OK(mark("mia", R"("issue")"));
  const auto view = scene.view(scene.items[0]);
  EXPECT_FALSE(view.references[0].status.has_value());
  EXPECT_TRUE(view.log.back().cleared);
  EXPECT_EQ(scene.task_view().counts.issues, 1U);
  EXPECT_FAILS(scene.set("ada", {scene.items[0]}, "completed"), ErrorCode::invalid);
  EXPECT_OK(scene.set("ada", {scene.items[0]}, "discard"));
  EXPECT_FAILS(mark("ada", R"("approved")"), ErrorCode::forbidden);  // B-263
  ASSERT_OK(mark("ada", R"("review")"));
  EXPECT_EQ(scene.task_view().counts.issues, 0U);
  EXPECT_EQ(scene.task_view().counts.for_review, 1U);
  EXPECT_OK(scene.set("ada", {scene.items[0]}, "completed"));
}

// B-082, B-083, B-097
TEST(SetStatus, AStatusInOneTaskNeverTouchesAnother) {
  Scene scene;
  ASSERT_OK(create_task(
      scene.world.env(),
      scene.world.manager(),
      {.name = "Review",
       .query = World::query_of(scene.items),
       .project = scene.world.project(),
       .dataset = scene.world.dataset(),
       .recipe = scene.world.recipe(),
       .owner = World::person("mia"),
       .type = TaskType::qa,
       .parent = scene.task.id,
       .loads = {{World::person("rita"), 100}}}
  ));
  ASSERT_OK(scene.set("ada", {scene.items[0]}, "completed"));
  const auto view = scene.view(scene.items[0]);
  ASSERT_EQ(view.references.size(), 2U);
  EXPECT_TRUE(view.references[0].status.has_value());
  EXPECT_FALSE(view.references[1].status.has_value());
}

class StatusesInAPullingTask : public PullingTask {};

// B-094: nobody holds it, and that is said where it is all that was asked for.
TEST_F(StatusesInAPullingTask, AreNotOfWhatWaits) {
  const auto set = [&](std::vector<ItemId> which, std::string word) {
    return set_status(
        world.env(),
        world.manager(),
        {.where = task, .items = std::move(which), .word = std::move(word)}
    );
  };
  const auto waiting = queued();
  EXPECT_FAILS(set({waiting[0], waiting[1]}, "completed"), ErrorCode::conflict);
  EXPECT_TRUE(set({waiting[0]}, "").value().empty());
  const auto adas = open_of("ada")[0];
  const auto changes = set({adas, waiting[0]}, "completed").value();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].item, adas);
}

}  // namespace
}  // namespace allot::test

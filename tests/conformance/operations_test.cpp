#include "conformance/fields.h"
#include "conformance/operations_for_tests.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;

TEST_F(OperationsOfAStore, ItsTaskIsKnownByItsId) {
  const auto id = record(TaskId{"task"}, {1, 2});
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.operations().task_of(id), TaskId{"task"});
    EXPECT_EQ(tx.operations().task_of(OperationId{"unknown"}), std::nullopt);
    return 0;
  });
}

TEST_F(OperationsOfAStore, AnOperationComesBackWithItsPlan) {
  const Operation operation{
      .id = ids.next<OperationId>(),
      .task = TaskId{"task"},
      .by = UserId{"mia@example.org"},
      .at = clock.now(),
      .plan =
          {.kind = MoveKind::reassign,
           .source = AssignmentId{"source"},
           .handovers =
               {{.from = Holder::of(UserId{"ada@example.org"}),
                 .to = Holder::outside(),
                 .open = ItemSet::range(0, 100'000),
                 .by_status = {{"completed", {200'000}}, {"odd word", {1, 2}}}},
                {.from = Holder::queue(),
                 .to = Holder::of(UserId{"ben@example.org"}),
                 .open = {},
                 .by_status = {}},
                {.from = Holder::of(UserId{"ben@example.org"}),
                 .to = Holder::queue_front(),
                 .open = {7},
                 .by_status = {}}},
           .people =
               {{.person = UserId{"ben@example.org"},
                 .assignment = AssignmentId{"b"},
                 .open = 1,
                 .handled = 200,
                 .in_use = 3,
                 .gives = 70'000,
                 .gets = 5'000'000'000,
                 .after = 5}},
           .left = {.handled = 6, .in_use = 8, .not_matching = 7}},
      .undo_of = OperationId{"undone"},
      .emptied =
          {{.id = ids.next<AssignmentId>(),
            .task = TaskId{"task"},
            .project = ProjectId{"project"},
            .dataset = DatasetId{"dataset"},
            .name = "Task (ada@example.org)",
            .annotator = UserId{"ada@example.org"},
            .updated_by = UserId{"mia@example.org"},
            .kind = ShareKind::originals,
            .is_default = true,
            .user_metadata = R"({"user":{"a":1}})",
            .created_at = clock.now(),
            .updated_at = clock.now()}},
      .came = {UserId{"cleo@example.org"}, UserId{"dan@example.org"}},
      .went = {UserId{"ben@example.org"}}
  };
  change([&](Transaction& tx) { tx.operations().record(operation); });
  look([&](const Transaction& tx) {
    const auto found = tx.operations().find(operation.id);
    EXPECT_TRUE(found.has_value());
    auto stored = *found;
    EXPECT_TRUE(stored.after.has_value());
    stored.after.reset();
    EXPECT_EQ(stored.emptied.size(), 1u);
    EXPECT_TRUE(is_same(stored.emptied.at(0), operation.emptied.at(0)));
    EXPECT_TRUE(is_same(stored, operation));
    EXPECT_FALSE(tx.operations().find(OperationId{"unknown"}));
    return 0;
  });
}

TEST_F(OperationsOfAStore, EveryKindOfMoveComesBack) {
  change([&](Transaction& tx) {
    for (const auto kind : all_move_kinds) {
      const Operation operation{.id = ids.next<OperationId>(), .plan = {.kind = kind}};
      tx.operations().record(operation);
      EXPECT_EQ(tx.operations().find(operation.id)->plan.kind, kind);
    }
  });
}

// B-283
TEST_F(OperationsOfAStore, ThoseOfATaskComeNewestFirst) {
  const TaskId task{"task"};
  const auto first = record(task, {1});
  record(TaskId{"other"}, {1});
  const auto second = record(task, {2});
  const auto third = record(task, {3});
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.operations().count_of(task), 3u);
    EXPECT_THAT(ids_of(tx.operations().of_task(task, 0, 2)), ElementsAre(third, second));
    EXPECT_THAT(ids_of(tx.operations().of_task(task, 2, 2)), ElementsAre(first));
    return 0;
  });
}

TEST_F(OperationsOfAStore, ThoseOfATaskComeOneAfterTheOther) {
  const TaskId task{"task"};
  const auto first = record(task, {1});
  record(TaskId{"other"}, {1});
  const auto second = record(task, {2});
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.operations().next_of_task(task, {}).value().id, first);
    const auto next = tx.operations().next_of_task(task, first).value();
    EXPECT_EQ(next.id, second);
    EXPECT_EQ(next.plan.handovers.at(0).open, (ItemSet{2}));
    EXPECT_FALSE(tx.operations().next_of_task(task, second));
    return 0;
  });
}

TEST_F(OperationsOfAStore, ThoseThatMovedAnItemAreAmongThoseNearIt) {
  const TaskId task{"task"};
  const auto near = record(task, {1, 70'000});
  const auto far = record(task, {200'000});
  ItemSet scattered;
  for (Ordinal chunk = 0; chunk < 40; ++chunk) scattered.insert(chunk << ItemSet::chunk_bits);
  const auto wide = record(task, scattered);
  record(TaskId{"other"}, {1});
  // One after the other, with what it moved.
  const auto visited = [&](Ordinal item) {
    std::vector<OperationId> found;
    look([&](const Transaction& tx) {
      tx.operations().visit_near(task, item, [&](const Operation& operation) {
        EXPECT_FALSE(operation.plan.handovers.at(0).open.empty());
        found.push_back(operation.id);
      });
      return 0;
    });
    return found;
  };
  EXPECT_THAT(visited(5), ElementsAre(near, wide));
  EXPECT_THAT(visited(200'001), ElementsAre(far, wide));
}

// B-296
TEST_F(OperationsOfAStore, AnOperationTellsWhatUndidIt) {
  const TaskId task{"task"};
  const auto done = record(task, {1});
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.operations().is_undone(done));
    return 0;
  });
  const auto undo = record(task, {1}, done);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.operations().is_undone(done));
    EXPECT_FALSE(tx.operations().is_undone(undo));
    EXPECT_EQ(tx.operations().find(done)->undone_by, undo);
    EXPECT_EQ(tx.operations().find(undo)->undo_of, done);
    return 0;
  });
}

// B-296: whatever two who undo at once saw.
TEST_F(OperationsOfAStore, AnOperationIsUndoneOnce) {
  const TaskId task{"task"};
  const auto done = record(task, {1});
  record(task, {1}, done);
  EXPECT_THROW(record(task, {1}, done), StoreFailure);
}

}  // namespace

}  // namespace allot::conformance

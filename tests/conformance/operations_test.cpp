#include "conformance/fields.h"
#include "conformance/fixture.h"
#include "domain/undo.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OperationsOfAStore : public StoreTest {
 protected:
  Operation operation_on(const TaskId& task, const ItemSet& items) {
    Operation made{
        .id = ids.next<OperationId>(),
        .task = task,
        .by = UserId{"mia@example.org"},
        .at = clock.now(),
        .plan = {.kind = MoveKind::add}
    };
    made.plan.handovers.push_back(
        {.from = Holder::outside(), .to = Holder::of(UserId{"ada@example.org"}), .open = items}
    );
    return made;
  }

  OperationId record(const TaskId& task, const ItemSet& items, const OperationId& undo_of = {}) {
    auto operation = operation_on(task, items);
    operation.undo_of = undo_of;
    change([&](Transaction& tx) { tx.operations().record(operation); });
    return operation.id;
  }

  WorkMoment after(const OperationId& id) {
    return look([&](const Transaction& tx) { return tx.operations().find(id)->after.value(); });
  }

  ItemSet annotated_since(const DatasetId& dataset, const OperationId& id) {
    const auto moment = after(id);
    return look([&](const Transaction& tx) {
      return tx.operations().annotated_since(dataset, moment);
    });
  }
};

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

// B-292
TEST_F(OperationsOfAStore, AnAnnotationThatComesChangesOrGoesIsTold) {
  const auto dataset = add_dataset();
  add_items(dataset, 4);
  const auto old = add_annotation(dataset, 0);
  const auto changed = add_annotation(dataset, 1);
  const auto before = record(TaskId{"task"}, {0});
  EXPECT_THAT(annotated_since(dataset, before).to_vector(), IsEmpty());
  add_annotation(dataset, 2);
  change([&](Transaction& tx) {
    tx.annotations().remove(old);
    auto annotation = *tx.annotations().find(changed);
    annotation.label = "other";
    tx.annotations().update(annotation);
    // In the same transaction, too.
    EXPECT_THAT(
        tx.operations().annotated_since(dataset, tx.operations().find(before)->after.value()),
        ItemSet({0, 1, 2})
    );
  });
  const auto after = record(TaskId{"task"}, {0});
  add_annotation(dataset, 3);
  EXPECT_EQ(annotated_since(dataset, before), (ItemSet{0, 1, 2, 3}));
  EXPECT_EQ(annotated_since(dataset, after), (ItemSet{3}));
}

// B-292: others begin nothing new. An index names the kinds as well.
TEST_F(OperationsOfAStore, AnnotationsAreToldAfterEveryKindOfMoveThatCanBeUndone) {
  const auto dataset = add_dataset();
  add_items(dataset, 2 * all_move_kinds.size());
  record(TaskId{"task"}, {0});
  Ordinal item = 0;
  for (const auto kind : all_move_kinds) {
    auto operation = operation_on(TaskId{"task"}, {0});
    operation.plan.kind = kind;
    change([&](Transaction& tx) { tx.operations().record(operation); });
    add_annotation(dataset, item);
    const auto moment = look([](const Transaction& tx) { return tx.operations().moment(); });
    add_annotation(dataset, item + 1);
    if (is_undoable(kind)) {
      EXPECT_EQ(annotated_since(dataset, operation.id), (ItemSet{item, item + 1}));
    }
    look([&](const Transaction& tx) {
      EXPECT_TRUE(tx.operations().annotated_since(dataset, moment).contains(item + 1));
      return 0;
    });
    item += 2;
  }
}

TEST_F(OperationsOfAStore, AnnotationsAndStatusesBetweenTwoMovesAreTold) {
  const auto dataset = add_dataset();
  add_items(dataset, 6);
  const auto task = add_task(dataset);
  const auto work_on = [&](Ordinal item) {
    add_annotation(dataset, item);
    change([&](Transaction& tx) {
      tx.status_log().append(
          {.dataset = dataset, .task = task, .items = {item}, .word = "completed"}
      );
      tx.status_log().append(
          {.dataset = dataset, .task = task, .items = {item, item + 1}, .word = "completed"}
      );
    });
  };
  work_on(0);
  const auto first = after(record(task, {0}));
  work_on(2);
  const auto second = after(record(task, {0}));
  work_on(4);
  look([&](const Transaction& tx) {
    const auto& operations = tx.operations();
    EXPECT_EQ(operations.annotated_between(dataset, first, second), ItemSet{2});
    EXPECT_EQ(operations.restated_between(task, first, second), (ItemSet{2, 3}));
    EXPECT_EQ(operations.annotated_since(dataset, first), (ItemSet{2, 4}));
    EXPECT_EQ(operations.restated_since(task, first), (ItemSet{2, 3, 4, 5}));
    return 0;
  });
}

TEST_F(OperationsOfAStore, AnAnnotationThatIsRolledBackIsNotTold) {
  const auto dataset = add_dataset();
  add_items(dataset, 1);
  const auto before = record(TaskId{"task"}, {0});
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.annotations().add(new_annotation(dataset, 0));
    return false;
  });
  EXPECT_TRUE(annotated_since(dataset, before).empty());
}

TEST_F(OperationsOfAStore, AnnotationsAreToldChunkByChunk) {
  const auto dataset = add_dataset();
  add_items(dataset, 3);
  const auto before = record(TaskId{"task"}, {0});
  add_annotation(dataset, 0);
  add_annotation(dataset, 1);
  record(TaskId{"task"}, {0});
  add_annotation(dataset, 0);
  EXPECT_EQ(annotated_since(dataset, before), (ItemSet{0, 1}));
}

// B-294
TEST_F(OperationsOfAStore, AStatusInTheTaskIsTold) {
  const auto dataset = add_dataset();
  add_items(dataset, 10);
  const auto task = add_task(dataset);
  const auto other = add_task(dataset);
  const auto set = [&](const TaskId& in, const ItemSet& items) {
    change([&](Transaction& tx) {
      tx.status_log().append({.dataset = dataset, .task = in, .items = items, .word = "completed"});
    });
  };
  set(task, {0});
  const auto before = record(task, {0});
  set(task, {1});
  set(task, {2, 3});
  set(other, {4});
  const auto moment = after(before);
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.operations().restated_since(task, moment), (ItemSet{1, 2, 3}));
    EXPECT_TRUE(tx.operations().restated_since(task, tx.operations().moment()).empty());
    return 0;
  });
}

// B-294: the numbers of statuses that went with their dataset are not given again.
TEST_F(OperationsOfAStore, AStatusIsToldThoughADatasetWithLaterOnesIsGone) {
  const auto dataset = add_dataset();
  add_items(dataset, 3);
  const auto task = add_task(dataset);
  const auto doomed = add_dataset();
  add_items(doomed, 3);
  const auto set = [&](const DatasetId& of, const TaskId& in, const ItemSet& items) {
    change([&](Transaction& tx) {
      tx.status_log().append({.dataset = of, .task = in, .items = items, .word = "completed"});
    });
  };
  const auto purge = [&](const DatasetId& gone) {
    change([&](Transaction& tx) {
      tx.datasets().remove(gone);
      while (tx.purges().take(gone, 100)) continue;
    });
  };
  set(dataset, task, {0});
  for (int time = 0; time < 5; ++time) {
    set(doomed, TaskId{"doomed"}, {0});
    set(doomed, TaskId{"doomed"}, {1, 2});
  }
  const auto moment = after(record(task, {0}));
  purge(doomed);
  EXPECT_EQ(after(record(task, {0})).status, moment.status);
  set(dataset, task, {1});
  set(dataset, task, {0, 2});
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.operations().restated_since(task, moment), (ItemSet{0, 1, 2}));
    EXPECT_TRUE(tx.operations().restated_since(task, tx.operations().moment()).empty());
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance

// Annotations that changed and statuses that were set since a move: it is not undone over them.

#include "conformance/operations_for_tests.h"
#include "domain/undo.h"

namespace allot::conformance {

namespace {

using testing::IsEmpty;

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

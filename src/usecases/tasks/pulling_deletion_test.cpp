// Items of a pulling task that are deleted, while they wait or while somebody holds them.

#include <gtest/gtest.h>

#include <algorithm>
#include <variant>

#include "query/query.h"
#include "usecases/items/delete.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/read.h"

namespace allot::test {
namespace {

class DeletedItemsOfAPullingTask : public PullingTask {
 protected:
  void remove(const ItemId& item) { ASSERT_OK(delete_item(world.env(), world.manager(), item)); }

  /// How often the outbox told of this status of the task.
  std::ptrdiff_t times_told(TaskStatus status) {
    const auto events = read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 10'000);
    });
    return std::ranges::count_if(events, [&](const Event& event) {
      const auto* told = std::get_if<TaskStatusChanged>(&event.what);
      return told != nullptr && event.task == task && told->to == status;
    });
  }

  TaskView view() { return read_task(world.env(), world.manager(), task).value(); }
};

// B-144, B-057, B-110
TEST_F(DeletedItemsOfAPullingTask, LeaveItsQueue) {
  const auto wait = queued();
  remove(wait[1]);
  EXPECT_EQ(waiting(), 5u);
  EXPECT_EQ(view().counts.total, 11u);
  EXPECT_EQ(view().counts.remaining(), 11u);
  auto rest = wait;
  rest.erase(rest.begin() + 1);
  EXPECT_EQ(queued(), rest);
}

// B-144: nobody is given what is not there any more.
TEST_F(DeletedItemsOfAPullingTask, ComeInNoBatch) {
  const auto wait = queued();
  remove(wait[0]);
  ASSERT_OK(complete("ada", 1));
  EXPECT_EQ(held("ada"), (Held{.open = 5, .completed = 1}));
  const auto open = open_of("ada");
  EXPECT_EQ(
      std::vector(open.end() - 3, open.end()), std::vector(wait.begin() + 1, wait.begin() + 4)
  );
}

// B-144
TEST_F(DeletedItemsOfAPullingTask, LeaveQueueAndHoldersInOneChange) {
  const auto wait = queued();
  const auto adas = open_of("ada");
  const auto both = query::parse_query(World::query_of({wait[0], adas[0]})).value();
  const auto gone = delete_matching_items(world.env(), world.manager(), world.dataset(), both);
  ASSERT_OK(gone);
  EXPECT_EQ(*gone, 2u);
  EXPECT_EQ(world.ledger(task).members.size(), 10u);
  EXPECT_EQ(std::ranges::count(queued(), wait[0]), 0);
  EXPECT_EQ(newest(MoveKind::remove).plan.total(), 2u);
}

// B-124, B-144
TEST_F(DeletedItemsOfAPullingTask, CompleteItWhenTheyWereAllThatWasLeft) {
  start({"ada"}, 4);
  const auto last = queued();
  // Removed from the project, so that what waits stays in the queue.
  world.join("ada", Role::annotator, false);
  ASSERT_OK(set_status(
      world.env(), world.manager(), {.where = task, .items = open_of("ada"), .word = "completed"}
  ));
  ASSERT_EQ(waiting(), 1u);
  EXPECT_EQ(times_told(TaskStatus::completed), 0);
  remove(last[0]);
  EXPECT_EQ(view().status, TaskStatus::completed);
  EXPECT_EQ(times_told(TaskStatus::completed), 1);
}

}  // namespace
}  // namespace allot::test

#include "usecases/tasks/return_idle.h"

#include <gtest/gtest.h>

#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/use_item.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

/// Half an hour of nothing, and open items go back.
class IdleTime : public PullingTask {
 protected:
  IdleTime() {
    start({"ada", "ben"}, 12);
    ASSERT_OK_IN_CONSTRUCTOR(update_task(
        world.env(),
        world.manager(),
        {.task = task, .system_metadata = R"({"batchIdleMinutes":30})"}
    ));
  }

  static void ASSERT_OK_IN_CONSTRUCTOR(const Result<TaskView>& result) {
    if (!result) throw std::runtime_error(result.error().message);
  }

  void pass(std::chrono::minutes time) { world.clock.advance(time); }
};

// B-299
TEST_F(IdleTime, PutsOpenItemsBackToTheFrontInOneOperation) {
  ASSERT_OK(complete("ben", 1));
  pass(std::chrono::minutes{29});
  EXPECT_EQ(return_idle(world.env()), 0u);
  ASSERT_OK(complete("ben", 1));
  pass(std::chrono::minutes{1});
  const auto front = open_of("ada");
  EXPECT_EQ(return_idle(world.env()), 3u);
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_GT(held("ben").open, 0u);
  const auto operation = newest(MoveKind::idle);
  EXPECT_EQ(operation.plan.total(), 3u);
  EXPECT_TRUE(operation.by.empty());
  EXPECT_EQ(world.ledger(task).queue.front().size(), 3u);
  EXPECT_TRUE(world.assignment_of(task, "ada").has_value());
}

// B-299: a late status is 404 by the assignment.
TEST_F(IdleTime, ALateStatusIsNotFoundByTheAssignment) {
  const auto late_ones = open_of("ada");
  pass(std::chrono::minutes{30});
  ASSERT_GT(return_idle(world.env()), 0u);
  const auto late = set_status(
      world.env(),
      world.caller("ada"),
      {.where = assignment("ada"), .items = {late_ones[0]}, .word = "completed", .single = true}
  );
  EXPECT_FAILS(late, ErrorCode::not_found);
}

// B-299: looking at an item counts, and so does an annotation.
TEST_F(IdleTime, BeginsAnewWithWhateverComesFromThePerson) {
  pass(std::chrono::minutes{20});
  ASSERT_OK(use_item(world.env(), world.caller("ada"), assignment("ada"), open_of("ada")[0]));
  const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
  ASSERT_OK(create_annotations(world.env(), world.caller("ben"), open_of("ben")[0], one));
  pass(std::chrono::minutes{20});
  EXPECT_EQ(return_idle(world.env()), 0u);
  pass(std::chrono::minutes{10});
  EXPECT_EQ(return_idle(world.env()), 6u);
}

// B-299: who just got items has the whole time for them.
TEST_F(IdleTime, BeginsAnewWithABatch) {
  pass(std::chrono::minutes{29});
  ASSERT_OK(load_batch(world.env(), world.manager(), {.assignment = assignment("ada")}));
  pass(std::chrono::minutes{1});
  EXPECT_EQ(return_idle(world.env()), 3u);  // ben's
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
}

}  // namespace
}  // namespace allot::test

#include "usecases/inbox/remind.h"

#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

/// Steps and rows on the writer of telling of one task that is due, beside so many that were told
/// of before.
std::uint64_t work_of_one_beside(int told) {
  World world;
  auto& env = world.env();
  const auto due = std::to_string(to_epoch_ms(world.clock.now()));
  int tasks = 0;
  const auto add_due = [&] {
    const auto name = "Task " + std::to_string(++tasks);
    const auto task = world.task({{.annotator = "ada", .open_items = 1}}, name);
    EXPECT_OK(update_task(env, world.manager(), {.task = task.id, .due_date = due}));
  };
  for (int i = 0; i < told; ++i) add_due();
  remind_of_due_tasks(env);
  add_due();
  const auto work = [&] {
    std::uint64_t sum = 0;
    for (const auto& job : env.store.numbers().jobs) sum += job.steps + job.rows;
    return sum;
  };
  const auto before = work();
  remind_of_due_tasks(env);
  return work() - before;
}

// B-282: what is due already and told of is looked at by a reader alone.
TEST(Reminders, HoldTheWriterForWhatIsToldAlone) {
  const auto few = work_of_one_beside(2);
  EXPECT_GT(few, 0u);
  EXPECT_LE(work_of_one_beside(30), few + 100);
}

}  // namespace
}  // namespace allot::test

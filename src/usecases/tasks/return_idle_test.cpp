#include "usecases/tasks/return_idle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
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
    return_after_half_an_hour();
  }

  void return_after_half_an_hour() {
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

// B-299: who has an item to do again has the whole time for it.
TEST_F(IdleTime, BeginsAnewWhenAnIssueOpensAnItem) {
  ASSERT_OK(complete("ada", 1));
  pass(std::chrono::minutes{29});
  const std::vector<NewAnnotation> issue{
      {.type = "box", .label = "wrong", .metadata = R"({"system":{"status":"issue"}})"}
  };
  ASSERT_OK(create_annotations(world.env(), world.manager(), handled_of("ada")[0], issue));
  pass(std::chrono::minutes{1});
  EXPECT_EQ(return_idle(world.env()), 3u);  // ben's
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  pass(std::chrono::minutes{29});
  EXPECT_EQ(return_idle(world.env()), 6u);
}

// B-299
TEST_F(IdleTime, BeginsAnewWhenAManagerClearsAStatus) {
  ASSERT_OK(complete("ada", 1));
  pass(std::chrono::minutes{29});
  ASSERT_OK(set_status(
      world.env(), world.manager(), {.where = task, .items = handled_of("ada"), .word = ""}
  ));
  pass(std::chrono::minutes{1});
  EXPECT_EQ(return_idle(world.env()), 3u);  // ben's
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
}

// B-299, B-053: those who are at work are offered what came back, and nobody else: it would come
// back from them again.
TEST_F(IdleTime, OffersWhatCameBackToThoseWhoAreAtWork) {
  const auto adas = open_of("ada");
  pass(std::chrono::minutes{20});
  ASSERT_OK(use_item(world.env(), world.caller("ben"), assignment("ben"), open_of("ben")[0]));
  pass(std::chrono::minutes{10});
  EXPECT_EQ(return_idle(world.env()), 3u);
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  const auto bens = open_of("ben");
  EXPECT_TRUE(std::ranges::includes(bens, adas, {}, &ItemId::text, &ItemId::text));
  EXPECT_EQ(waiting(), 6u);
  pass(std::chrono::minutes{30});
  EXPECT_EQ(return_idle(world.env()), 6u);
  EXPECT_EQ(waiting(), 12u);
  EXPECT_EQ(held("ada"), (Held{}));
}

// B-299: whoever has an item on screen is at work, also where idle time begins to count only now.
TEST_F(IdleTime, OfWhoHasAnItemOnScreenHasNotBegun) {
  start({"ada", "ben"}, 12);
  pass(std::chrono::minutes{30});
  ASSERT_OK(use_item(world.env(), world.caller("ada"), assignment("ada"), open_of("ada")[0]));
  return_after_half_an_hour();
  EXPECT_GT(return_idle(world.env()), 0u);
  EXPECT_EQ(held("ada"), (Held{.open = 6})) << "who is at work is offered them";
  EXPECT_EQ(held("ben"), (Held{}));
}

// B-299: so is who has only handled items, and looks at one.
TEST_F(IdleTime, OfWhoHasAHandledItemOnScreenHasNotBegun) {
  start({"ada", "ben"}, 6);
  ASSERT_OK(complete("ada", 3));
  pass(std::chrono::minutes{30});
  ASSERT_OK(use_item(world.env(), world.caller("ada"), assignment("ada"), handled_of("ada")[0]));
  return_after_half_an_hour();
  EXPECT_GT(return_idle(world.env()), 0u);
  EXPECT_EQ(held("ada"), (Held{.open = 3, .completed = 3}));
  EXPECT_EQ(held("ben"), (Held{}));
}

// B-299, B-053: nothing ever came from who has no assignment.
TEST_F(IdleTime, OffersNothingToWhoHasNoAssignment) {
  ASSERT_OK(delete_assignment(world.env(), world.manager(), {.assignment = assignment("ben")}));
  pass(std::chrono::minutes{30});
  EXPECT_EQ(return_idle(world.env()), 3u);  // ada's
  EXPECT_FALSE(world.assignment_of(task, "ben").has_value());
  EXPECT_EQ(waiting(), 9u);
}

// B-299: the writer looks at the idle alone, however many are at work.
TEST_F(IdleTime, CostsTheWriterThoseWhoAreIdle) {
  const auto steps = [&] {
    std::uint64_t all = 0;
    for (const auto& job : world.env().store.numbers().jobs) all += job.steps + job.rows;
    return all;
  };
  const auto work_among = [&](std::size_t people) {
    ASSERT_OK_IN_CONSTRUCTOR(
        update_task(world.env(), world.manager(), {.task = task, .dismissed = true})
    );
    std::vector<std::string> names;
    for (std::size_t i = 0; i < people; ++i) names.push_back("p" + std::to_string(i));
    start(names, 6 * people);
    return_after_half_an_hour();
    pass(std::chrono::minutes{20});
    // After it nobody but the first has room.
    for (std::size_t i = 1; i < people; ++i) EXPECT_OK(complete(names[i], 1));
    pass(std::chrono::minutes{10});
    const auto before = steps();
    EXPECT_EQ(return_idle(world.env()), 3u);
    return steps() - before;
  };
  const auto few = work_among(4);
  const auto many = work_among(40);
  EXPECT_LE(many * 2, few * 3 + 100) << few << " among 4 people, " << many << " among 40";
}

}  // namespace
}  // namespace allot::test

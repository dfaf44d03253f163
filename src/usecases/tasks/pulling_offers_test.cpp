// Who is offered what waits in the queue of a pulling task, and when.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "usecases/accounts/manage.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/items/delete.h"
#include "usecases/members/availability.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/offer_to_returned.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

class OffersOfAPullingTask : public PullingTask {
 protected:
  void say(std::string_view name, const std::optional<Availability>& said) {
    ASSERT_OK(set_availability(
        world.env(),
        world.manager(),
        {.project = world.project(), .user = World::person(name), .said = said}
    ));
  }

  [[nodiscard]] Availability away_in(std::chrono::hours wait) const {
    return {.from = world.clock.now() + wait, .until = {}, .hours_per_day = {}};
  }

  /// A task that begins while ada is away.
  void start_without_ada() {
    world.join("ada", Role::annotator);
    say("ada", away_in(std::chrono::hours{0}));
    start({"ada", "ben"}, 12);
    ASSERT_FALSE(world.assignment_of(task, "ada").has_value());
    ASSERT_EQ(waiting(), 9u);
  }

  Result<std::vector<StatusChange>> clear(const std::vector<ItemId>& which) {
    return set_status(world.env(), world.manager(), {.where = task, .items = which, .word = ""});
  }

  void open_issue(const ItemId& item) {
    const std::vector<NewAnnotation> issue{
        {.type = "box", .label = "wrong", .metadata = R"({"system":{"status":"issue"}})"}
    };
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, issue));
  }
};

// B-038, B-053: as everybody else; who came by the workload has a first batch, and no more.
TEST_F(OffersOfAPullingTask, ComeToContributorsWhomAWorkloadNames) {
  start({"ada"}, 3);
  const auto more = world.items(8, "more");
  ASSERT_OK(add_items(
      world.env(),
      world.manager(),
      {.task = task, .query = World::query_of(more), .loads = equal_loads_for({"ada", "cleo"})}
  ));
  EXPECT_EQ(held("cleo"), (Held{.open = 3}));
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 2u);
}

// B-055: adding a contributor without an assignment serves them, as it does somebody new.
TEST_F(OffersOfAPullingTask, ComeToAContributorWithoutAssignmentWhoIsAddedAgain) {
  ASSERT_OK(delete_assignment(world.env(), world.manager(), {.assignment = assignment("ada")}));
  ASSERT_FALSE(world.assignment_of(task, "ada").has_value());
  change(ContributorsChange::add, {"ada", "ben"});
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 3u);
  EXPECT_TRUE(newest(MoveKind::contributors).came.empty());
  change(ContributorsChange::add, {"ada"});
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-055: the same when the assignment went to somebody else.
TEST_F(OffersOfAPullingTask, ComeToAContributorWhoseAssignmentWasReassigned) {
  ASSERT_OK(reassign_assignment(
      world.env(), world.manager(), {.assignment = assignment("ada"), .to = World::person("dan")}
  ));
  change(ContributorsChange::add, {"ada"});
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053, B-422
TEST_F(OffersOfAPullingTask, ComeInEveryTaskWhenAnAbsenceIsLifted) {
  const auto earlier = task;
  start_without_ada();
  say("ada", std::nullopt);
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 6u);
  EXPECT_EQ(world.items_of(earlier, "ada"), (Held{.open = 6}));
  EXPECT_EQ(held("ben"), (Held{.open = 3})) << "who was not away is offered nothing by it";
  say("ada", std::nullopt);
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053, B-422
TEST_F(OffersOfAPullingTask, ComeWhenAnAbsenceIsPutOff) {
  start_without_ada();
  say("ada", away_in(std::chrono::hours{24}));
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053, B-422
TEST_F(OffersOfAPullingTask, DoNotComeToWhoIsStillAway) {
  start_without_ada();
  auto still = away_in(std::chrono::hours{0});
  still.until = world.clock.now() + std::chrono::hours{1};
  say("ada", still);
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
}

// B-053, B-422: an absence that ends by itself is no word of anybody, so time brings the first
// batch.
TEST_F(OffersOfAPullingTask, ComeToWhoHasNoneWhenAnAbsenceEndsByItself) {
  start_without_ada();
  auto week = away_in(std::chrono::hours{0});
  week.until = world.clock.now() + std::chrono::hours{168};
  say("ada", week);
  world.clock.advance(std::chrono::hours{167});
  offer_to_returned(world.env());
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
  world.clock.advance(std::chrono::hours{1});
  offer_to_returned(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  offer_to_returned(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3})) << "once";
}

// B-053: whoever gave has room.
TEST_F(OffersOfAPullingTask, ComeAfterARemovalOfItems) {
  ASSERT_OK(remove_items(
      world.env(), world.manager(), {.task = task, .query = World::query_of(open_of("ada"))}
  ));
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 0u);
}

// B-053, B-144
TEST_F(OffersOfAPullingTask, ComeAfterTheDeletionOfAnItem) {
  ASSERT_OK(delete_item(world.env(), world.manager(), open_of("ada")[0]));
  EXPECT_EQ(held("ada"), (Held{.open = 5}));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 0u);
}

// B-053: that makes no room, and brings nothing.
TEST_F(OffersOfAPullingTask, DoNotComeAfterAMoveOutOfTheQueueAlone) {
  ASSERT_OK(remove_items(
      world.env(), world.manager(), {.task = task, .query = World::query_of({queued()[0]})}
  ));
  EXPECT_EQ(waiting(), 5u);
}

// B-053, B-058
TEST_F(OffersOfAPullingTask, ComeAfterARedistribution) {
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = assignment("ada"), .loads = equal_loads_for({"ben"})}
  ));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(newest(MoveKind::redistribute).plan.total(), 3u);
}

// B-055: a locked assignment has no open items.
TEST_F(OffersOfAPullingTask, AreMadeOfWhatIsClearedInALockedAssignment) {
  start({"ada", "ben"}, 6);
  ASSERT_OK(complete("ada", 3));
  change(ContributorsChange::remove, {"ada"});
  const auto done = handled_of("ada");
  ASSERT_OK(clear({done[0]}));
  EXPECT_EQ(held("ada"), (Held{.completed = 2}));
  EXPECT_EQ(held("ben"), (Held{.open = 4}));
  EXPECT_EQ(newest(MoveKind::clear).plan.total(), 1u);
}

// B-055, B-084
TEST_F(OffersOfAPullingTask, AreMadeOfWhatAnIssueReopensInALockedAssignment) {
  ASSERT_OK(complete("ada", 1));
  change(ContributorsChange::remove, {"ada"});
  const auto done = handled_of("ada");
  ASSERT_EQ(held("ben").open, 6u);
  open_issue(done[0]);
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(queued().front(), done[0]);
  EXPECT_TRUE(world.assignment_of(task, "ada").has_value());
}

// B-084: who is a contributor keeps what an issue reopens.
TEST_F(OffersOfAPullingTask, AreNotMadeOfWhatIsReopenedElsewhere) {
  ASSERT_OK(complete("ada", 1));
  const auto before = queued();
  open_issue(handled_of("ada")[0]);
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(queued(), before);
}

// B-006: whoever cannot sign in is given nothing that would wait with them.
TEST_F(OffersOfAPullingTask, DoNotComeToDisabledAccounts) {
  world.account("ada");
  ASSERT_OK(disable_user(world.env(), "ada@example.org"));
  ASSERT_OK(set_status(
      world.env(),
      world.manager(),
      {.where = task, .items = {open_of("ada")[0]}, .word = "completed"}
  ));
  EXPECT_EQ(held("ada"), (Held{.open = 2, .completed = 1}));
  EXPECT_FAILS(
      load_batch(world.env(), world.manager(), {.assignment = assignment("ada")}),
      ErrorCode::conflict
  );
  start({"ada", "ben"}, 6);
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  ASSERT_OK(enable_user(world.env(), "ada@example.org"));
  change(ContributorsChange::add, {"ada"});
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053: nothing moves in a task that is dismissed.
TEST_F(OffersOfAPullingTask, DoNotComeInADismissedTask) {
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = task, .dismissed = true}));
  ASSERT_OK(delete_item(world.env(), world.manager(), open_of("ada")[0]));
  EXPECT_EQ(held("ada"), (Held{.open = 2}));
  EXPECT_EQ(waiting(), 6u);
}

}  // namespace
}  // namespace allot::test

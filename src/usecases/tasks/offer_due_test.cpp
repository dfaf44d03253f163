#include "usecases/tasks/offer_due.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "store/offers.h"
#include "support/passing_store.h"
#include "usecases/accounts/manage.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/members/add.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {
namespace {

class DueOffers : public PullingTask {
 protected:
  /// A task that begins while ada is away.
  void start_without_ada() {
    world.join("ada", Role::annotator);
    say("ada", away_in(std::chrono::hours{0}));
    start({"ada", "ben"}, 12);
    ASSERT_FALSE(world.assignment_of(task, "ada").has_value());
    ASSERT_EQ(waiting(), 9u);
  }
};

// B-053, B-422
TEST_F(DueOffers, ComeInEveryTaskWhenAnAbsenceIsLifted) {
  const auto earlier = task;
  start_without_ada();
  say("ada", std::nullopt);
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 6u);
  EXPECT_EQ(world.items_of(earlier, "ada"), (Held{.open = 6}));
  EXPECT_EQ(held("ben"), (Held{.open = 3})) << "who was not away is offered nothing by it";
  say("ada", std::nullopt);
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3})) << "once";
}

// B-053, B-422: what is said is one change, and what follows from it is a part of it.
TEST_F(DueOffers, AreNotLostWhereTheStoreIsBusyAfterTheWord) {
  start_without_ada();
  OvertakenStore store(world.env().store);
  auto env = with_store(world.env(), store);
  store.meanwhile = [&] {  // the first change is made, and no other
    store.meanwhile = [] { throw StoreBusy("The store is closing."); };
  };
  ASSERT_OK(set_availability(
      env,
      world.manager(),
      {.project = world.project(), .user = World::person("ada"), .said = std::nullopt}
  ));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053, B-422
TEST_F(DueOffers, ComeWhenAnAbsenceIsPutOff) {
  start_without_ada();
  say("ada", away_in(std::chrono::hours{24}));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053, B-422
TEST_F(DueOffers, DoNotComeToWhoIsStillAway) {
  start_without_ada();
  say("ada", away_for(std::chrono::hours{1}));
  offer_due(world.env());
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
}

// B-053, B-422: an absence that ends by itself is no word of anybody, so time brings the batch.
TEST_F(DueOffers, ComeWhenAnAbsenceEndsByItself) {
  start_without_ada();
  say("ada", away_for(std::chrono::hours{168}));
  world.clock.advance(std::chrono::hours{167});
  offer_due(world.env());
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
  world.clock.advance(std::chrono::hours{1});
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3})) << "once";
}

// B-053, B-422: as after a server that was off for days.
TEST_F(DueOffers, ComeHoweverLongAgoAnAbsenceEnded) {
  start_without_ada();
  say("ada", away_for(std::chrono::hours{24}));
  world.clock.advance(std::chrono::hours{24 * 30});
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053, B-422: who did everything before they left has nothing by which the next batch could come.
TEST_F(DueOffers, ComeToWhoHasAnAssignmentWithNothingOpen) {
  world.join("ada", Role::annotator);
  say("ada", away_for(std::chrono::hours{24}));
  ASSERT_OK(complete("ada", 3));
  world.clock.advance(std::chrono::hours{24});
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 6, .completed = 3}));
}

// B-053, B-422: an absence that was put off ends, too; one that was called off does not.
TEST_F(DueOffers, ComeAtTheEndOfEachAbsenceThatWas) {
  world.join("ada", Role::annotator);
  auto later = away_for(std::chrono::hours{48});
  later.from += std::chrono::hours{24};
  say("ada", later);
  say("ada", std::nullopt);
  world.clock.advance(std::chrono::hours{48});
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3})) << "she was not away";
  say("ada", away_for(std::chrono::hours{24}));
  later = away_for(std::chrono::hours{48});
  later.from += std::chrono::hours{24};
  say("ada", later);
  offer_due(world.env());
  ASSERT_EQ(held("ada"), (Held{.open = 6})) << "put off";
  world.clock.advance(std::chrono::hours{30});
  ASSERT_OK(complete("ada", 6));
  ASSERT_EQ(held("ada"), (Held{.completed = 6})) << "away";
  world.clock.advance(std::chrono::hours{18});
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3, .completed = 6}));
}

// B-053, B-147
TEST_F(DueOffers, ComeToWhoIsBackInTheProject) {
  start_without_ada();
  say("ada", away_for(std::chrono::hours{1}));
  world.join("ada", Role::annotator, false);
  world.clock.advance(std::chrono::hours{1});
  offer_due(world.env());
  EXPECT_FALSE(world.assignment_of(task, "ada").has_value());
  ASSERT_OK(add_members(
      world.env(),
      world.manager(),
      {.project = world.project(), .users = {World::person("ada")}, .role = Role::annotator}
  ));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
}

// B-053, B-006
TEST_F(DueOffers, ComeToWhoseAccountIsEnabledAgain) {
  world.account("ada");
  ASSERT_OK(disable_user(world.env(), "ada@example.org"));
  start({"ada", "ben"}, 12);
  ASSERT_FALSE(world.assignment_of(task, "ada").has_value());
  ASSERT_OK(enable_user(world.env(), "ada@example.org"));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  ASSERT_OK(enable_user(world.env(), "ada@example.org"));  // she is already
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053: a manager's move is as it was previewed, and whom it leaves with nothing draws on.
TEST_F(DueOffers, ComeToWhomARedistributionLeftNothing) {
  ASSERT_OK(redistribute_task(
      world.env(), world.manager(), {.task = task, .loads = equal_loads_for({"cleo"})}
  ));
  ASSERT_EQ(held("cleo"), (Held{.open = 6}));
  ASSERT_EQ(waiting(), 6u);
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(held("cleo"), (Held{.open = 6})) << "she is no contributor";
  EXPECT_EQ(waiting(), 0u);
}

// B-053
TEST_F(DueOffers, DoNotComeToWhomARedistributionLeftSomething) {
  start({"ada", "ben"}, 30);
  ASSERT_OK(load_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = assignment("ada"), .loads = equal_loads_for({"ada", "cleo"})}
  ));
  ASSERT_EQ(held("ada"), (Held{.open = 3}));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
}

// B-053
TEST_F(DueOffers, ComeToWhoseItemsWereRemoved) {
  start({"ada", "ben"}, 12);
  auto theirs = open_of("ada");
  for (auto& item : open_of("ben")) theirs.push_back(std::move(item));
  ASSERT_OK(
      remove_items(world.env(), world.manager(), {.task = task, .query = World::query_of(theirs)})
  );
  ASSERT_EQ(waiting(), 6u);
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 0u);
}

// B-053, B-055
TEST_F(DueOffers, ComeToWhoseAssignmentWentToSomebodyElse) {
  const auto adas = assignment("ada");
  ASSERT_OK(reassign_assignment(
      world.env(), world.manager(), {.assignment = adas, .to = World::person("ben")}
  ));
  ASSERT_FALSE(world.assignment_of(task, "ada").has_value());
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_NE(assignment("ada"), adas);
}

// B-053, B-055
TEST_F(DueOffers, ComeToWhoseAssignmentWasDeleted) {
  ASSERT_OK(delete_assignment(world.env(), world.manager(), {.assignment = assignment("ada")}));
  ASSERT_OK(clear_batch(world.env(), world.manager(), {.assignment = assignment("ben")}));
  ASSERT_EQ(held("ada"), (Held{.open = 3})) << "an offer to everybody";
  ASSERT_OK(delete_assignment(world.env(), world.manager(), {.assignment = assignment("ben")}));
  ASSERT_FALSE(world.assignment_of(task, "ben").has_value());
  offer_due(world.env());
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
}

// B-053, B-292
TEST_F(DueOffers, ComeToWhomAnUndoLeftNothing) {
  start({"ada", "ben", "cleo"}, 6);
  const auto moved = redistribute_task(
      world.env(), world.manager(), {.task = task, .loads = equal_loads_for({"cleo"})}
  );
  ASSERT_EQ(held("cleo"), (Held{.open = 6}));
  const auto more = world.items(9, "more");
  ASSERT_OK(add_items(world.env(), world.manager(), {.task = task, .query = World::query_of(more)})
  );
  ASSERT_EQ(waiting(), 3u);
  const auto& done = std::get<TaskRedistributed>(std::get<Command>(moved.value()).result);
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = done.operation}));
  ASSERT_EQ(held("cleo"), (Held{}));
  offer_due(world.env());
  EXPECT_EQ(held("cleo"), (Held{.open = 3}));
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
}

// B-053, B-055: who put the items back is not given them again.
TEST_F(DueOffers, DoNotComeToWhoClearedTheirBatch) {
  ASSERT_OK(load_batch(world.env(), world.caller("ben"), {.assignment = assignment("ben")}));
  ASSERT_OK(clear_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  offer_due(world.env());
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(waiting(), 6u);
}

// B-053: a change serves a hundred people, and others have their turn before the next hundred.
TEST_F(DueOffers, ToManyAreMadeInSlices) {
  constexpr std::size_t people = 230;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < people; ++i) names.push_back("p" + std::to_string(i));
  start(names, 3 * people);
  ASSERT_EQ(waiting(), 0u);
  const auto more = world.items(3 * people, "more");
  ASSERT_OK(add_items(world.env(), world.manager(), {.task = task, .query = World::query_of(more)})
  );
  EXPECT_EQ(newest(MoveKind::add).plan.people.size(), 100u);
  EXPECT_EQ(held("p99"), (Held{.open = 6}));
  EXPECT_EQ(held("p100"), (Held{.open = 3}));
  offer_due(world.env());
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(held("p229"), (Held{.open = 6}));
  EXPECT_EQ(newest(MoveKind::batch).plan.handovers.size(), 30u);
}

// B-055, B-053: who comes with many others has a first batch soon, and one alone.
TEST_F(DueOffers, AreFirstBatchesOfManyNewPeople) {
  start({"ada"}, 1'000);
  std::vector<std::string> names;
  for (int i = 0; i < 130; ++i) names.push_back("p" + std::to_string(i));
  change(ContributorsChange::add, names);
  EXPECT_EQ(newest(MoveKind::contributors).came.size(), 130u);
  EXPECT_EQ(held("p99"), (Held{.open = 3}));
  EXPECT_FALSE(world.assignment_of(task, "p100").has_value());
  offer_due(world.env());
  EXPECT_EQ(held("p99"), (Held{.open = 3}));
  EXPECT_EQ(held("p129"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 997u - 390u);
}

// B-053: who is back costs the tasks in which something waits.
TEST_F(DueOffers, LookAtNoTaskInWhichNothingWaits) {
  start({"ada"}, 3);
  const auto waits = read(world.env().store, [&](const Transaction& tx) {
    return tx.offers().tasks_with_queue(world.project());
  });
  EXPECT_EQ(std::ranges::count(waits, task), 0);
  EXPECT_EQ(waits.size(), 1u);
}

}  // namespace
}  // namespace allot::test

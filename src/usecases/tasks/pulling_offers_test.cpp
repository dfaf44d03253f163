// Who is offered what waits in the queue of a pulling task, and when.

#include <gtest/gtest.h>

#include <algorithm>

#include "usecases/accounts/manage.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/inbox/inbox_for_tests.h"
#include "usecases/items/delete.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

class OffersOfAPullingTask : public PullingTask {
 protected:
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

// B-053: whoever gave asks for more, or has their turn when items come.
TEST_F(OffersOfAPullingTask, DoNotComeAfterARemovalOfItems) {
  ASSERT_OK(remove_items(
      world.env(), world.manager(), {.task = task, .query = World::query_of(open_of("ada"))}
  ));
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(waiting(), 6u);
  ASSERT_OK(load_batch(world.env(), world.caller("ada"), {.assignment = assignment("ada")}));
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
}

// B-053, B-144
TEST_F(OffersOfAPullingTask, ComeAfterTheDeletionOfAnItem) {
  ASSERT_OK(delete_item(world.env(), world.manager(), open_of("ada")[0]));
  EXPECT_EQ(held("ada"), (Held{.open = 5}));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 0u);
}

// B-053: that makes no room, and brings nothing.
TEST_F(OffersOfAPullingTask, DoNotComeAfterADeletionOutOfTheQueueAlone) {
  ASSERT_OK(delete_item(world.env(), world.manager(), queued()[0]));
  EXPECT_EQ(waiting(), 5u);
}

// B-053, B-058
TEST_F(OffersOfAPullingTask, DoNotComeAfterARedistribution) {
  ASSERT_OK(redistribute_assignment(
      world.env(),
      world.manager(),
      {.assignment = assignment("ada"), .loads = equal_loads_for({"ben"})}
  ));
  EXPECT_EQ(held("ben"), (Held{.open = 6}));
  EXPECT_EQ(held("ada"), (Held{}));
  EXPECT_EQ(newest(MoveKind::redistribute).plan.total(), 3u);
  EXPECT_EQ(waiting(), 6u);
}

// B-053, B-292: what was taken back leaves everybody where they were.
TEST_F(OffersOfAPullingTask, DoNotStandInTheWayOfAnUndo) {
  const auto outcome = redistribute_task(
      world.env(), world.manager(), {.task = task, .loads = equal_loads_for({"ada"})}
  );
  const auto& done = std::get<TaskRedistributed>(std::get<Command>(outcome.value()).result);
  ASSERT_OK(undo_operation(world.env(), world.manager(), {.operation = done.operation}));
  EXPECT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(held("ben"), (Held{.open = 3}));
  EXPECT_EQ(waiting(), 6u);
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

// B-171, B-282
TEST_F(OffersOfAPullingTask, AreToldWithoutTheColleagueWhoMadeRoom) {
  start({"ada"}, 3);
  change(ContributorsChange::add, {"cleo"});  // for whom nothing waits yet
  const auto clear_of = [&](std::string_view name, const Caller& who) {
    ASSERT_OK(clear_batch(world.env(), who, {.assignment = assignment(name), .how = {}}));
    follow_to_the_end(world.env());
  };
  const auto offered_by = [&](std::string_view name) {
    return list_inbox(world.env(), world.caller(name), false, 0, 1).lines.at(0).by;
  };
  clear_of("ada", world.caller("ada"));
  ASSERT_EQ(held("cleo"), (Held{.open = 3}));
  EXPECT_EQ(offered_by("cleo"), UserId{});
  EXPECT_EQ(world.assignment_of(task, "cleo")->updated_by, UserId{});
  clear_of("cleo", world.manager());
  ASSERT_EQ(held("ada"), (Held{.open = 3}));
  EXPECT_EQ(offered_by("ada"), world.manager().user);
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

// B-053: nothing was offered while it was dismissed.
TEST_F(OffersOfAPullingTask, ComeWhenTheTaskIsReopened) {
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = task, .dismissed = true}));
  for (const auto& item : open_of("ada")) {
    ASSERT_OK(delete_item(world.env(), world.manager(), item));
  }
  ASSERT_EQ(held("ada"), (Held{}));
  ASSERT_OK(update_task(world.env(), world.manager(), {.task = task, .dismissed = false}));
  EXPECT_EQ(held("ada"), (Held{.open = 6}));
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(newest(MoveKind::batch).by, world.manager().user);
}

}  // namespace
}  // namespace allot::test

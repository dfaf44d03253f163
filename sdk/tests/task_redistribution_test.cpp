#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Ten files: eight with ada, two with ben.
class TaskRedistribution : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(10);
  const Task task = task_of(dataset, loads({{"ada", 80}, {"ben", 20}}));
  const Assignment adas = assignment_of(task, "ada");

  [[nodiscard]] static std::string first_of(const Assignment& assignment) {
    return ids_of(assignment.get_items()).front();
  }
};

// B-290
TEST_P(TaskRedistribution, MovesOnlyTheSurplusAndReturnsTheOperation) {
  const auto operation = task.redistribute(loads({{"ada", 50}, {"ben", 30}, {"cleo", 20}}));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 5}, {"ben", 3}, {"cleo", 2}}));
  EXPECT_THAT(
      names_of(adas.get_items()), ElementsAre("01.txt", "02.txt", "03.txt", "04.txt", "05.txt")
  );
  EXPECT_EQ(operation.kind, PlanKind::redistribute);
  EXPECT_EQ(operation.task_id, task.id);
  EXPECT_EQ(operation.total, 3u);
  EXPECT_EQ(operation.by, address_of("mia"));
}

// B-290
TEST_P(TaskRedistribution, DoesWhatItsPreviewSays) {
  const auto workload = loads({{"ben", 50}, {"cleo", 50}});
  const auto plan = task.preview_redistribute(workload);
  EXPECT_EQ(plan.kind, PlanKind::redistribute);
  EXPECT_EQ(plan.task_id, task.id);
  EXPECT_EQ(plan.assignment_id, "");
  EXPECT_EQ(plan.total, 8u);
  EXPECT_TRUE(plan.undoable);
  EXPECT_EQ(after(plan), (Shares{{"ben", 5}, {"cleo", 5}, {"ada", 0}}));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 8}, {"ben", 2}}));  // nothing was done
  task.redistribute(workload, {.expect = plan});
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 5}, {"cleo", 5}}));
}

// B-291
TEST_P(TaskRedistribution, OfAStateThatIsSoAlreadyMovesNothing) {
  EXPECT_EQ(task.preview_redistribute(loads({{"ada", 80}, {"ben", 20}})).total, 0u);
  const auto before = ids_of(adas.get_items());
  EXPECT_EQ(task.redistribute(loads({{"ada", 80}, {"ben", 20}})).total, 0u);
  EXPECT_EQ(ids_of(adas.get_items()), before);
}

TEST_P(TaskRedistribution, MayBeNarrowed) {
  (*adas.get_items().begin()).annotations.upload({NewAnnotation::classification("sign")});
  const Redistribution which{
      .filters = Filters().add(
          "name", Filters::Operator::in, std::vector<std::string>{"01.txt", "02.txt", "03.txt"}
      ),
      .only_not_annotated = true
  };
  const auto plan = task.preview_redistribute(loads({{"cleo", 100}}), which);
  EXPECT_EQ(plan.total, 2u);
  EXPECT_EQ(plan.left_not_matching, 8u);
  task.redistribute(loads({{"cleo", 100}}), which);
  EXPECT_THAT(names_of(assignment_of(task, "cleo").get_items()), ElementsAre("02.txt", "03.txt"));
}

// B-298
TEST_P(TaskRedistribution, LeavesWhatIsOnSomebodysScreenUnlessItIsToMoveToo) {
  const auto ada = house.client("ada");
  const auto item = first_of(adas);
  ada.assignments.get({.assignment_id = adas.id}).use(item);
  const auto plan = task.preview_redistribute(loads({{"ben", 100}}));
  EXPECT_EQ(plan.total, 7u);
  EXPECT_EQ(plan.left_in_use, 1u);
  EXPECT_EQ(plan.people.back().in_use, 1u);
  task.redistribute(loads({{"ben", 100}}));
  EXPECT_THAT(ids_of(adas.get_items()), ElementsAre(item));
  task.redistribute(loads({{"ben", 100}}), {.include_in_use = true});
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 10}}));
}

TEST_P(TaskRedistribution, OfOneAssignmentTakesWhatIsInUseOnlyWhenTold) {
  house.client("ada").assignments.get({.assignment_id = adas.id}).use(first_of(adas));
  adas.redistribute(loads({{"ben", 100}}));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 1}, {"ben", 9}}));
  adas.redistribute(loads({{"ben", 100}}), {.include_in_use = true});
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 10}}));
}

// 80 §2
TEST_P(TaskRedistribution, ThatWouldBeAnotherOneByNowTellsThePlanThatItWouldBe) {
  const auto workload = loads({{"ada", 50}, {"ben", 50}});
  const auto stale = task.preview_redistribute(workload);
  task.redistribute(loads({{"ada", 20}, {"ben", 80}}));
  const auto now = shares_of(task);
  try {
    task.redistribute(workload, {.expect = stale});
    FAIL();
  } catch (const PlanChanged& changed) {
    EXPECT_EQ(changed.status(), 409);
    EXPECT_EQ(changed.code(), "plan_changed");
    EXPECT_EQ(changed.plan().kind, PlanKind::redistribute);
    EXPECT_EQ(changed.plan().total, 3u);
    EXPECT_EQ(after(changed.plan()), (Shares{{"ada", 5}, {"ben", 5}}));
    EXPECT_EQ(shares_of(task), now);
    task.redistribute(workload, {.expect = changed.plan()});
  }
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 5}, {"ben", 5}}));
  EXPECT_THROW(adas.redistribute(workload, {.expect = stale}), Conflict);
}

// 80 §2: fewer may move than was expected
TEST_P(TaskRedistribution, IsHeldToItsPreviewAsFarAsItemsWereNotHandledMeanwhile) {
  const auto plan = task.preview_redistribute(loads({{"cleo", 100}}));
  adas.set_status("completed", {first_of(adas)});
  const auto operation = task.redistribute(loads({{"cleo", 100}}), {.expect = plan});
  EXPECT_EQ(operation.total, 9u);
}

TEST_P(TaskRedistribution, AddedItemsAreHeldToTheirPreviewToo) {
  dataset.items.upload({.file = house.file("11.txt", "eleven")});
  const Task::Addition addition{.filters = {}, .workload = loads({{"cleo", 100}}), .limit = {}};
  auto held = addition;
  held.expect = task.preview_add_items(addition);
  task.redistribute(loads({{"ben", 100}}));
  EXPECT_THROW(task.add_items(held), PlanChanged);
  held.expect = task.preview_add_items(addition);
  EXPECT_EQ(task.add_items(held).counts.total, 11u);
}

// B-031 B-210
TEST_P(TaskRedistribution, OfWrongLoadsIsABadRequestAndMovesNothing) {
  for (const auto& wrong : {loads({{"ben", 60}, {"cleo", 30}}), Workload{}}) {
    EXPECT_THROW(task.redistribute(wrong), BadRequest);
    EXPECT_THROW((void)task.preview_redistribute(wrong), BadRequest);
  }
  EXPECT_THROW(
      house.client("ada").tasks.get({.task_id = task.id}).redistribute(loads({{"ben", 100}})),
      Forbidden
  );
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 8}, {"ben", 2}}));
}

IN_BOTH_MODES(TaskRedistribution);

}  // namespace
}  // namespace allot::sdk_tests

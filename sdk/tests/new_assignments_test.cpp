#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Of five files the first two are in a task, with ada.
class NewAssignments : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(5);
  const Task task = dataset.tasks.create(
      {.name = "label", .filters = {}, .workload = loads({{"ada", 100}}), .limit = 2}
  );

  [[nodiscard]] std::string id_of(const char* filename) const {
    return dataset.items.get({.item_id = {}, .filepath = filename}).id;
  }

  /// The sentence of the conflict that making it ends in.
  [[nodiscard]] std::string conflict_of(const NewAssignment& wanted) const {
    try {
      task.assignments.create(wanted);
    } catch (const Conflict& error) {
      return error.what();
    }
    return "no conflict";
  }
};

// B-036
TEST_P(NewAssignments, HoldJustTheItemsThatAreNamed) {
  const auto cleos = task.assignments.create(
      {.assignee_id = "Cleo@Example.org",
       .filters = Filters::items({id_of("/03.txt"), id_of("/05.txt")})}
  );
  EXPECT_EQ(cleos.annotator, address_of("cleo"));
  EXPECT_EQ(cleos.task_id, task.id);
  EXPECT_THAT(names_of(cleos.get_items()), ElementsAre("03.txt", "05.txt"));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 2}, {"cleo", 2}}));
}

// B-037
TEST_P(NewAssignments, HoldWhatMatchesAndIsNotInTheTaskYet) {
  const NewAssignment wanted{.assignee_id = address_of("ben"), .filters = {}};
  const auto plan = task.assignments.preview_create(wanted);
  EXPECT_EQ(plan.total, 3u);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 2}}));  // nothing was done
  EXPECT_THAT(
      names_of(task.assignments.create(wanted).get_items()),
      ElementsAre("03.txt", "04.txt", "05.txt")
  );
}

TEST_P(NewAssignments, AreForPeopleWhoHaveNothingInTheTask) {
  const NewAssignment wanted{.assignee_id = "ADA@example.org", .filters = {}};
  EXPECT_THAT(conflict_of(wanted), HasSubstr("ADA@example.org has an assignment in the task"));
  EXPECT_THROW((void)task.assignments.preview_create(wanted), Conflict);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 2}}));
}

TEST_P(NewAssignments, AreNotMadeOfNothing) {
  const NewAssignment wanted{
      .assignee_id = address_of("ben"), .filters = Filters::items({id_of("/01.txt")})
  };
  EXPECT_THAT(conflict_of(wanted), HasSubstr("so ben@example.org gets no assignment"));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 2}}));
}

TEST_P(NewAssignments, AreMadeInATaskByWhoManagesIt) {
  const NewAssignment wanted{.assignee_id = address_of("ben"), .filters = {}};
  EXPECT_THROW(project.assignments.create(wanted), BadRequest);
  EXPECT_THROW((void)mia.assignments.preview_create(wanted), BadRequest);
  const auto adas_task = house.client("ada").tasks.get({.task_id = task.id});
  EXPECT_THROW(adas_task.assignments.create(wanted), Forbidden);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 2}}));
}

IN_BOTH_MODES(NewAssignments);

}  // namespace
}  // namespace allot::sdk_tests

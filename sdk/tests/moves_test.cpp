#include <limits>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Ten files: eight with ada, two with ben.
class Moves : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(10);
  const Task task = task_of(dataset, loads({{"ada", 80}, {"ben", 20}}));
  const Assignment adas = assignment_of(task, "ada");

  void handle(std::size_t count) const {
    auto ids = ids_of(adas.get_items());
    ids.resize(count);
    adas.set_status("completed", ids);
  }

  [[nodiscard]] static Shares shares(const std::vector<Assignment>& assignments) {
    Shares found;
    for (const auto& each : assignments) {
      found.emplace_back(each.annotator.substr(0, each.annotator.find('@')), each.counts.total);
    }
    return found;
  }
};

// B-200 B-207
TEST_P(Moves, ARedistributionHandsOpenItemsToOthersByLoad) {
  const auto receivers =
      adas.redistribute(Workload{{"Cleo@Example.org", 75}, {address_of("ben"), 25}});
  EXPECT_EQ(shares(receivers), (Shares{{"cleo", 6}, {"ben", 4}}));
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 4}, {"cleo", 6}}));
  // B-204
  EXPECT_THROW((void)mia.assignments.get({.assignment_id = adas.id}), NotFound);
}

// B-202
TEST_P(Moves, HandledItemsStayInARedistribution) {
  handle(3);
  const auto plan = adas.preview_redistribute(loads({{"ben", 100}}));
  EXPECT_EQ(plan.kind, PlanKind::redistribute);
  EXPECT_EQ(plan.task_id, task.id);
  EXPECT_EQ(plan.assignment_id, adas.id);
  EXPECT_NE(plan.version, "");
  EXPECT_EQ(adas.preview_redistribute(loads({{"ben", 100}})).version, plan.version);
  EXPECT_EQ(plan.left_in_use, 0u);
  EXPECT_EQ(plan.total, 5u);
  EXPECT_EQ(plan.left_handled, 3u);
  EXPECT_TRUE(plan.undoable);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 8}, {"ben", 2}}));  // nothing was done
  const auto receivers = adas.redistribute(loads({{"ben", 100}}));
  EXPECT_EQ(shares(receivers), (Shares{{"ben", 7}}));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 3}, {"ben", 7}}));
  EXPECT_NE(adas.preview_redistribute(loads({{"ben", 100}})).version, plan.version);
}

// B-203
TEST_P(Moves, ARedistributionMayBeNarrowed) {
  (*adas.get_items().begin()).annotations.upload({NewAnnotation::classification("sign")});
  const Redistribution which{
      .filters = Filters().add(
          "name", Filters::Operator::in, std::vector<std::string>{"01.txt", "02.txt", "03.txt"}
      ),
      .only_not_annotated = true
  };
  const auto plan = adas.preview_redistribute(loads({{"cleo", 100}}), which);
  EXPECT_EQ(plan.total, 2u);
  EXPECT_EQ(plan.left_not_matching, 6u);
  const auto receivers = adas.redistribute(loads({{"cleo", 100}}), which);
  ASSERT_EQ(receivers.size(), 1u);
  EXPECT_THAT(names_of(receivers[0].get_items()), ElementsAre("02.txt", "03.txt"));
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 6}, {"ben", 2}, {"cleo", 2}}));
}

// B-205
TEST_P(Moves, TheSourceMayBeAmongItsReceivers) {
  const auto receivers = adas.redistribute(loads({{"ada", 50}, {"cleo", 50}}));
  EXPECT_EQ(shares(receivers), (Shares{{"ada", 4}, {"cleo", 4}}));
  EXPECT_EQ(receivers[0].id, adas.id);
}

// B-207
TEST_P(Moves, WhoGetsNothingGetsNoAssignment) {
  const auto receivers = adas.redistribute(loads({{"cleo", 100}, {"eve", 0}}));
  EXPECT_EQ(shares(receivers), (Shares{{"cleo", 8}}));
}

// B-208
TEST_P(Moves, ARedistributionWithoutOpenItemsChangesNothing) {
  handle(8);
  EXPECT_THAT(adas.redistribute(loads({{"cleo", 100}})), IsEmpty());
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 8}, {"ben", 2}}));
}

TEST_P(Moves, ARedistributionDoesWhatItsPreviewSays) {
  handle(1);
  const auto workload = loads({{"ben", 33.4}, {"cleo", 33.3}, {"eve", 33.3}});
  const auto plan = adas.preview_redistribute(workload);
  adas.redistribute(workload);
  for (const auto& person : plan.people) {
    const auto who = person.assignee_id.substr(0, person.assignee_id.find('@'));
    EXPECT_EQ(assignment_of(task, who).counts.remaining, person.after) << who;
    EXPECT_EQ(person.open + person.gets - person.gives, person.after) << who;
  }
}

// B-220 B-223 B-224
TEST_P(Moves, AReassignmentHandsOverAllOfIt) {
  handle(3);
  const auto plan = adas.preview_reassign("Cleo@Example.org");
  EXPECT_EQ(plan.kind, PlanKind::reassign);
  EXPECT_EQ(plan.total, 8u);
  const auto cleos = adas.reassign("Cleo@Example.org");
  EXPECT_EQ(cleos.annotator, address_of("cleo"));
  EXPECT_EQ(cleos.counts.total, 8u);
  EXPECT_EQ(cleos.counts.completed, 3u);
  EXPECT_EQ(cleos.task_id, task.id);
  EXPECT_THROW((void)mia.assignments.get({.assignment_id = adas.id}), NotFound);
}

// B-222
TEST_P(Moves, AReassignmentJoinsTheAssignmentThatIsThere) {
  const auto bens = assignment_of(task, "ben");
  EXPECT_EQ(adas.reassign(address_of("ben")).id, bens.id);
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 10}}));
}

// 80 §2
TEST_P(Moves, AReassignmentDoesWhatItsPreviewSaidOrNothing) {
  const auto plan = adas.preview_reassign(address_of("cleo"));
  adas.redistribute(loads({{"ben", 50}, {"ada", 50}}));
  EXPECT_THROW(adas.reassign(address_of("cleo"), plan), PlanChanged);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 4}, {"ben", 6}}));
  const auto now = adas.preview_reassign(address_of("cleo"));
  EXPECT_EQ(adas.reassign(address_of("cleo"), now).counts.total, 4u);
}

// B-225
TEST_P(Moves, AReassignmentToTheSamePersonChangesNothing) {
  EXPECT_EQ(adas.reassign(address_of("ada")).raw_json, adas.raw_json);
}

// B-031 B-210
TEST_P(Moves, WrongLoadsAreABadRequestAndChangeNothing) {
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  for (const auto& wrong :
       {loads({{"ben", 60}, {"cleo", 30}}),
        loads({{"ben", 60}, {"cleo", 60}}),
        loads({{"ben", 120}, {"cleo", -20}}),
        loads({{"ben", no_number}}),
        Workload{{"no address", 100}},
        Workload{}}) {
    EXPECT_THROW(adas.redistribute(wrong), BadRequest);
    EXPECT_THROW((void)adas.preview_redistribute(wrong), BadRequest);
    if (wrong.empty()) continue;  // elsewhere that is a word: all people alike, or the owner
    EXPECT_THROW(task.add_items({.filters = {}, .workload = wrong, .limit = {}}), BadRequest);
    EXPECT_THROW(dataset.tasks.create({.name = "x", .filters = {}, .workload = wrong}), BadRequest);
  }
  EXPECT_THROW(adas.reassign("no address"), BadRequest);
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 8}, {"ben", 2}}));
  EXPECT_EQ(dataset.tasks.list().size(), 1u);
}

IN_BOTH_MODES(Moves);

}  // namespace
}  // namespace allot::sdk_tests

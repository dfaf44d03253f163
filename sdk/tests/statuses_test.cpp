#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

/// Four files, two with ada, two with ben.
class StatusesOfItems : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(4);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
  const Client ada = house.client("ada");
  const Item first = *task.get_items().begin();

  [[nodiscard]] Counts now() const { return mia.tasks.get({.task_id = task.id}).counts; }

  [[nodiscard]] std::vector<std::string> with_status(const char* word) const {
    return names_of(
        dataset.items.list(Filters().add("metadata.system.refs.metadata.status", std::string(word)))
    );
  }
};

// B-090 B-092
TEST_P(StatusesOfItems, AreCountedAndFound) {
  ada.items.get({.item_id = first.id, .filepath = {}}).update_status("completed", task.id);
  EXPECT_EQ(now().completed, 1u);
  EXPECT_EQ(now().remaining, 3u);
  EXPECT_EQ(now().progress, 25);
  EXPECT_THAT(now().by_status, ElementsAre(Pair("completed", 1u)));
  EXPECT_THAT(with_status("completed"), ElementsAre("01.txt"));
  EXPECT_EQ(assignment_of(task, "ada").status, AssignmentStatus::in_progress);

  first.update_status("discard", task.id);
  EXPECT_THAT(now().by_status, ElementsAre(Pair("discard", 1u)));
  EXPECT_EQ(now().completed, 1u);  // with any status
}

// B-093
TEST_P(StatusesOfItems, AreCleared) {
  first.update_status("completed", task.id);
  first.clear_status("completed", task.id);
  EXPECT_EQ(now().completed, 0u);
  first.clear_status("completed", task.id);
  EXPECT_THAT(with_status("completed"), ElementsAre());
}

// B-098
TEST_P(StatusesOfItems, NeedNoTaskWhereThereIsOne) {
  first.update_status("completed");
  EXPECT_EQ(now().completed, 1u);
  first.clear_status("completed");
  EXPECT_EQ(now().completed, 0u);
  (void)task_of(dataset, loads({{"cleo", 100}}));
  EXPECT_THROW(first.update_status("completed"), BadRequest);
  EXPECT_EQ(now().completed, 0u);
}

// B-097
TEST_P(StatusesOfItems, InOneTaskAreNoneInAnother) {
  const auto other = task_of(dataset, loads({{"cleo", 100}}));
  first.update_status("completed", other.id);
  EXPECT_EQ(now().completed, 0u);
  EXPECT_EQ(mia.tasks.get({.task_id = other.id}).counts.completed, 1u);
}

TEST_P(StatusesOfItems, AreRefusedForItemsOutsideTheTask) {
  const auto extra = dataset.items.upload({.file = house.file("05.txt", "x")});
  EXPECT_THROW(extra.update_status("completed"), BadRequest);
  EXPECT_THROW(extra.update_status("completed", task.id), NotFound);
}

// B-091
TEST_P(StatusesOfItems, AreWordsOfTheTask) {
  EXPECT_THROW(first.update_status("nonsense", task.id), BadRequest);
  EXPECT_THROW(first.update_status("", task.id), BadRequest);
  EXPECT_EQ(now().completed, 0u);
}

TEST_P(StatusesOfItems, AreSetForManyItemsOfAnAssignment) {
  const auto adas = assignment_of(task, "ada");
  const auto ids = ids_of(adas.get_items());
  adas.set_status("completed", ids);
  EXPECT_EQ(now().completed, 2u);
  // B-073
  EXPECT_EQ(assignment_of(task, "ada").status, AssignmentStatus::done);
  adas.set_status("completed", {ids[0]}, true);
  EXPECT_EQ(now().completed, 1u);
}

TEST_P(StatusesOfItems, CompleteTheTask) {
  for (const auto& item : task.get_items()) item.update_status("completed", task.id);
  EXPECT_EQ(now().progress, 100);
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).status, TaskStatus::completed);
}

// B-094
TEST_P(StatusesOfItems, LeaveAloneWhatTheAssignmentDoesNotHold) {
  const auto bens = *assignment_of(task, "ben").get_items().begin();
  const auto adas = assignment_of(task, "ada");
  ada.assignments.get({.assignment_id = adas.id}).set_status("completed", {bens.id, first.id});
  EXPECT_THAT(with_status("completed"), ElementsAre("01.txt"));
  EXPECT_EQ(now().completed, 1u);
}

// B-090 B-095
TEST_P(StatusesOfItems, AreReadFromTheItem) {
  const auto adas = assignment_of(task, "ada");
  EXPECT_EQ(first.status(task.id), "");
  first.update_status("discard", task.id);
  const auto now = mia.items.get({.item_id = first.id, .filepath = {}});
  EXPECT_EQ(now.status(task.id), "discard");
  EXPECT_EQ(now.status(adas.id), "discard");
  EXPECT_EQ(now.status(assignment_of(task, "ben").id), "");
  ASSERT_EQ(now.references().size(), 2u);
  for (const auto& reference : now.references()) {
    EXPECT_EQ(reference.id, reference.type == ReferenceType::task ? task.id : adas.id);
    EXPECT_EQ(reference.creator, address_of("mia"));
    EXPECT_GT(reference.at, Time{});
  }
}

// B-092 B-093
TEST_P(StatusesOfItems, AreRememberedOnceTheyAreGone) {
  first.update_status("completed", task.id);
  first.update_status("discard", task.id);
  first.clear_status("discard", task.id);
  std::vector<std::string> log;
  for (const auto& change : mia.items.get({.item_id = first.id, .filepath = {}}).status_log()) {
    EXPECT_EQ(change.task_id, task.id);
    EXPECT_EQ(change.assignment_id, assignment_of(task, "ada").id);
    EXPECT_EQ(change.creator, address_of("mia"));
    EXPECT_GT(change.at, Time{});
    log.push_back((change.cleared ? "-" : "+") + change.status);
  }
  EXPECT_THAT(log, ElementsAre("+completed", "+discard", "-discard"));
}

// B-094
TEST_P(StatusesOfItems, AreSetForManyItemsOfATaskAndTold) {
  const auto extra = dataset.items.upload({.file = house.file("05.txt", "x")});
  const auto bens = *assignment_of(task, "ben").get_items().begin();
  const auto set = task.set_status("discard", {first.id, bens.id, extra.id});
  ASSERT_EQ(set.size(), 2u);  // less the one outside
  EXPECT_EQ(set[0].item_id, first.id);
  EXPECT_EQ(set[0].assignment_id, assignment_of(task, "ada").id);
  EXPECT_EQ(set[1].item_id, bens.id);
  for (const auto& each : set) {
    EXPECT_EQ(each.task_id, task.id);
    EXPECT_EQ(each.status, "discard");
    EXPECT_EQ(each.creator, address_of("mia"));
    EXPECT_GT(each.at, Time{});
  }
  const auto cleared = task.set_status("discard", {first.id}, true);
  ASSERT_EQ(cleared.size(), 1u);
  EXPECT_EQ(cleared[0].item_id, first.id);
  EXPECT_EQ(cleared[0].status, "");
  EXPECT_EQ(now().completed, 1u);
}

TEST_P(StatusesOfItems, AreSetForOneItemOfAnAssignmentThatHoldsIt) {
  const auto adas = assignment_of(task, "ada");
  const auto set = adas.set_item_status(first.id, "completed");
  EXPECT_EQ(set.item_id, first.id);
  EXPECT_EQ(set.assignment_id, adas.id);
  EXPECT_EQ(set.status, "completed");
  EXPECT_EQ(set.creator, address_of("mia"));
  EXPECT_EQ(adas.set_item_status(first.id, "completed", true).status, "");
  EXPECT_EQ(now().completed, 0u);
  const auto bens = *assignment_of(task, "ben").get_items().begin();
  EXPECT_THROW(adas.set_item_status(bens.id, "completed"), NotFound);
  EXPECT_EQ(now().completed, 0u);
}

IN_BOTH_MODES(StatusesOfItems);

}  // namespace
}  // namespace allot::sdk_tests

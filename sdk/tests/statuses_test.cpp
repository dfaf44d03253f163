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
  EXPECT_EQ(assignment_of(task, "ada").status, "in progress");

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
  EXPECT_EQ(assignment_of(task, "ada").status, "done");
  adas.set_status("completed", {ids[0]}, true);
  EXPECT_EQ(now().completed, 1u);
}

TEST_P(StatusesOfItems, CompleteTheTask) {
  for (const auto& item : task.get_items()) item.update_status("completed", task.id);
  EXPECT_EQ(now().progress, 100);
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).status, "completed");
}

// B-094
TEST_P(StatusesOfItems, LeaveAloneWhatTheAssignmentDoesNotHold) {
  const auto bens = *assignment_of(task, "ben").get_items().begin();
  const auto adas = assignment_of(task, "ada");
  ada.assignments.get({.assignment_id = adas.id}).set_status("completed", {bens.id, first.id});
  EXPECT_THAT(with_status("completed"), ElementsAre("01.txt"));
  EXPECT_EQ(now().completed, 1u);
}

IN_BOTH_MODES(StatusesOfItems);

}  // namespace
}  // namespace allot::sdk_tests

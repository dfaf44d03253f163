#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Ada has 01 and 02, Ben 03 and 04.
class WorkLists : public InBothModes {
 protected:
  [[nodiscard]] static std::vector<std::string> names_of_rows(const std::vector<TaskItem>& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.push_back(row.name);
    return names;
  }

  [[nodiscard]] static std::vector<std::string> names_of_items(const NextItems& next) {
    std::vector<std::string> names;
    for (const auto& item : next.items) names.push_back(item.name);
    return names;
  }

  /// As whoever the client is.
  [[nodiscard]] Assignment seen_by(const Client& client, const std::string& name) const {
    return client.assignments.get({.assignment_id = assignment_of(task, name).id});
  }

  const Dataset dataset = dataset_with(4);
  const Task task = task_of(dataset, loads({{"ada", 50}, {"ben", 50}}));
  const Client ada = house.client("ada");
};

// B-420
TEST_P(WorkLists, AnAssignmentSaysWhatComesNext) {
  const auto own = seen_by(ada, "ada");
  const auto first = own.next();
  EXPECT_THAT(names_of_items(first), ElementsAre("01.txt"));
  EXPECT_EQ(first.remaining, 2u);
  EXPECT_EQ(first.waiting, std::nullopt);
  const auto second = own.next({.after_item_id = first.items.front().id, .count = 5});
  EXPECT_THAT(names_of_items(second), ElementsAre("02.txt"));
  second.items.front().update_status("completed", task.id);
  EXPECT_EQ(own.next({.count = 10}).remaining, 1u);
  EXPECT_THAT(own.next({.after_item_id = second.items.front().id}).items, IsEmpty());
  EXPECT_THROW((void)own.next({.count = 11}), BadRequest);
  EXPECT_THROW((void)seen_by(mia, "ada").next(), Forbidden);
}

// B-421
TEST_P(WorkLists, AReviewTellsHowManyWait) {
  dataset.items.list().begin()->update_status("completed", task.id);
  const auto review = task.create_qa_task({.workload = loads({{"cleo", 100}})});
  const auto cleo = house.client("cleo");
  const auto own = cleo.assignments.get({.assignment_id = assignment_of(review, "cleo").id}).next();
  EXPECT_THAT(names_of_items(own), ElementsAre("01.txt"));
  EXPECT_EQ(own.waiting, 0u);
}

// B-134
TEST_P(WorkLists, OwnAssignmentsOfAllProjectsComeInTheOrderOfWork) {
  const auto bridges = mia.projects.create("bridges");
  const auto elsewhere = bridges.datasets.create("arches");
  elsewhere.items.upload({.file = house.file("a.txt", "a")});
  elsewhere.tasks.create(
      {.name = "urgent", .workload = loads({{"ada", 100}}), .priority = Priority::high}
  );
  const auto own = ada.my_assignments();
  ASSERT_EQ(own.size(), 2u);
  EXPECT_EQ(own.front().project_id, bridges.id);
  EXPECT_EQ(own.back().task_id, task.id);
  EXPECT_THAT(ada.my_assignments(false), IsEmpty());
  EXPECT_EQ(ada.my_assignments(std::nullopt).size(), 2u);
  EXPECT_THAT(mia.my_assignments(), IsEmpty());
}

// B-424
TEST_P(WorkLists, ATaskListsItsItemsWithWhoHasThem) {
  const auto rows = task.list_items().all();
  ASSERT_THAT(names_of_rows(rows), ElementsAre("01.txt", "02.txt", "03.txt", "04.txt"));
  EXPECT_EQ(rows.front().assignee_id, address_of("ada"));
  EXPECT_EQ(rows.front().assignment_id, assignment_of(task, "ada").id);
  EXPECT_EQ(rows.front().dataset_id, dataset.id);
  EXPECT_EQ(rows.front().filename, "/01.txt");
  EXPECT_EQ(rows.front().status, "");
  EXPECT_EQ(rows.front().at, std::nullopt);
  EXPECT_FALSE(rows.front().in_use.has_value());
  EXPECT_GT(rows.front().changed_at, Time{});
  EXPECT_EQ(task.list_items().count(), 4u);
  EXPECT_THAT(names_of_rows(task.list_items().page(1, 3)), ElementsAre("04.txt"));
  EXPECT_THAT(
      names_of_rows(task.list_items({.assignee_ids = {"Ben@example.org"}}).all()),
      ElementsAre("03.txt", "04.txt")
  );
  const auto seen_by_ada = ada.tasks.get({.task_id = task.id});
  EXPECT_THAT(names_of_rows(seen_by_ada.list_items().all()), ElementsAre("01.txt", "02.txt"));
}

// B-424, B-425
TEST_P(WorkLists, ATaskListsItsItemsByStatusIssueAndTime) {
  const auto items = dataset.items.list().all();
  items[2].update_status("discard", task.id);
  items[1].update_status("completed", task.id);
  const auto latest = task.list_items({.order = TaskItemQuery::Order::time}).all();
  EXPECT_THAT(names_of_rows(latest), ElementsAre("02.txt", "03.txt", "01.txt", "04.txt"));
  EXPECT_EQ(latest.front().by, address_of("mia"));
  EXPECT_TRUE(latest.front().at.has_value());
  EXPECT_THAT(names_of_rows(task.list_items({.status = "discard"}).all()), ElementsAre("03.txt"));
  EXPECT_EQ(task.list_items({.status = "open"}).count(), 2u);
  EXPECT_EQ(task.list_items({.issue = TaskItemQuery::Issue::open}).count(), 0u);
  EXPECT_THROW((void)task.list_items({.status = "blurry"}).count(), BadRequest);
}

// B-422
TEST_P(WorkLists, WhoIsAwayIsSaidReadAndLifted) {
  const auto person = address_of("ada");
  EXPECT_FALSE(project.availability(person).has_value());
  const Time from(1'700'000'000'000ms);
  project.set_availability(person, {.from = from, .until = from + 24h, .hours_per_day = 2.5});
  const auto said = project.availability(person);
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->from, from);
  EXPECT_EQ(said->until, from + 24h);
  EXPECT_EQ(said->hours_per_day, 2.5);
  for (const auto& member : project.list_members()) {
    EXPECT_EQ(member.availability.has_value(), member.email == person) << member.email;
    EXPECT_EQ(member.availability.value_or(*said).until, said->until);
  }
  const auto seen_by_ada = ada.projects.get({.project_id = project.id});
  seen_by_ada.set_availability(person, {.from = from});
  EXPECT_EQ(project.availability(person)->until, std::nullopt);
  EXPECT_THROW((void)seen_by_ada.availability(address_of("ben")), Forbidden);
  EXPECT_THROW(project.set_availability(person, {.from = from, .until = from}), BadRequest);
  project.clear_availability(person);
  EXPECT_FALSE(project.availability(person).has_value());
}

// B-426
TEST_P(WorkLists, AProjectSaysWhatNeedsADecision) {
  EXPECT_THAT(project.summary().late, IsEmpty());
  task.update({.due_date = Time(1s)});
  project.set_availability(address_of("ben"), {.from = Time(1s)});
  const auto summary = project.summary();
  ASSERT_EQ(summary.late.size(), 1u);
  EXPECT_EQ(summary.late.front().task_id, task.id);
  EXPECT_EQ(summary.late.front().name, task.name);
  EXPECT_EQ(summary.late.front().due_date, Time(1s));
  ASSERT_EQ(summary.absent.size(), 1u);
  EXPECT_EQ(summary.absent.front().assignee_id, address_of("ben"));
  EXPECT_EQ(summary.absent.front().open, 2u);
  EXPECT_EQ(summary.absent.front().until, std::nullopt);
  EXPECT_EQ(summary.issues, 0u);
}

IN_BOTH_MODES(WorkLists);

}  // namespace
}  // namespace allot::sdk_tests

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Of six files the first four are in a task of ada's and ben's.
class ItemsOfATask : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(6);
  const Task task = dataset.tasks.create(
      {.name = "label", .filters = {}, .workload = loads({{"ada", 50}, {"ben", 50}}), .limit = 4}
  );

  [[nodiscard]] static Filters named(const char* name) { return Filters().add("name", name); }

  /// The first items of somebody get a status.
  void handle(const char* name, std::size_t count) const {
    auto ids = ids_of(assignment_of(task, name).get_items());
    ids.resize(count);
    assignment_of(task, name).set_status("completed", ids);
  }

  [[nodiscard]] Task now() const { return mia.tasks.get({.task_id = task.id}); }
};

// B-241
TEST_P(ItemsOfATask, AreListedOldestFirstAndNarrowedByFilters) {
  EXPECT_THAT(names_of(task.get_items()), ElementsAre("01.txt", "02.txt", "03.txt", "04.txt"));
  EXPECT_EQ(task.get_items().count(), 4u);
  EXPECT_THAT(names_of(task.get_items(named("03.txt"))), ElementsAre("03.txt"));
  EXPECT_THAT(names_of(task.get_items(named("05.txt"))), IsEmpty());
  EXPECT_THAT(
      names_of(task.get_items(Filters().sort_by("name", true))),
      ElementsAre("04.txt", "03.txt", "02.txt", "01.txt")
  );
}

// B-036 B-037
TEST_P(ItemsOfATask, AreAddedForPeopleOfAWorkload) {
  const Task::Addition addition{
      .filters = {}, .workload = loads({{"cleo", 50}, {"ada", 50}}), .limit = {}
  };
  const auto plan = task.preview_add_items(addition);
  EXPECT_EQ(plan.total, 2u);
  EXPECT_EQ(now().counts.total, 4u);  // nothing was done
  const auto more = task.add_items(addition);
  EXPECT_EQ(more.counts.total, 6u);
  EXPECT_EQ(shares_of(more), (Shares{{"ada", 3}, {"ben", 2}, {"cleo", 1}}));
  for (const auto& person : plan.people) {
    const auto who = person.assignee_id.substr(0, person.assignee_id.find('@'));
    EXPECT_EQ(assignment_of(more, who).counts.total, person.after) << who;
  }
}

// B-038
TEST_P(ItemsOfATask, AreSpreadEquallyWithoutAWorkload) {
  const auto more = task.add_items({.filters = {}, .workload = {}, .limit = {}});
  EXPECT_EQ(shares_of(more), (Shares{{"ada", 3}, {"ben", 3}}));
}

// B-033 B-037
TEST_P(ItemsOfATask, AreAddedOutOfTheFirstMatches) {
  const auto more = task.add_items({.filters = {}, .workload = loads({{"ben", 100}}), .limit = 5});
  EXPECT_EQ(shares_of(more), (Shares{{"ada", 2}, {"ben", 3}}));
}

TEST_P(ItemsOfATask, AreTakenOutWhileTheyAreOpen) {
  handle("ada", 1);
  const auto first_two =
      Filters().add("name", Filters::Operator::in, std::vector<std::string>{"01.txt", "02.txt"});
  const auto plan = task.preview_remove_items(first_two);
  EXPECT_EQ(plan.total, 1u);
  EXPECT_EQ(plan.left_handled, 1u);
  EXPECT_FALSE(plan.undoable);
  EXPECT_EQ(now().counts.total, 4u);  // nothing was done
  const auto less = task.remove_items(first_two);
  EXPECT_EQ(less.counts.total, 3u);
  EXPECT_EQ(shares_of(less), (Shares{{"ada", 1}, {"ben", 2}}));
  EXPECT_EQ(dataset.items.list().count(), 6u);
}

TEST_P(ItemsOfATask, ThatAreHandledGoIntoAQaTask) {
  handle("ada", 1);
  handle("ben", 2);
  const auto plan = task.preview_create_qa_task({.workload = loads({{"cleo", 100}})});
  EXPECT_EQ(plan.kind, PlanKind::create);
  EXPECT_EQ(plan.total, 3u);
  EXPECT_TRUE(task.relatives().empty());  // nothing was made
  const auto review =
      task.create_qa_task({.name = {}, .workload = loads({{"cleo", 100}}), .due_date = {}});
  EXPECT_EQ(review.name, "label_qa");
  EXPECT_EQ(review.type, TaskType::qa);
  EXPECT_EQ(review.parent_task_id, task.id);
  EXPECT_EQ(review.recipe_id, task.recipe_id);
  EXPECT_THAT(names_of(review.get_items()), ElementsAre("01.txt", "03.txt", "04.txt"));
  EXPECT_EQ(assignment_of(review, "cleo").task_type, TaskType::qa);
  EXPECT_EQ(now().counts.total, 4u);

  const auto named = task.create_qa_task(
      {.name = "look again", .workload = loads({{"cleo", 100}}), .due_date = Time(1'893'456'000s)}
  );
  EXPECT_EQ(named.name, "look again");
  EXPECT_EQ(named.due_date, Time(1'893'456'000s));
}

// B-080
TEST_P(ItemsOfATask, ThatAreReviewedMayBeNarrowedOrNamed) {
  handle("ada", 2);
  const auto narrowed = task.create_qa_task(
      {.workload = loads({{"cleo", 100}}),
       .owner = address_of("ben"),
       .filters = named("02.txt"),
       .priority = Priority::high,
       .status_words = {{.word = "again"}},
       .metadata_json = R"({"nr":7})"}
  );
  EXPECT_THAT(names_of(narrowed.get_items()), ElementsAre("02.txt"));
  EXPECT_EQ(narrowed.owner, address_of("ben"));
  EXPECT_EQ(narrowed.priority, Priority::high);
  EXPECT_EQ(narrowed.status_words.front().word, "again");
  EXPECT_NE(narrowed.metadata_json.find(R"("nr":7)"), std::string::npos);

  const auto open = ids_of(assignment_of(task, "ben").get_items()).front();
  const auto chosen = task.create_qa_task({.workload = loads({{"cleo", 100}}), .item_ids = {open}});
  EXPECT_THAT(ids_of(chosen.get_items()), ElementsAre(open));
  EXPECT_EQ(chosen.owner, address_of("mia"));  // who made the task
}

IN_BOTH_MODES(ItemsOfATask);

}  // namespace
}  // namespace allot::sdk_tests

#include <algorithm>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class TasksOfADataset : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(5);

  [[nodiscard]] static std::vector<std::string> names(const Tasks& tasks) {
    std::vector<std::string> found;
    for (const auto& each : tasks.list()) found.push_back(each.name);
    return found;
  }
};

// B-030 B-031
TEST_P(TasksOfADataset, HandOutTheirItemsByLoad) {
  const auto task = dataset.tasks.create(
      {.name = "label", .filters = {}, .workload = loads({{"ada", 80}, {"ben", 20}})}
  );
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 4}, {"ben", 1}}));
  EXPECT_THAT(
      names_of(assignment_of(task, "ada").get_items()),
      ElementsAre("01.txt", "02.txt", "03.txt", "04.txt")
  );
  EXPECT_THAT(names_of(assignment_of(task, "ben").get_items()), ElementsAre("05.txt"));
  EXPECT_EQ(task.counts.total, 5u);
  EXPECT_EQ(task.counts.remaining, 5u);
  EXPECT_EQ(task.counts.progress, 0);
  EXPECT_EQ(task.assignment_ids.size(), 2u);
}

// B-042
TEST_P(TasksOfADataset, HaveDefaults) {
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  EXPECT_EQ(task.type, TaskType::annotation);
  EXPECT_EQ(task.status, TaskStatus::open);
  EXPECT_EQ(task.project_id, project.id);
  EXPECT_EQ(task.dataset_id, dataset.id);
  EXPECT_EQ(task.recipe_id, dataset.recipe_ids.front());
  EXPECT_EQ(task.creator, address_of("mia"));
  EXPECT_EQ(task.owner, address_of("mia"));
  EXPECT_EQ(task.priority, Priority::medium);
  EXPECT_GT(task.due_date, Time{});
}

// B-040
TEST_P(TasksOfADataset, KeepWhatIsGiven) {
  const auto task = dataset.tasks.create(
      {.name = "Größe: 1/2 \"quoted\"",
       .filters = Filters().sort_by("name", true),
       .workload = loads({{"ada", 100}}),
       .owner = address_of("cleo"),
       .recipe_id = dataset.recipe_ids.front(),
       .priority = Priority::high,
       .due_date = Time(1'893'456'000s),
       .limit = 2,
       .metadata_json = R"({"batch":{"nr":7}})"}
  );
  EXPECT_EQ(task.name, "Größe: 1/2 \"quoted\"");
  EXPECT_EQ(task.owner, address_of("cleo"));
  EXPECT_EQ(task.creator, address_of("mia"));
  EXPECT_EQ(task.priority, Priority::high);
  EXPECT_EQ(task.due_date, Time(1'893'456'000s));
  EXPECT_THAT(task.metadata_json, HasSubstr(R"("batch":{"nr":7})"));
  // B-033
  EXPECT_THAT(names_of(task.get_items()), ElementsAre("04.txt", "05.txt"));
}

// B-048
TEST_P(TasksOfADataset, WithoutAWorkloadAreTheirOwners) {
  const auto task = dataset.tasks.create({.name = "label", .filters = {}, .workload = {}});
  EXPECT_EQ(shares_of(task), (Shares{{"mia", 5}}));
}

// B-034
TEST_P(TasksOfADataset, WithoutMatchesAreEmpty) {
  const auto task = dataset.tasks.create(
      {.name = "label",
       .filters = Filters().add("dir", "/nowhere"),
       .workload = loads({{"ada", 100}})}
  );
  EXPECT_THAT(shares_of(task), IsEmpty());
  EXPECT_EQ(task.counts.total, 0u);
  EXPECT_THAT(names_of(task.get_items()), IsEmpty());
}

TEST_P(TasksOfADataset, AreCreatedAsThePreviewSays) {
  const NewTask wanted{
      .name = "label",
      .filters = Filters().add("name", Filters::Operator::not_equal, "03.txt"),
      .workload = loads({{"ada", 70}, {"ben", 30}})
  };
  const auto plan = dataset.tasks.preview_create(wanted);
  EXPECT_EQ(plan.total, 4u);
  EXPECT_EQ(plan.task_id, "");
  EXPECT_THAT(names(dataset.tasks), IsEmpty());  // nothing was done
  const auto task = dataset.tasks.create(wanted);
  EXPECT_EQ(shares_of(task), after(plan));
  EXPECT_EQ(after(plan), (Shares{{"ada", 3}, {"ben", 1}}));
  for (const auto& person : plan.people) {
    EXPECT_EQ(person.assignment_id, std::nullopt);
    EXPECT_EQ(person.gets, person.after);
    EXPECT_EQ(person.open, 0u);
  }
}

// B-021 B-022
TEST_P(TasksOfADataset, AreFoundByIdAndByName) {
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  const auto found = mia.tasks.get({.task_id = task.id});
  EXPECT_EQ(found.raw_json, task.raw_json);
  EXPECT_EQ(project.tasks.get({.task_name = "label"}).id, task.id);
  EXPECT_EQ(dataset.tasks.get({.task_name = "label"}).id, task.id);
  EXPECT_THROW((void)project.tasks.get({.task_name = "Label"}), NotFound);
  EXPECT_THROW((void)project.tasks.get({.task_name = "lab*"}), NotFound);
  EXPECT_THROW((void)dataset.tasks.get({.task_id = "0123456789abcdef01234567"}), NotFound);
}

// B-020
TEST_P(TasksOfADataset, OfOneNameAreFoundByIdAlone) {
  const auto first = task_of(dataset, loads({{"ada", 100}}));
  const auto second = task_of(dataset, loads({{"ben", 100}}));
  EXPECT_EQ(mia.tasks.get({.task_id = second.id}).id, second.id);
  try {
    (void)dataset.tasks.get({.task_name = "label"});
    FAIL();
  } catch (const Ambiguous& error) {
    EXPECT_EQ(error.status(), 0);  // no server said so
    EXPECT_EQ(error.code(), "ambiguous");
    EXPECT_THAT(error.ids(), UnorderedElementsAre(first.id, second.id));
    EXPECT_STREQ(error.what(), "There are 2 tasks named label; give the id.");
  }
}

// B-025
TEST_P(TasksOfADataset, AreListedForDatasetProjectAndEverything) {
  const auto videos = project.datasets.create("videos");
  const auto plans = mia.projects.create("bridges").datasets.create("plans");
  for (const auto* const each : {&dataset, &videos, &plans}) {
    each->tasks.create({.name = "of " + each->name, .filters = {}, .workload = {}});
  }
  EXPECT_THAT(names(dataset.tasks), ElementsAre("of pictures"));
  EXPECT_THAT(names(project.tasks), UnorderedElementsAre("of pictures", "of videos"));
  EXPECT_THAT(names(mia.tasks), UnorderedElementsAre("of pictures", "of videos", "of plans"));
}

TEST_P(TasksOfADataset, AreMadeInADatasetOnly) {
  EXPECT_THROW(project.tasks.create({.name = "label", .filters = {}, .workload = {}}), BadRequest);
  EXPECT_THAT(names(mia.tasks), IsEmpty());
}

TEST_P(TasksOfADataset, ChangeInWhatIsGiven) {
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  Task::Changes changes;
  changes.name = "label again";
  changes.priority = Priority::high;
  changes.metadata_json = R"({"nr":8})";
  const auto changed = task.update(changes);
  EXPECT_EQ(changed.name, "label again");
  EXPECT_EQ(changed.priority, Priority::high);
  EXPECT_THAT(changed.metadata_json, HasSubstr(R"("nr":8)"));
  EXPECT_EQ(changed.owner, task.owner);
  EXPECT_EQ(changed.due_date, task.due_date);

  Task::Changes others;
  others.owner = address_of("cleo");
  others.due_date = Time(1'893'456'000s);
  const auto again = changed.update(others);
  EXPECT_EQ(again.name, "label again");
  EXPECT_EQ(again.owner, address_of("cleo"));
  EXPECT_EQ(again.due_date, Time(1'893'456'000s));
  EXPECT_THAT(again.metadata_json, HasSubstr(R"("nr":8)"));
  // B-072
  EXPECT_EQ(again.assignments.list().front().name, "label (ada@example.org)");
}

TEST_P(TasksOfADataset, TellWhatWasGivenAndWhatChanged) {
  const auto task = dataset.tasks.create(
      {.name = "label",
       .filters = Filters().add("name", "01.txt"),
       .workload = loads({{"ada", 100}}),
       .description = "Signs only.",
       .status_words = {{.word = "left", .display_name = "To the left"}},
       .metadata_json = R"({"nr":1.50,"serial":123456789012345678901234567890})"}
  );
  EXPECT_EQ(task.description, "Signs only.");
  EXPECT_THAT(task.query_json, HasSubstr("01.txt"));
  ASSERT_EQ(task.status_words.size(), 1u);
  EXPECT_EQ(task.status_words.front().display_name, "To the left");
  EXPECT_THAT(task.url, HasSubstr("/annotationtasks/" + task.id));
  EXPECT_GT(task.created_at, Time{});

  const auto recipe = dataset.recipe_ids.front();
  Task::Changes changes;
  changes.recipe_id = recipe;
  changes.filters = Filters().add("name", "02.txt");
  changes.locked = true;
  changes.enforces_due_date = true;
  const auto changed = task.update(changes);
  EXPECT_EQ(changed.recipe_id, recipe);
  EXPECT_TRUE(changed.is_locked);
  EXPECT_TRUE(changed.enforces_due_date);
  EXPECT_FALSE(changed.is_archived);
  EXPECT_THAT(changed.query_json, HasSubstr("02.txt"));
  EXPECT_THAT(names_of(changed.get_items()), ElementsAre("01.txt"));  // no item moves
  EXPECT_THAT(
      changed.metadata_json, HasSubstr(R"("nr":1.50,"serial":123456789012345678901234567890)")
  );
  EXPECT_EQ(changed.updated_by, address_of("mia"));
  Task::Changes elsewhere;
  elsewhere.recipe_id = "0123456789abcdef01234567";
  EXPECT_THROW(task.update(elsewhere), BadRequest);
}

// B-034
TEST_P(TasksOfADataset, MayBeginEmpty) {
  const auto task = dataset.tasks.create(
      {.name = "later", .filters = {}, .workload = loads({{"ada", 100}}), .empty = true}
  );
  EXPECT_THAT(shares_of(task), IsEmpty());
  EXPECT_EQ(task.add_items({.filters = {}, .workload = loads({{"ada", 100}})}).counts.total, 5u);
}

// B-044
TEST_P(TasksOfADataset, AreMadeOnceWhereOneIsLookedForFirst) {
  const NewTask wanted{.name = "label", .filters = {}, .workload = loads({{"ada", 100}})};
  const auto made = dataset.tasks.get_or_create({.name = "label"}, wanted);
  EXPECT_EQ(made.counts.total, 5u);
  EXPECT_EQ(dataset.tasks.get_or_create({.name = "label"}, wanted).id, made.id);
  EXPECT_EQ(dataset.tasks.list().size(), 1u);
  EXPECT_NE(dataset.tasks.get_or_create({.name = "other"}, wanted).id, made.id);
  EXPECT_EQ(dataset.tasks.list().size(), 2u);
}

TEST_P(TasksOfADataset, AreDismissedAndOpenedAgain) {
  const auto task = task_of(dataset, loads({{"ada", 100}}));
  Task::Changes changes;
  changes.status = TaskStatus::dismissed;
  EXPECT_EQ(task.update(changes).status, TaskStatus::dismissed);
  const auto mine = assignment_of(task, "ada");
  EXPECT_THROW(mine.redistribute(loads({{"ben", 100}})), Conflict);
  changes.status = TaskStatus::open;
  EXPECT_EQ(task.update(changes).status, TaskStatus::open);
  EXPECT_EQ(mine.redistribute(loads({{"ben", 100}})).size(), 1u);
}

TEST_P(TasksOfADataset, AreGoneOnceRemovedAndTheirItemsStay) {
  const auto task = task_of(dataset, loads({{"ada", 60}, {"ben", 40}}));
  const auto plan = task.preview_remove();
  EXPECT_EQ(plan.task_id, task.id);
  EXPECT_FALSE(plan.undoable);
  EXPECT_EQ(mia.tasks.get({.task_id = task.id}).counts.total, 5u);
  task.remove();
  EXPECT_THROW((void)mia.tasks.get({.task_id = task.id}), NotFound);
  EXPECT_THAT(project.assignments.list(), IsEmpty());
  EXPECT_EQ(dataset.items.list().count(), 5u);
}

IN_BOTH_MODES(TasksOfADataset);

}  // namespace
}  // namespace allot::sdk_tests

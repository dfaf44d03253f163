#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Work : public StoreTest {
 protected:
  Task full_task() {
    return {
        .id = ids.next<TaskId>(),
        .project = ProjectId{"project"},
        .dataset = dataset,
        .recipe = RecipeId{"recipe"},
        .name = "cats",
        .creator = UserId{"mia@example.org"},
        .owner = UserId{"max@example.org"},
        .updated_by = UserId{"ada@example.org"},
        .type = TaskType::qa,
        .parent = TaskId{"parent"},
        .dismissed = true,
        .priority = 3,
        .due_date = "1790000000000.5",
        .available_actions = R"(["completed"])",
        .status_words = {"completed", "odd, 3:word", ""},
        .description =
            Description{
                .content = "x",
                .created_by = UserId{"mia@example.org"},
                .updated_by = UserId{"ada@example.org"},
                .created_at = from_epoch_ms(1),
                .updated_at = from_epoch_ms(2)
            },
        .user_metadata = R"({"u":1})",
        .system_metadata = R"({"s":1})",
        .created_at = from_epoch_ms(1),
        .updated_at = from_epoch_ms(2)
    };
  }

  Assignment full_assignment(const TaskId& task) {
    return {
        .id = ids.next<AssignmentId>(),
        .task = task,
        .project = ProjectId{"project"},
        .dataset = dataset,
        .name = "cats (ada)",
        .annotator = UserId{"ada@example.org"},
        .updated_by = UserId{"mia@example.org"},
        .kind = ShareKind::originals,
        .is_default = true,
        .user_metadata = R"({"u":1})",
        .created_at = from_epoch_ms(1),
        .updated_at = from_epoch_ms(2)
    };
  }

  DatasetId dataset = add_dataset();
};

TEST_F(Work, ATaskComesBackAsPut) {
  auto task = full_task();
  change([&](Transaction& tx) { tx.tasks().put(task); });
  task.name = "dogs";
  task.type = TaskType::annotation;
  task.status_words.clear();
  change([&](Transaction& tx) { tx.tasks().put(task); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.tasks().find(task.id), task));
    return 0;
  });
}

TEST_F(Work, TheQueryOfATaskStaysWithItUntilItGoes) {
  const auto task = full_task();
  const auto query = [&] {
    return look([&](const Transaction& tx) { return tx.tasks().query(task.id); });
  };
  change([&](Transaction& tx) {
    tx.tasks().put(task);
    tx.tasks().put_query(task.id, R"({"filter":{}})");
  });
  change([&](Transaction& tx) { tx.tasks().put(task); });
  EXPECT_EQ(query(), R"({"filter":{}})");
  change([&](Transaction& tx) { tx.tasks().put_query(task.id, "{}"); });
  EXPECT_EQ(query(), "{}");
  change([&](Transaction& tx) { tx.tasks().remove(task.id); });
  EXPECT_EQ(query(), "");
}

// What one change has read is not what the next one sees, whatever was changed or taken back.
TEST_F(Work, EveryChangeSeesRowsAsTheOneBeforeLeftThem) {
  auto task = full_task();
  auto assignment = full_assignment(task.id);
  change([&](Transaction& tx) {
    tx.tasks().put(task);
    tx.assignments().put(assignment);
  });
  const auto expect_names = [&](const std::string& of_task, const std::string& of_assignment) {
    change([&](Transaction& tx) {
      const auto kept_task = tx.tasks().find(task.id);
      const auto kept_assignment = tx.assignments().find(assignment.id);
      EXPECT_EQ(kept_task ? kept_task->name : "gone", of_task);
      EXPECT_EQ(kept_assignment ? kept_assignment->name : "gone", of_assignment);
    });
  };
  expect_names("cats", "cats (ada)");
  task.name = "dogs";
  assignment.name = "dogs (ada)";
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.tasks().put(task);
    tx.assignments().put(assignment);
    EXPECT_EQ(tx.tasks().find(task.id)->name, "dogs");
    EXPECT_EQ(tx.assignments().find(assignment.id)->name, "dogs (ada)");
    return false;
  });
  expect_names("cats", "cats (ada)");
  change([&](Transaction& tx) {
    tx.tasks().put(task);
    tx.assignments().put(assignment);
  });
  expect_names("dogs", "dogs (ada)");
  change([&](Transaction& tx) { tx.tasks().remove(task.id); });
  expect_names("gone", "gone");  // with its task
}

TEST_F(Work, EveryChangeSeesMembersAsTheOneBeforeLeftThem) {
  const ProjectId project{"project"};
  const UserId ada{"ada@example.org"};
  const auto expect_member = [&](bool is_there) {
    change([&](Transaction& tx) {
      EXPECT_EQ(tx.projects().member(project, ada).has_value(), is_there);
      EXPECT_EQ(tx.projects().find(project).has_value(), is_there);
    });
  };
  expect_member(false);
  change([&](Transaction& tx) {
    tx.projects().put({.id = project, .name = "p"});
    tx.projects().put_member({.project = project, .user = ada});
  });
  expect_member(true);
  change([&](Transaction& tx) { tx.projects().remove(project); });
  expect_member(false);
}

TEST_F(Work, TasksAreListedByProjectDatasetAndParent) {
  const auto first = full_task();
  auto second = full_task();
  second.project = ProjectId{"other"};
  second.parent = first.id;
  auto third = full_task();
  third.dataset = DatasetId{"elsewhere"};
  third.parent = {};
  change([&](Transaction& tx) {
    for (const auto& task : {first, second, third}) tx.tasks().put(task);
  });
  look([&](const Transaction& tx) {
    const std::vector both{ProjectId{"other"}, ProjectId{"project"}};
    EXPECT_THAT(ids_of(tx.tasks().of_projects(both)), ElementsAre(first.id, second.id, third.id));
    EXPECT_THAT(ids_of(tx.tasks().of_projects(std::span(both).first(1))), ElementsAre(second.id));
    EXPECT_THAT(tx.tasks().of_projects({}), IsEmpty());
    EXPECT_THAT(ids_of(tx.tasks().of_dataset(dataset)), ElementsAre(first.id, second.id));
    EXPECT_THAT(ids_of(tx.tasks().children(first.id)), ElementsAre(second.id));
    EXPECT_THAT(tx.tasks().children(TaskId{}), IsEmpty());
    return 0;
  });
}

TEST_F(Work, TasksConcernWhoOwnsCreatedOrHoldsPartOfThem) {
  const auto owned = full_task();
  auto created = full_task();
  created.owner = {};
  created.creator = owned.owner;
  auto held = full_task();
  held.owner = held.creator = {};
  auto foreign = held;
  foreign.id = ids.next<TaskId>();
  auto share = full_assignment(held.id);
  share.annotator = owned.owner;
  change([&](Transaction& tx) {
    for (const auto& task : {owned, created, held, foreign}) tx.tasks().put(task);
    tx.assignments().put(share);
  });
  look([&](const Transaction& tx) {
    EXPECT_THAT(
        ids_of(tx.tasks().concerning(owned.owner)), ElementsAre(owned.id, created.id, held.id)
    );
    return 0;
  });
}

TEST_F(Work, TasksByARecipeAreThoseOfProjectsOrOfAPerson) {
  auto here = full_task();
  here.owner = here.creator = {};
  auto elsewhere = here;
  elsewhere.id = ids.next<TaskId>();
  elsewhere.project = ProjectId{"elsewhere"};
  auto owned = elsewhere;
  owned.id = ids.next<TaskId>();
  owned.owner = UserId{"ada@example.org"};
  auto created = elsewhere;
  created.id = ids.next<TaskId>();
  created.creator = owned.owner;
  auto held = elsewhere;
  held.id = ids.next<TaskId>();
  auto other = owned;
  other.id = ids.next<TaskId>();
  other.recipe = RecipeId{"other"};
  change([&](Transaction& tx) {
    for (const auto& task : {elsewhere, here, owned, created, held, other}) tx.tasks().put(task);
    tx.assignments().put(full_assignment(held.id));
  });
  look([&](const Transaction& tx) {
    const std::vector projects{here.project};
    const auto& tasks = tx.tasks();
    EXPECT_THAT(
        tasks.using_recipe(here.recipe, projects, UserId{"eve@example.org"}), ElementsAre(here.id)
    );
    EXPECT_THAT(
        tasks.using_recipe(here.recipe, {}, owned.owner), ElementsAre(owned.id, created.id, held.id)
    );
    EXPECT_EQ(tasks.other_project_using(here.recipe, here.project), elsewhere.project);
    EXPECT_EQ(tasks.other_project_using(here.recipe, elsewhere.project), here.project);
    EXPECT_FALSE(tasks.other_project_using(other.recipe, other.project));
    return 0;
  });
}

TEST_F(Work, AnAssignmentComesBackAsPut) {
  const auto task = add_task(dataset);
  auto assignment = full_assignment(task);
  change([&](Transaction& tx) { tx.assignments().put(assignment); });
  assignment.name = "renamed";
  assignment.kind = ShareKind::normal;
  change([&](Transaction& tx) { tx.assignments().put(assignment); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.assignments().find(assignment.id), assignment));
    EXPECT_EQ(tx.assignments().named(assignment.project, "renamed"), std::vector{assignment.id});
    EXPECT_TRUE(tx.assignments().named(assignment.project, "cats (ada)").empty());
    EXPECT_TRUE(tx.assignments().named(ProjectId{"other"}, "renamed").empty());
    return 0;
  });
}

TEST_F(Work, AssignmentsAreListedByTaskAndProjectInOrderOfCreation) {
  const auto task = add_task(dataset);
  const auto other = add_task(dataset);
  auto first = full_assignment(task);
  auto second = full_assignment(other);
  second.name = "of the other task";
  auto third = full_assignment(task);
  third.name = "of somebody else";
  third.annotator = UserId{"cleo@example.org"};
  change([&](Transaction& tx) {
    for (const auto& assignment : {first, second, third}) tx.assignments().put(assignment);
    first.name = "changed later";
    tx.assignments().put(first);
  });
  look([&](const Transaction& tx) {
    const auto& assignments = tx.assignments();
    EXPECT_THAT(ids_of(assignments.of_task(task)), ElementsAre(first.id, third.id));
    EXPECT_THAT(
        ids_of(assignments.of_projects(std::vector{first.project})),
        ElementsAre(first.id, second.id, third.id)
    );
    return 0;
  });
}

// B-140
TEST_F(Work, RemovingATaskTakesItsAssignmentsAndLedgerButNotItsHistory) {
  add_items(dataset, 4);
  const auto task = add_task(dataset);
  const auto stays = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  const auto other = add_assignment(stays, "0@example.org");
  const auto operation = ids.next<OperationId>();
  change([&](Transaction& tx) {
    tx.ledgers().put(task, ledger_with({assignment}, 3));
    tx.ledgers().put(stays, ledger_with({other}, 4));
    tx.status_log().append({.dataset = dataset, .task = task, .items = {1}, .word = "completed"});
    tx.operations().record({.id = operation, .task = task});
    tx.tasks().remove(task);
    EXPECT_EQ(*tx.ledgers().of(task), Ledger{});
  });
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.tasks().find(task));
    EXPECT_FALSE(tx.assignments().find(assignment));
    EXPECT_EQ(*tx.ledgers().of(task), Ledger{});
    EXPECT_EQ(tx.status_log().of_items(dataset, {1}).size(), 1u);
    EXPECT_TRUE(tx.operations().find(operation));
    EXPECT_EQ(tx.ledgers().of(stays)->members.size(), 4u);
    return 0;
  });
}

TEST_F(Work, RemovingAnAssignmentTakesItsShare) {
  const auto task = add_task(dataset);
  const auto gone = add_assignment(task, "0@example.org");
  const auto stays = add_assignment(task, "1@example.org");
  auto expected = ledger_with({gone, stays}, 3);
  change([&](Transaction& tx) { tx.ledgers().put(task, expected); });
  change([&](Transaction& tx) { tx.assignments().remove(gone); });
  expected.shares.erase(gone);
  expected.members = ItemSet::range(3, 6);
  EXPECT_EQ(ledger(task), expected);
}

}  // namespace

}  // namespace allot::conformance

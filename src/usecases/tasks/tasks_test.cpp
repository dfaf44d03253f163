#include <gtest/gtest.h>

#include "json/text.h"
#include "query/query.h"
#include "support/world.h"
#include "usecases/assignments/list.h"
#include "usecases/items/delete.h"
#include "usecases/operations/read.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/read.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

std::vector<Load> loads(std::initializer_list<std::pair<std::string_view, double>> lines) {
  std::vector<Load> list;
  for (const auto& [name, percent] : lines) list.push_back({World::person(name), percent});
  return list;
}

CreateTask wanted(World& world) {
  return {
      .name = "Batch 4",
      .query = R"({"filter":{"$and":[{"hidden":false},{"type":"file"}]}})",
      .project = world.project(),
      .dataset = world.dataset(),
      .recipe = world.recipe(),
      .owner = World::person("mia"),
      .loads = loads({{"ada", 80}, {"ben", 20}})
  };
}

TaskId created(const Result<Outcome>& outcome) {
  if (!outcome) throw std::runtime_error(outcome.error().message);
  return std::get<TaskCreated>(std::get<Command>(*outcome).result).task;
}

// B-030, B-031, B-035
TEST(CreateTask, HandsEveryMatchingItemToExactlyOnePerson) {
  World world;
  world.items(5);
  const auto id = created(create_task(world.env(), world.manager(), wanted(world)));
  EXPECT_EQ(world.items_of(id, "ada"), (Held{.open = 4}));
  EXPECT_EQ(world.items_of(id, "ben"), (Held{.open = 1}));
  world.items(3);  // later ones stay out
  EXPECT_EQ(world.ledger(id).members.size(), 5U);
}

// B-072
TEST(CreateTask, NamesAssignmentsSoThatEachIsFoundByItsName) {
  World world;
  world.items(5);
  const auto first = created(create_task(world.env(), world.manager(), wanted(world)));
  const auto second = created(create_task(world.env(), world.manager(), wanted(world)));
  EXPECT_EQ(world.assignment_of(first, "ada")->name, "Batch 4 (ada@example.org)");
  EXPECT_EQ(world.assignment_of(second, "ada")->name, "Batch 4 (ada@example.org) #2");
}

// B-034
TEST(CreateTask, AQueryThatMatchesNothingMakesAnEmptyOpenTask) {
  World world;
  const auto id = created(create_task(world.env(), world.manager(), wanted(world)));
  const auto view = read_task(world.env(), world.manager(), id);
  ASSERT_OK(view);
  EXPECT_EQ(view->status, TaskStatus::open);
  EXPECT_EQ(view->counts.total, 0U);
  EXPECT_TRUE(view->assignments().empty());
}

// B-048
TEST(CreateTask, WithoutPeopleTheOwnerGetsAll) {
  World world;
  world.items(3);
  auto input = wanted(world);
  input.loads.clear();
  const auto id = created(create_task(world.env(), world.manager(), input));
  EXPECT_EQ(world.items_of(id, "mia"), (Held{.open = 3}));
  EXPECT_TRUE(world.assignment_of(id, "mia")->is_default);
  const auto view = read_task(world.env(), world.manager(), id);
  EXPECT_EQ(json::member(view->task.system_metadata, "hasDefaultAssignment"), "true");
}

// B-033
TEST(CreateTask, ALimitTakesTheFirst) {
  World world;
  const auto items = world.items(5);
  auto input = wanted(world);
  input.limit = 2;
  input.loads = loads({{"ada", 100}});
  const auto id = created(create_task(world.env(), world.manager(), input));
  EXPECT_EQ(world.ledger(id).members, ItemSet::range(0, 2));
}

// B-047, B-151
TEST(CreateTask, IsAllOrNothing) {
  World world;
  world.items(5);
  const auto before = world.snapshot();
  auto input = wanted(world);
  input.loads = loads({{"ada", 50}, {"ben", 40}});
  EXPECT_FAILS(create_task(world.env(), world.manager(), input), ErrorCode::invalid);
  input = wanted(world);
  input.name = "  ";
  EXPECT_FAILS(create_task(world.env(), world.manager(), input), ErrorCode::invalid);
  input = wanted(world);
  input.query = R"({"filter":{"name":{"$like":"a"}}})";
  EXPECT_FAILS(create_task(world.env(), world.manager(), input), ErrorCode::invalid);
  input = wanted(world);
  input.recipe = {"111111111111111111111111"};
  EXPECT_FAILS(create_task(world.env(), world.manager(), input), ErrorCode::not_found);
  input = wanted(world);
  input.priority = 4;
  EXPECT_FAILS(create_task(world.env(), world.manager(), input), ErrorCode::invalid);
  EXPECT_EQ(world.snapshot(), before);
}

// B-172
TEST(CreateTask, IsForManagersAndAbove) {
  World world;
  world.join("ada", Role::annotator);
  world.join("dan", Role::annotation_manager);
  EXPECT_FAILS(create_task(world.env(), world.caller("ada"), wanted(world)), ErrorCode::forbidden);
  EXPECT_FAILS(
      create_task(world.env(), world.caller("stranger"), wanted(world)), ErrorCode::not_found
  );
  EXPECT_OK(create_task(world.env(), world.caller("dan"), wanted(world)));
}

// B-036, B-037
TEST(AddItems, GivesOnlyNewItemsAndMakesAssignmentsForNewPeople) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 2}});
  world.items(3);
  ASSERT_OK(add_items(
      world.env(), world.manager(), {.task = task.id, .query = "{}", .loads = loads({{"ben", 100}})}
  ));
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.open = 2}));
  EXPECT_EQ(world.items_of(task.id, "ben"), (Held{.open = 3}));
}

// B-038
TEST(AddItems, WithoutAWorkloadSpreadsOverThePresentPeople) {
  World world;
  const auto task =
      world.task({{.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 1}});
  world.items(4);
  ASSERT_OK(add_items(world.env(), world.manager(), {.task = task.id, .query = "{}"}));
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.open = 3}));
  EXPECT_EQ(world.items_of(task.id, "ben"), (Held{.open = 3}));

  const auto empty = world.task({}, "Empty");
  EXPECT_FAILS(
      add_items(world.env(), world.manager(), {.task = empty.id, .query = "{}"}), ErrorCode::invalid
  );
}

// B-100, B-101
TEST(RemoveItems, TakesOpenItemsAndLeavesThoseWithAStatus) {
  World world;
  const auto task = world.task(
      {{.annotator = "ada", .open_items = 2, .completed_items = 1},
       {.annotator = "ben", .open_items = 2}}
  );
  const auto removed = remove_items(world.env(), world.manager(), {.task = task.id, .query = "{}"});
  ASSERT_OK(removed);
  const auto& did = std::get<ItemsRemoved>(std::get<Command>(*removed).result);
  EXPECT_EQ(did.removed, 4u);
  EXPECT_EQ(did.named, 5u);
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.completed = 1}));
  EXPECT_FALSE(world.assignment_of(task.id, "ben").has_value());
}

// B-103
TEST(RemoveItems, RemovingEverythingLeavesAnOpenTask) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 2}});
  ASSERT_OK(remove_items(world.env(), world.manager(), {.task = task.id, .query = "{}"}));
  const auto view = read_task(world.env(), world.manager(), task.id);
  ASSERT_OK(view);
  EXPECT_EQ(view->status, TaskStatus::open);
  EXPECT_EQ(view->counts.total, 0U);
}

// B-140
TEST(DeleteTask, TakesItsAssignmentsAndReferencesAndLeavesTheItems) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 2, .completed_items = 1}});
  const auto ada = world.assignment_of(task.id, "ada");
  ASSERT_OK(delete_task(world.env(), world.manager(), {.task = task.id}));
  EXPECT_FAILS(read_task(world.env(), world.manager(), task.id), ErrorCode::not_found);
  EXPECT_FAILS(read_assignment(world.env(), world.manager(), ada->id), ErrorCode::not_found);
  const auto live = read(world.env().store, [&](const Transaction& tx) {
    return tx.datasets().sets(world.dataset()).live;
  });
  EXPECT_EQ(live.size(), 3U);
}

// B-086
TEST(DeleteTask, TheReviewTaskLivesOn) {
  World world;
  const auto task = world.task({{.annotator = "ada", .completed_items = 1}});
  auto review = wanted(world);
  review.type = TaskType::qa;
  review.parent = task.id;
  const auto id = created(create_task(world.env(), world.manager(), review));
  ASSERT_OK(delete_task(world.env(), world.manager(), {.task = task.id}));
  const auto view = read_task(world.env(), world.manager(), id);
  ASSERT_OK(view);
  EXPECT_EQ(view->task.parent, task.id);
}

TEST(DeleteTask, WithEmptyOnlyRefusesATaskThatHasItems) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  EXPECT_FAILS(
      delete_task(world.env(), world.manager(), {.task = task.id, .only_if_empty = true}),
      ErrorCode::conflict
  );
}

// B-144
TEST(DeleteItem, LeavesItsTasksWhateverItsStatus) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 1, .completed_items = 1}});
  const auto ids = read(world.env().store, [&](const Transaction& tx) {
    const auto open = tx.ledgers().of(task.id)->shares.at(0).open.to_vector();
    return tx.items().ids(world.dataset(), open);
  });
  ASSERT_OK(delete_item(world.env(), world.manager(), ids.front().second));
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.completed = 1}));
  const auto view = read_task(world.env(), world.manager(), task.id);
  EXPECT_EQ(view->status, TaskStatus::completed);
}

// B-144, B-283
TEST(DeleteItem, IsAnOperationThatNamesWhoHeldIt) {
  World world;
  const auto task = world.task(
      {{.annotator = "ada", .open_items = 1, .completed_items = 2},
       {.annotator = "ben", .open_items = 1},
       {.annotator = "cleo", .open_items = 1}}
  );
  const auto ledger = world.ledger(task.id);
  const auto gone =
      ledger.find(World::person("ada"))->items() | ledger.find(World::person("ben"))->items();
  std::vector<ItemId> ids;
  read(world.env().store, [&](const Transaction& tx) {
    for (auto& [at, id] : tx.items().ids(world.dataset(), gone.to_vector())) ids.push_back(id);
    return 0;
  });
  const auto query = query::parse_query(World::query_of(ids)).value();
  ASSERT_OK(delete_matching_items(world.env(), world.manager(), world.dataset(), query));
  const auto newest = list_operations(world.env(), world.manager(), task.id, 0, 1).value();
  const auto& plan = newest.operations.at(0).operation.plan;
  EXPECT_EQ(plan.kind, MoveKind::remove);
  EXPECT_EQ(plan.total(), 4u);
  ASSERT_EQ(plan.people.size(), 2u);
  EXPECT_EQ(plan.people[0].person, World::person("ada"));
  EXPECT_EQ(plan.people[0].open, 1u);
  EXPECT_EQ(plan.people[0].handled, 2u);
  EXPECT_EQ(plan.people[0].gives, 3u);
  EXPECT_EQ(plan.people[0].after, 0u);
  EXPECT_EQ(plan.people[1].person, World::person("ben"));
  EXPECT_EQ(plan.people[1].gives, 1u);
}

// B-130
TEST(UpdateTask, ChangesWhatMayChangeAndKeepsTheServersKeys) {
  World world;
  const auto task = world.task({});
  const auto changed = update_task(
      world.env(),
      world.manager(),
      {.task = task.id,
       .name = "Renamed",
       .owner = World::person("dan"),
       .priority = 3,
       .due_date = "1766570000000.123",
       .user_metadata = R"({"k":1})",
       .system_metadata = R"({"enforceDueDate":true,"nodeId":"forged"})"}
  );
  ASSERT_OK(changed);
  EXPECT_EQ(changed->task.name, "Renamed");
  EXPECT_EQ(changed->task.due_date, "1766570000000.123");
  EXPECT_EQ(changed->task.user_metadata, R"({"k":1})");
  EXPECT_EQ(json::member(changed->task.system_metadata, "enforceDueDate"), "true");
  EXPECT_FALSE(json::member(changed->task.system_metadata, "nodeId").has_value());
}

// B-122
TEST(UpdateTask, GivesADescriptionToATaskThatHasNone) {
  World world;
  const auto task = world.task({{.open_items = 3}});
  ASSERT_FALSE(task.description);
  const auto updated = update_task(
      world.env(), world.manager(), {.task = task.id, .description = "Look at the corners."}
  );
  ASSERT_OK(updated);
  EXPECT_EQ(updated->task.description.value().content, "Look at the corners.");
}

TEST(UpdateTask, DismissesAndReopens) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  const auto closed =
      update_task(world.env(), world.manager(), {.task = task.id, .dismissed = true});
  ASSERT_OK(closed);
  EXPECT_EQ(closed->status, TaskStatus::dismissed);
  EXPECT_EQ(closed->counts.total, 1U);
  const auto open =
      update_task(world.env(), world.manager(), {.task = task.id, .dismissed = false});
  ASSERT_OK(open);
  EXPECT_EQ(open->status, TaskStatus::open);
}

// B-171
TEST(ListTasks, ShowsAnnotatorsOnlyTheirTasksAndAssignments) {
  World world;
  world.join("ada", Role::annotator);
  const auto mine = world.task(
      {{.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 1}}, "Mine"
  );
  world.task({{.annotator = "ben", .open_items = 1}}, "Other");
  const auto tasks = list_tasks(world.env(), world.caller("ada"), {});
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks.front().task.id, mine.id);
  EXPECT_EQ(tasks.front().assignments().size(), 1U);
  const Window all{.offset = 0, .size = 10};
  EXPECT_EQ(list_assignments(world.env(), world.caller("ada"), {}, all).total, 1U);
  EXPECT_EQ(list_assignments(world.env(), world.manager(), {}, all).views.size(), 3U);
}

// B-171
TEST(ReadTask, AnnotatorsDoNotLearnOfTheTasksOfOthers) {
  World world;
  world.join("ben", Role::annotator);
  const auto task = world.task({{.annotator = "ada", .open_items = 3}});
  EXPECT_FAILS(read_task(world.env(), world.caller("ben"), task.id), ErrorCode::not_found);
  EXPECT_FAILS(
      update_task(world.env(), world.caller("ben"), {.task = task.id, .name = "Mine"}),
      ErrorCode::not_found
  );
}

// B-173
TEST(ListTasks, AnOwnerWithoutMembershipManagesThatTask) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 1}});
  ASSERT_OK(
      update_task(world.env(), world.manager(), {.task = task.id, .owner = World::person("freya")})
  );
  EXPECT_OK(read_task(world.env(), world.caller("freya"), task.id));
  EXPECT_OK(remove_items(world.env(), world.caller("freya"), {.task = task.id, .query = "{}"}));
}

}  // namespace
}  // namespace allot::test

// A task for thousands of people is made by one short job, however many there are.

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/update.h"
#include "usecases/items/delete.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"

namespace allot {
namespace {

using test::World;

constexpr std::size_t people = 2'000;

class ThousandsInATask : public testing::Test {
 protected:
  ThousandsInATask() { store.meanwhile = {}; }

  CreateTask wanted(const std::string& name = "Labels") {
    CreateTask input{
        .name = name,
        .query = R"({"filter":{"type":"file"}})",
        .project = world.project(),
        .dataset = world.dataset(),
        .recipe = world.recipe(),
        .owner = world.manager().user
    };
    for (std::size_t i = 0; i < people; ++i) {
      input.loads.push_back(
          {.assignee = World::person("p" + std::to_string(i)), .percent = 100.0 / people}
      );
    }
    return input;
  }

  static TaskId id_in(const Outcome& outcome) {
    return std::get<TaskCreated>(std::get<Command>(outcome).result).task;
  }

  Result<TaskId> create(const CreateTask& input) {
    return id_in(TRY(create_task(env, world.manager(), input)));
  }

  std::uint64_t rows_of(const std::string& kind) {
    std::uint64_t rows = 0;
    for (const auto& job : world.env().store.numbers().jobs) {
      if (job.kind == kind) rows += job.rows;
    }
    return rows;
  }

  std::vector<Event> events() {
    return read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 100'000);
    });
  }

  /// As a fresh task of the same people and items has it.
  void expect_dealt(const TaskId& task) {
    const auto other = create(wanted("Another")).value();
    const auto ledger = world.ledger(task);
    const auto expected = world.ledger(other);
    ASSERT_EQ(ledger.shares.size(), expected.shares.size());
    EXPECT_EQ(ledger.members, expected.members);
    for (const auto& share : expected.shares) {
      const auto* same = ledger.find(share.annotator);
      ASSERT_NE(same, nullptr);
      EXPECT_EQ(same->open, share.open);
      const auto row = read(world.env().store, [&](const Transaction& tx) {
        return tx.assignments().find(same->assignment);
      });
      ASSERT_TRUE(row);
      EXPECT_EQ(row->annotator, share.annotator);
    }
  }

  World world;
  std::vector<ItemId> items = world.items(people + 10);
  test::OvertakenStore store{world.env().store};
  Env env = with_store(world.env(), store);
};

// B-035, B-161
TEST_F(ThousandsInATask, AreWrittenInAFewRows) {
  const auto task = create(wanted()).value();
  EXPECT_LE(rows_of("tasks/create"), 30u);
  EXPECT_EQ(world.ledger(task).shares.size(), people);
  const auto p7 = world.assignment_of(task, "p7");
  ASSERT_TRUE(p7);
  EXPECT_EQ(p7->name, "Labels (p7@example.org)");
  expect_dealt(task);
}

TEST_F(ThousandsInATask, AreToldOfInOneLine) {
  const auto before = events().size();
  const auto task = create(wanted()).value();
  auto told = events();
  told.erase(told.begin(), told.begin() + static_cast<std::ptrdiff_t>(before));
  ASSERT_EQ(told.size(), 4u);  // the task, its people, the move, its items
  const auto* many = std::get_if<AssignmentsChanged>(&told[1].what);
  ASSERT_NE(many, nullptr);
  EXPECT_EQ(many->act, Act::created);
  EXPECT_EQ(told[1].task, task);
  ASSERT_EQ(many->assignments.size(), people);
  EXPECT_EQ(
      many->assignments.back(), world.assignment_of(task, "p" + std::to_string(people - 1))->id
  );
  ASSERT_OK(delete_task(env, world.manager(), {.task = task}));
  EXPECT_EQ(events().size(), before + 7);  // and that they are gone, and it
}

// B-072
TEST_F(ThousandsInATask, HaveNamesOfTheirOwn) {
  (void)create(wanted()).value();
  const auto steps = [&] {
    std::uint64_t all = 0;
    for (const auto& job : world.env().store.numbers().jobs) all += job.steps;
    return all;
  };
  const auto before = steps();
  const auto task = create(wanted()).value();
  EXPECT_LE(steps() - before, 100 * people);  // names are looked for once, not for each of them
  EXPECT_EQ(world.assignment_of(task, "p7")->name, "Labels (p7@example.org) #2");
  // Somebody takes a name between the look and the change.
  store.meanwhile = [&] {
    const auto first = world.assignment_of(task, "p8")->id;
    ASSERT_OK(update_assignment(
        world.env(), world.manager(), {.assignment = first, .name = "Tags (p9@example.org)"}
    ));
  };
  const auto tags = create(wanted("Tags")).value();
  EXPECT_EQ(world.assignment_of(tags, "p9")->name, "Tags (p9@example.org) #2");
  EXPECT_EQ(world.assignment_of(tags, "p10")->name, "Tags (p10@example.org)");
}

// B-030, B-144
TEST_F(ThousandsInATask, GetWhatIsThereWhenTheTaskIsMade) {
  store.meanwhile = [&] { ASSERT_OK(delete_item(world.env(), world.manager(), items[3])); };
  const auto task = create(wanted()).value();
  EXPECT_FALSE(store.meanwhile);
  EXPECT_EQ(world.ledger(task).members.size(), items.size() - 1);
  expect_dealt(task);
}

// B-030
TEST_F(ThousandsInATask, GetWhatIsThereHoweverOftenItChangesMeanwhile) {
  std::size_t deleted = 0;
  const std::function<void()> again = [&] {
    ASSERT_OK(delete_item(world.env(), world.manager(), items[deleted++]));
    store.meanwhile = again;
  };
  store.meanwhile = again;
  const auto task = create(wanted()).value();
  store.meanwhile = {};
  EXPECT_EQ(deleted, 3u);
  EXPECT_EQ(world.ledger(task).members.size(), items.size() - 3);
  expect_dealt(task);
}

// B-147
TEST_F(ThousandsInATask, AreRefusedWhenOneWasRemovedMeanwhile) {
  world.join("p1234", Role::annotator);
  store.meanwhile = [&] { world.join("p1234", Role::annotator, false); };
  EXPECT_FAILS(create(wanted()), ErrorCode::invalid);
  EXPECT_EQ(
      read(
          world.env().store,
          [&](const Transaction& tx) { return tx.tasks().of_dataset(world.dataset()).size(); }
      ),
      0u
  );
}

// B-200
TEST_F(ThousandsInATask, GetWhatIsRedistributedToThem) {
  auto input = wanted();
  input.loads = {{.assignee = World::person("ada"), .percent = 100}};
  const auto task = create(input).value();
  const auto before = rows_of("assignments/redistribute");
  ASSERT_OK(redistribute_assignment(
      env,
      world.manager(),
      {.assignment = world.assignment_of(task, "ada")->id, .loads = wanted().loads}
  ));
  EXPECT_LE(rows_of("assignments/redistribute") - before, 30u);
  EXPECT_FALSE(world.assignment_of(task, "ada"));
  EXPECT_EQ(world.assignment_of(task, "p7")->name, "Labels (p7@example.org)");
  expect_dealt(task);
}

}  // namespace
}  // namespace allot

// What is looked up by an index reads no more, however much else there is.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>

#include "base/clock.h"
#include "store/sqlite/sqlite_store.h"

namespace allot::sqlite {

namespace {

std::atomic<std::uint64_t> steps = 0;

/// Steps of the database's machine, of every connection that is opened while this lives.
class CountedSteps {
 public:
  CountedSteps() { ::sqlite3_auto_extension(entry()); }

  ~CountedSteps() { ::sqlite3_cancel_auto_extension(entry()); }

  CountedSteps(const CountedSteps&) = delete;
  CountedSteps& operator=(const CountedSteps&) = delete;

 private:
  static void (*entry())() { return reinterpret_cast<void (*)()>(&count); }

  static int count(sqlite3* db, char** /*message*/, const void* /*api*/) {
    const auto add = [](void*) {
      ++steps;
      return 0;
    };
    ::sqlite3_progress_handler(db, 1, add, nullptr);
    return SQLITE_OK;
  }
};

class LookedUp : public testing::Test {
 protected:
  template <class Body>
  void change(Body body) {
    store_->run_write([&](Transaction& tx) {
      body(tx);
      return true;
    });
  }

  /// How many steps it takes to answer, on a reader, the second time: statements are prepared then.
  template <class Ask>
  std::uint64_t steps_of(Ask ask) {
    std::uint64_t taken = 0;
    for (int i = 0; i < 2; ++i) {
      store_->run_read([&](const Transaction& tx) {
        const auto before = steps.load();
        ask(tx);
        taken = steps - before;
      });
    }
    return taken;
  }

  static Event event(const std::string& resource, const std::string& id, const TaskId& task = {}) {
    return {
        .resource = resource,
        .action = "Created",
        .resource_id = id,
        .project = ProjectId{"project"},
        .task = task,
        .actor = {},
        .at = {}
    };
  }

 private:
  CountedSteps counted_;
  SystemClock clock_;
  SeededRandom random_{7};
  IdSource ids_{clock_, random_};
  std::unique_ptr<Store> store_ = open({}, ids_);
};

constexpr int many = 5'000;

// B-160
TEST_F(LookedUp, IsWhetherAChangeWasFollowedByAnotherOfItsThings) {
  OutboxLines lines;
  change([&](Transaction& tx) {
    tx.journal().append(event("Annotation", "mine"));
    tx.journal().append(event("Assignment", "share", TaskId{"task"}));
    lines.until = tx.journal().last_event();
  });
  const auto asked = [&] {
    return steps_of([&](const Transaction& tx) {
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, "Created"));
      EXPECT_FALSE(tx.journal().tells_later_of_tasks(lines));
      EXPECT_EQ(tx.journal().tasks_told_of(lines).size(), 1u);
      EXPECT_EQ(tx.journal().told_of(lines, "", "Created", 1).size(), 1u);
      EXPECT_TRUE(tx.journal().told_of(lines, "Item", "Deleted", 1).empty());
    });
  };
  change([&](Transaction& tx) { tx.journal().append(event("Annotation", "other")); });
  const auto before = asked();
  ASSERT_GT(before, 0u);
  change([&](Transaction& tx) {
    for (int i = 0; i < many; ++i) {
      tx.journal().append(event("Annotation", std::to_string(i), TaskId{"other"}));
    }
  });
  EXPECT_EQ(asked(), before);
}

TEST_F(LookedUp, AreTheTasksByARecipe) {
  const auto task = [](int i, const std::string& recipe) {
    return Task{
        .id = TaskId{recipe + std::to_string(i)},
        .project = ProjectId{"project"},
        .recipe = RecipeId{recipe},
        .name = "Task",
        .owner = UserId{"mia@example.org"}
    };
  };
  const std::vector projects{ProjectId{"project"}};
  const auto asked = [&] {
    return steps_of([&](const Transaction& tx) {
      const UserId mia{"mia@example.org"};
      EXPECT_EQ(tx.tasks().using_recipe(RecipeId{"shared"}, projects, mia).size(), 1u);
      EXPECT_EQ(
          tx.tasks().other_project_using(RecipeId{"shared"}, ProjectId{"other"}), projects.front()
      );
    });
  };
  change([&](Transaction& tx) {
    tx.tasks().put(task(0, "shared"));
    tx.tasks().put(task(0, "own"));
  });
  const auto before = asked();
  ASSERT_GT(before, 0u);
  change([&](Transaction& tx) {
    for (int i = 1; i < many; ++i) tx.tasks().put(task(i, "own"));
  });
  EXPECT_EQ(asked(), before);
}

}  // namespace

}  // namespace allot::sqlite

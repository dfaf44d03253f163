// What is looked up by an index reads no more, however much else there is.

#include <gtest/gtest.h>

#include "base/clock.h"
#include "store/sqlite/sqlite_store.h"

namespace allot::sqlite {

namespace {

class LookedUp : public testing::Test {
 protected:
  template <class Body>
  void change(Body body) {
    store_->run_write(Scope::everything(), [&](Transaction& tx) {
      body(tx);
      return true;
    });
  }

  /// How many steps it takes to answer, on a reader, the second time: statements are prepared then.
  template <class Ask>
  std::uint64_t steps_of(Ask ask) {
    std::uint64_t taken = 0;
    for (int i = 0; i < 2; ++i) {
      const auto before = store_->numbers().reader_steps;
      store_->run_read([&](const Transaction& tx) { ask(tx); });
      taken = store_->numbers().reader_steps - before;
    }
    return taken;
  }

  [[nodiscard]] std::uint64_t steps_so_far() const { return store_->numbers().reader_steps; }

  template <class Body>
  void look(Body body) {
    store_->run_read([&](const Transaction& tx) { body(tx); });
  }

  static Event event(Happening what, const TaskId& task = {}) {
    return {
        .what = std::move(what),
        .project = ProjectId{"project"},
        .task = task,
        .actor = {},
        .at = {}
    };
  }

 private:
  SystemClock clock_;
  SeededRandom random_{7};
  IdSource ids_{clock_, random_};
  std::unique_ptr<Store> store_ = open({}, ids_);
};

constexpr int many = 5'000;

TEST_F(LookedUp, IsAPageOfALongOrderThatWasAskedForBefore) {
  const DatasetId dataset{"00000000000000000000000a"};
  change([&](Transaction& tx) {
    tx.datasets().put({.id = dataset});
    for (int i = 0; i < 11'000; ++i) {
      const auto number = std::to_string(i);
      tx.items().add({.dataset = dataset, .id = ItemId{number}, .path = "/" + number});
    }
  });
  const auto ask = [&](const char* order, std::uint64_t offset) {
    const auto before = steps_so_far();
    look([&](const Transaction& tx) {
      const auto live = tx.datasets().sets(dataset).live;
      EXPECT_EQ(tx.items().in_order(dataset, live, {order, {}}, offset, 2).size(), 2u);
    });
    return steps_so_far() - before;
  };
  for (const auto* const order : {"i.size ASC, i.ordinal ASC", "i.name ASC, i.ordinal ASC"}) {
    EXPECT_GT(ask(order, 10'000), 11'000u) << order;
    EXPECT_LT(ask(order, 5'000), 100u) << order;
  }
}

TEST_F(LookedUp, IsWhatLiesBelowAFileInACheckOfAllRows) {
  const DatasetId dataset{"00000000000000000000000a"};
  int items = 0;
  const auto steps_with = [&](int count) {
    change([&](Transaction& tx) {
      if (items == 0) tx.datasets().put({.id = dataset});
      for (; items < count; ++items) {
        const auto number = std::to_string(items);
        tx.items().add({.dataset = dataset, .id = ItemId{number}, .path = "/" + number});
      }
    });
    return steps_of([](const Transaction& tx) { (void)tx.integrity().of_rows(); });
  };
  const auto of_few = steps_with(1'000);
  EXPECT_LT(steps_with(4'000), 5 * of_few);
}

// B-160
TEST_F(LookedUp, IsWhetherAChangeWasFollowedByAnotherOfItsThings) {
  OutboxLines lines;
  change([&](Transaction& tx) {
    tx.journal().append(event(created(AnnotationId{"mine"})));
    tx.journal().append(event(created(AssignmentId{"share"}), TaskId{"task"}));
    lines.until = tx.journal().last_event();
  });
  const auto asked = [&] {
    return steps_of([&](const Transaction& tx) {
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, Act::created));
      EXPECT_FALSE(tx.journal().tells_later_of_tasks(lines));
      EXPECT_EQ(tx.journal().tasks_told_of(lines).size(), 1u);
      EXPECT_EQ(tx.journal().told_of(lines, std::nullopt, Act::created, 1).size(), 1u);
      EXPECT_TRUE(tx.journal().told_of(lines, Thing::item, Act::deleted, 1).empty());
    });
  };
  change([&](Transaction& tx) { tx.journal().append(event(created(AnnotationId{"other"}))); });
  const auto before = asked();
  ASSERT_GT(before, 0u);
  change([&](Transaction& tx) {
    for (int i = 0; i < many; ++i) {
      tx.journal().append(event(created(AnnotationId{std::to_string(i)}), TaskId{"other"}));
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

// A batch comes with nearly every few items that are handled, and none can be undone.
TEST_F(LookedUp, IsWhatWasAnnotatedSinceAMoveInAPullingHouse) {
  const DatasetId dataset{"00000000000000000000000a"};
  const auto record = [](Transaction& tx, int number, MoveKind kind) {
    tx.operations().record(
        {.id = OperationId{std::to_string(number)}, .task = TaskId{"task"}, .plan = {.kind = kind}}
    );
  };
  const auto annotate = [](Transaction& tx) {
    auto annotation = *tx.annotations().find(AnnotationId{"annotation"});
    annotation.label += "x";
    tx.annotations().update(annotation);
  };
  const auto asked = [&] {
    return steps_of([&](const Transaction& tx) {
      const auto move = tx.operations().find(OperationId{"0"})->after.value();
      EXPECT_EQ(tx.operations().annotated_since(dataset, move), ItemSet{0});
      EXPECT_EQ(tx.operations().moment().operation, move.operation);
    });
  };
  change([&](Transaction& tx) {
    tx.datasets().put({.id = dataset});
    tx.items().add({.dataset = dataset, .id = ItemId{"item"}, .path = "/item"});
    tx.annotations().add(
        {.id = AnnotationId{"annotation"}, .dataset = dataset, .item_id = ItemId{"item"}}
    );
    record(tx, 0, MoveKind::add);
  });
  change([&](Transaction& tx) {
    record(tx, 1, MoveKind::batch);
    annotate(tx);
  });
  const auto before = asked();
  ASSERT_GT(before, 0u);
  for (int number = 2; number < 500; ++number) {
    change([&](Transaction& tx) {
      record(tx, number, MoveKind::batch);
      annotate(tx);
    });
  }
  EXPECT_EQ(asked(), before);
}

}  // namespace

}  // namespace allot::sqlite

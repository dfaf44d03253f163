// Assignments that come by the hundreds are in force before they have rows of their own, and
// nothing shows the difference (ADR 0040).

#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t many = 700;

class ManyAssignments : public FileStoreTest {
 protected:
  ManyAssignments() {
    change([&](Transaction& tx) {
      auto of_all = *tx.datasets().find(dataset);
      of_all.project = project;
      tx.projects().put({.id = project, .name = "Lab", .creator = UserId{"mia@example.org"}});
      tx.datasets().put(of_all);
      tx.tasks().put(
          {.id = task,
           .project = project,
           .dataset = dataset,
           .recipe = RecipeId{"recipe"},
           .name = "cats",
           .owner = UserId{"mia@example.org"}}
      );
    });
  }

  std::vector<Assignment> some(std::size_t count, const std::string& people = "p") {
    std::vector<Assignment> rows;
    for (std::size_t i = 0; i < count; ++i) {
      const auto person = people + std::to_string(i) + "ü\"@example.org";
      rows.push_back(
          {.id = ids.next<AssignmentId>(),
           .task = task,
           .project = project,
           .dataset = dataset,
           .name = "cäts (" + person + ")",
           .annotator = UserId{person},
           .updated_by = UserId{"mia@example.org"},
           .is_default = true,
           .user_metadata = R"({"u":1})",
           .created_at = from_epoch_ms(1),
           .updated_at = from_epoch_ms(2)}
      );
    }
    return rows;
  }

  /// Three items for each, the last one of every second person with a status.
  static void hand_out(Transaction& tx, const TaskId& task) {
    auto ledger = *tx.ledgers().of(task);
    std::vector<Share> shares(ledger.shares.begin(), ledger.shares.end());
    Ordinal next = 0;
    for (auto& share : shares) {
      share.open = {next, next + 1};
      auto& rest = next % 2 == 0 ? share.open : share.by_status["completed"];
      rest.insert(next + 2);
      next += 3;
    }
    ledger.shares.put_all(std::move(shares));
    ledger.members = ItemSet::range(0, next);
    tx.ledgers().put(task, std::move(ledger));
  }

  std::vector<Assignment> added(std::size_t count) {
    auto rows = some(count);
    change([&](Transaction& tx) {
      tx.assignments().put_all(rows);
      hand_out(tx, task);
    });
    return rows;
  }

  /// All that can be asked, of a reader and of the writer.
  void expect_there(const std::vector<Assignment>& expected, const Ledger& shares) {
    const auto ask = [&](const Transaction& tx) {
      const auto& assignments = tx.assignments();
      for (const auto& found :
           {assignments.of_task(task), assignments.of_projects({&project, 1})}) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) EXPECT_TRUE(is_same(found[i], expected[i]));
      }
      for (std::size_t i = 0; i < expected.size(); i += 123) {
        const auto& each = expected[i];
        EXPECT_TRUE(is_same(assignments.find(each.id), each));
        EXPECT_EQ(assignments.named(project, each.name), std::vector{each.id});
        EXPECT_THAT(assignments.named(ProjectId{"another"}, each.name), IsEmpty());
        EXPECT_THAT(tx.tasks().concerning(each.annotator), SizeIs(1));
        EXPECT_THAT(tx.tasks().using_recipe(RecipeId{"recipe"}, {}, each.annotator), SizeIs(1));
      }
      const UserId nobody{"p1"};  // a part of an address
      EXPECT_THAT(tx.tasks().concerning(nobody), IsEmpty());
      EXPECT_THAT(tx.tasks().using_recipe(RecipeId{"recipe"}, {}, nobody), IsEmpty());
      EXPECT_THAT(assignments.named(project, "cäts (p1"), IsEmpty());
      EXPECT_EQ(*tx.ledgers().of(task), shares);
    };
    look([&](const Transaction& tx) {
      ask(tx);
      return 0;
    });
    change([&](Transaction& tx) { ask(tx); });
    look([&](const Transaction& tx) {
      EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
      return 0;
    });
  }

  bool has_rows() {
    return look([](const Transaction& tx) { return !tx.assignments().without_rows(); });
  }

  void give_some_rows() {
    change([&](Transaction& tx) { tx.assignments().give_rows(dataset); });
  }

  /// Now, read anew, with some of the rows that lack, and with all.
  void expect_there_throughout(const std::vector<Assignment>& expected) {
    const auto shares = ledger(task);
    expect_there(expected, shares);
    reopen();
    expect_there(expected, shares);
    for (int slice = 0; !has_rows() && slice < 10; ++slice) {
      give_some_rows();
      expect_there(expected, shares);
      reopen();
      expect_there(expected, shares);
    }
    EXPECT_TRUE(has_rows());
  }

  const ProjectId project{"project"};
  const DatasetId dataset = add_dataset();
  const TaskId task{"0123456789abcdef01234567"};
};

// B-161
TEST_F(ManyAssignments, AreSeenAtOnceAndTheSameWhenTheyHaveTheirRows) {
  const auto rows = added(many);
  EXPECT_FALSE(has_rows());
  expect_there_throughout(rows);
}

TEST_F(ManyAssignments, ComeWithTheirRowsWhenTheyAreFew) {
  const auto rows = added(300);
  EXPECT_TRUE(has_rows());
  expect_there_throughout(rows);
}

TEST_F(ManyAssignments, CostLittleWhenTheyCome) {
  const auto written = [&] {
    std::uint64_t rows = 0;
    for (const auto& job : store->numbers().jobs) rows += job.rows;
    return rows;
  };
  const auto before = written();
  auto rows = some(10'000);
  change([&](Transaction& tx) { tx.assignments().put_all(rows); });
  EXPECT_LE(written() - before, 90u);
}

TEST_F(ManyAssignments, ChangeBeforeTheyHaveRows) {
  auto rows = added(many);
  rows[300].name = "renamed";
  change([&](Transaction& tx) { tx.assignments().put(rows[300]); });
  EXPECT_TRUE(look([&](const Transaction& tx) {
    return tx.assignments().named(project, "renamed") == std::vector{rows[300].id};
  }));
  change([&](Transaction& tx) {
    auto ledger = *tx.ledgers().of(task);
    EXPECT_FALSE(set_status(ledger, {3, 4, 5, 600}, "discard").empty());
    tx.ledgers().put(task, ledger);
  });
  change([&](Transaction& tx) { tx.assignments().remove(rows[650].id); });
  rows.erase(rows.begin() + 650);
  EXPECT_EQ(ledger(task).members.size(), 3 * many - 3);
  expect_there_throughout(rows);
}

TEST_F(ManyAssignments, ChangeInTheTransactionInWhichTheyCome) {
  auto rows = some(many);
  change([&](Transaction& tx) {
    tx.assignments().put_all(rows);
    rows[10].name = "renamed";
    tx.assignments().put(rows[10]);
    hand_out(tx, task);
    tx.assignments().remove(rows[20].id);
    EXPECT_TRUE(is_same(tx.assignments().find(rows[699].id), rows[699]));
    EXPECT_EQ(tx.assignments().named(project, "renamed"), std::vector{rows[10].id});
  });
  rows.erase(rows.begin() + 20);
  EXPECT_FALSE(has_rows());
  expect_there_throughout(rows);
}

TEST_F(ManyAssignments, LeaveNothingWhenTheyAreRolledBack) {
  const auto rows = some(many);
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    EXPECT_FALSE(tx.assignments().find(rows[5].id));
    tx.assignments().put_all(rows);
    hand_out(tx, task);
    EXPECT_TRUE(tx.assignments().find(rows[5].id));
    return false;
  });
  EXPECT_TRUE(has_rows());
  expect_there_throughout({});
}

TEST_F(ManyAssignments, ComeToOthersAndOthersComeAfterThem) {
  auto rows = added(many);
  const auto add = [&](std::size_t count, const std::string& people) {
    const auto more = some(count, people);
    change([&](Transaction& tx) { tx.assignments().put_all(more); });
    rows.insert(rows.end(), more.begin(), more.end());
  };
  add(2, "q");
  add(many, "r");
  add(1, "s");
  // The last row goes: its number is no place for another while some have none yet.
  change([&](Transaction& tx) { tx.assignments().remove(rows.back().id); });
  rows.pop_back();
  add(1, "t");
  expect_there_throughout(rows);
}

// B-140
TEST_F(ManyAssignments, GoWithTheirTask) {
  const auto rows = added(many);
  give_some_rows();
  change([&](Transaction& tx) {
    EXPECT_TRUE(tx.assignments().find(rows.back().id));
    tx.tasks().remove(task);
    EXPECT_FALSE(tx.assignments().find(rows.back().id));
  });
  EXPECT_TRUE(has_rows());
  expect_there({}, {});
}

TEST_F(ManyAssignments, HaveIdsThatAreNotGivenAgain) {
  clock.advance(std::chrono::hours(5));
  const auto newest = added(many).back().id;
  StillClock earlier;
  IdSource fresh(earlier, random);
  store.reset();
  store = open_store({.file = folder.path / "allot.db"}, fresh);
  EXPECT_GT(fresh.next_text(), newest.text);
}

// B-369
TEST_F(ManyAssignments, AreCheckedBeforeTheyHaveRows) {
  auto rows = added(many);
  const auto sentences = [&] {
    return look([](const Transaction& tx) { return tx.integrity().of_rows().sentences.size(); });
  };
  EXPECT_EQ(sentences(), 0u);
  auto another = rows[600];
  another.id = ids.next<AssignmentId>();
  another.annotator = UserId{"another@example.org"};
  change([&](Transaction& tx) { tx.assignments().put(another); });
  EXPECT_EQ(sentences(), 1u);  // its name is there twice
}

}  // namespace

}  // namespace allot::conformance
